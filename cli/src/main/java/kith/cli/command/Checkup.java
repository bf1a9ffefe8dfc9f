package kith.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.cli.client.Home;
import kith.cli.client.Kithd;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** What can be looked at without a daemon, and what a daemon finds when there is one. */
final class Checkup {
    /** Below this the disk is called nearly full, in bytes. */
    static final long MIN_FREE_BYTES = 1L << 30;

    /** Longest path of a socket that every system takes, in bytes; a longer one goes elsewhere. */
    static final int MAX_SOCKET_BYTES = 100;

    private static final Set<PosixFilePermission> OTHERS = Set.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Call call;
    private final Path home;
    private final List<Json> checks = new ArrayList<>();

    Checkup(Call call) {
        this.call = call;
        this.home = call.home().folder();
    }

    /** All findings. */
    List<Json> all() throws IOException {
        List<Json> all = new ArrayList<>(here());
        List<Json> there = there();
        // Of what both have looked at, the daemon knows better.
        all.removeIf(here -> isAmong(there, here.at("name").text()));
        all.addAll(there);
        return all;
    }

    private List<Json> here() throws IOException {
        add(
                "ok",
                "launcher",
                "Java " + System.getProperty("java.version", "?") + " in " + System.getProperty("java.home", "?"),
                "");
        program();
        if (!Files.isDirectory(home)) {
            add("warn", "home", home + " does not exist yet", "kith init");
            return checks;
        }
        boolean writable = Files.isWritable(home);
        add(writable ? "ok" : "fail", "home", home + (writable ? "" : " cannot be written"), "");
        keys();
        socket();
        disk();
        return checks;
    }

    private static boolean isAmong(List<Json> checks, String name) {
        for (Json check : checks) {
            if (check.text("name", "").equals(name)) {
                return true;
            }
        }
        return false;
    }

    private List<Json> there() {
        Optional<Home.Running> running;
        try {
            running = call.home().running();
        } catch (Refusal unreadable) {
            return List.of(check("fail", "daemon", String.valueOf(unreadable.getMessage()), unreadable.hint()));
        }
        if (running.isEmpty()) {
            List<Json> checks = new ArrayList<>();
            config().ifPresent(checks::add);
            checks.add(check("warn", "daemon", "not running", "kith daemon start"));
            return checks;
        }
        try {
            List<Json> checks = new ArrayList<>();
            String says =
                    "pid " + running.get().pid() + " since " + running.get().since();
            List<Json> told = call.visit().doctor();
            checks.add(check("ok", "daemon", says, ""));
            checks.addAll(told);
            return checks;
        } catch (Refusal silent) {
            return List.of(check("fail", "daemon", String.valueOf(silent.getMessage()), silent.hint()));
        }
    }

    /** What the program of the daemon thinks of its settings; nothing where there is neither program nor home. */
    private Optional<Json> config() {
        Optional<Path> install = call.surroundings().install();
        if (!Files.isDirectory(home)
                || install.isEmpty()
                || !Files.isExecutable(install.get().resolve("bin").resolve("kithd"))) {
            return Optional.empty();
        }
        Kithd.Said said = Kithd.in(install).ask(List.of("check", "--home", home.toString()));
        return Optional.of(
                said.outcome() == Code.DONE
                        ? check("ok", "config", "every setting can be used", "")
                        : check("fail", "config", said.words(), "kith help config"));
    }

    private static Json check(String state, String name, String says, String fix) {
        Map<String, Json> check = new LinkedHashMap<>();
        check.put("name", Json.of(name));
        check.put("state", Json.of(state));
        check.put("says", Json.of(says));
        if (!fix.isEmpty()) {
            check.put("fix", Json.of(fix));
        }
        return Json.of(check);
    }

    private void program() {
        if (call.surroundings().install().isEmpty()) {
            add("warn", "program", "kith was not started by its launcher", "bin/kith of the distribution");
            return;
        }
        Path kithd = call.surroundings().install().get().resolve("bin").resolve("kithd");
        boolean there = Files.isExecutable(kithd);
        add(there ? "ok" : "fail", "program", kithd + (there ? "" : " is missing"), "");
    }

    private void keys() throws IOException {
        Path key = call.home().keyFile();
        if (!Files.exists(key)) {
            add("warn", "keys", "there are none yet", "kith init");
            return;
        }
        for (Path secret : List.of(key.resolveSibling(""), key)) {
            if (isOpenToOthers(secret)) {
                add("fail", "keys", secret + " is open to other users", "chmod go-rwx " + secret);
                return;
            }
        }
        add("ok", "keys", "only you can read them", "");
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.stream().anyMatch(OTHERS::contains);
        } catch (UnsupportedOperationException otherSystem) {
            return false;
        }
    }

    private void socket() {
        Path socket = home.resolve("run").resolve("kithd.sock");
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_SOCKET_BYTES) {
            add("ok", "socket", "its path would have " + length + " bytes, so it lies in the runtime folder", "");
        }
    }

    private void disk() throws IOException {
        long free = Files.getFileStore(home).getUsableSpace();
        boolean enough = free >= MIN_FREE_BYTES;
        add(
                enough ? "ok" : "warn",
                "disk",
                (free >> 20) + " MiB free under " + home,
                enough ? "" : "make room on the disk");
    }

    private void add(String state, String name, String says, String fix) {
        checks.add(check(state, name, says, fix));
    }
}
