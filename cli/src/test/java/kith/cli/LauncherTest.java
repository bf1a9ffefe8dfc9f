package kith.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shell scripts, with Javas that only say how they were called. */
@Timeout(60)
class LauncherTest {
    private static final Path SCRIPTS = Path.of("src/main/launcher");

    @TempDir
    Path temp;

    private Path install;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void layOut() throws IOException {
        install = Files.createDirectories(temp.resolve("a place with spaces/kith"));
        for (String program : List.of("kith", "kithd")) {
            executable(install.resolve("bin").resolve(program), Files.readString(SCRIPTS.resolve(program)));
        }
        write(install.resolve("lib/find-java.sh"), Files.readString(SCRIPTS.resolve("find-java.sh")));
        write(install.resolve("lib/build"), "1.0 abc123def456\n");
        for (String jar : List.of("cli/b.jar", "cli/a.jar", "daemon/d.jar")) {
            write(install.resolve("lib").resolve(jar), "");
        }
        environment.put("HOME", temp.resolve("home").toString());
        environment.put("PATH", "/usr/bin:/bin");
    }

    @Test
    void theJavaOfTheEnvironmentIsTakenWhenItIsNewEnough() throws Exception {
        Path java = java("jdk-21", "21.0.4");
        environment.put("JAVA_HOME", java.toString());

        Said said = run(install.resolve("bin/kith"), "person", "list", "a b", "--name=é");

        assertEquals(0, said.status, said.err);
        assertEquals(java + "/bin/java", said.lines().get(0));
        assertEquals(List.of("kith.cli.Main", "person", "list", "a b", "--name=é"), said.tail(5));
        assertTrue(said.lines().contains("-Dkith.install=" + install.toRealPath()));
        assertTrue(said.lines()
                .contains(install.toRealPath() + "/lib/cli/a.jar:" + install.toRealPath() + "/lib/cli/b.jar"));
    }

    @Test
    void aBundledJavaGoesBeforeThatOfTheEnvironment() throws Exception {
        environment.put("JAVA_HOME", java("jdk-22", "22").toString());
        Path bundled = java("a place with spaces/kith/runtime", "21");

        assertEquals(
                bundled.toRealPath() + "/bin/java",
                run(install.resolve("bin/kith")).lines().get(0));
    }

    @Test
    void theJavaThatWasNamedIsTakenOrRefused() throws Exception {
        environment.put("JAVA_HOME", java("jdk-22", "22").toString());
        environment.put("KITH_JAVA_HOME", java("jdk-23", "23-ea").toString());
        assertTrue(run(install.resolve("bin/kith")).lines().get(0).endsWith("jdk-23/bin/java"));

        environment.put("KITH_JAVA_HOME", java("jdk-17", "17.0.15").toString());
        Said said = run(install.resolve("bin/kith"));

        assertEquals(78, said.status);
        assertEquals(
                "kith: KITH_JAVA_HOME is 17.0.15 in " + temp.resolve("jdk-17") + "; kith needs Java 21 or newer\n",
                said.err);
    }

    @Test
    void ofSeveralTheNewestIsTaken() throws Exception {
        java("many/old", "1.8.0_392");
        java("many/b", "24.0.1");
        java("many/c", "21.0.9");
        Files.createDirectories(temp.resolve("many/empty"));

        Said said = shell("take_newest_java " + temp + "/many/*; echo $java_home $java_version");

        assertEquals(temp + "/many/b 24.0.1\n", said.out);
    }

    @Test
    void withoutAnyTheAnswerNamesWhatThereWas() throws Exception {
        environment.put("JAVA_HOME", java("jdk-8", "1.8.0_392").toString());

        Said said = shell("take_newest_java() { take_java \"$old\"; }; old=" + java("jdk-17", "17.0.15")
                + "; java_on_path() { return 1; }; find_java");

        assertEquals(78, said.status);
        assertTrue(
                said.err.startsWith("kith: no Java 21 or newer (found: 1.8.0_392 in " + temp + "/jdk-8, 17.0.15 in "),
                said.err);
        assertTrue(said.err.endsWith("install one or set KITH_JAVA_HOME\n"), said.err);
    }

    @Test
    void theLauncherWorksThroughLinks() throws Exception {
        environment.put("JAVA_HOME", java("jdk-21", "21").toString());
        Path first = Files.createSymbolicLink(temp.resolve("first"), install.resolve("bin/kith"));
        Files.createDirectories(temp.resolve("links"));
        Path second = Files.createSymbolicLink(temp.resolve("links/second"), Path.of("../first"));

        Said said = run(second, "status");

        assertEquals(0, first.compareTo(temp.resolve("first")));
        assertTrue(said.lines().contains("-Dkith.install=" + install.toRealPath()), said.out + said.err);
    }

    @Test
    void theArchiveIsNamedByBuildAndJavaAndRehearsedOnce() throws Exception {
        environment.put("JAVA_HOME", java("jdk-21", "21.0.4").toString());
        environment.put("XDG_CACHE_HOME", temp.resolve("cache").toString());

        Said said = run(install.resolve("bin/kith"));

        String archive = said.lines().stream()
                .filter(line -> line.startsWith("-XX:SharedArchiveFile="))
                .findFirst()
                .orElseThrow();
        assertTrue(archive.startsWith("-XX:SharedArchiveFile=" + temp + "/cache/kith/kith-1.0-abc123def456-21.0.4-"));
        assertTrue(archive.endsWith(".jsa")
                && !archive.substring(temp.toString().length() + 40).contains("//"));
        assertTrue(said.lines().contains("-Dkith.rehearse=true"));

        Files.writeString(Path.of(archive.substring("-XX:SharedArchiveFile=".length())), "x");
        assertTrue(!run(install.resolve("bin/kith")).lines().contains("-Dkith.rehearse=true"));
    }

    @Test
    void withoutAPlaceForAnArchiveThereIsNone() throws Exception {
        environment.put("JAVA_HOME", java("jdk-21", "21").toString());
        environment.put("XDG_CACHE_HOME", "/dev/null");

        Said said = run(install.resolve("bin/kith"), "status");

        assertEquals("", said.err);
        assertTrue(said.out.lines().noneMatch(line -> line.contains("SharedArchiveFile")), said.out);
    }

    @Test
    void onlyADaemonThatRunsHasAnArchiveOfItsOwn() throws Exception {
        environment.put("JAVA_HOME", java("jdk-21", "21.0.4").toString());
        environment.put("XDG_CACHE_HOME", temp.resolve("cache").toString());

        Said runs = run(install.resolve("bin/kithd"), "run", "--home", "/x");
        Said begins = run(install.resolve("bin/kithd"), "init", "--home", "/x");

        assertTrue(
                runs.lines().stream()
                        .anyMatch(line -> line.startsWith(
                                "-XX:SharedArchiveFile=" + temp + "/cache/kith/kithd-1.0-abc123def456-21.0.4-")),
                runs.out);
        assertTrue(runs.lines().contains("-XX:+AutoCreateSharedArchive"), runs.out);
        assertEquals(List.of("kith.daemon.Main", "run", "--home", "/x"), runs.tail(4));
        assertTrue(begins.lines().stream().noneMatch(line -> line.contains("Archive")), begins.out);
    }

    @Test
    void theDaemonHasItsOwnClassPathAndOptions() throws Exception {
        environment.put("JAVA_HOME", java("jdk-21", "21").toString());
        environment.put("KITHD_JAVA_OPTIONS", "-Xmx64m -Xss1m");

        Said said = run(install.resolve("bin/kithd"), "run", "--home", "/x y");

        assertTrue(said.lines().contains(install.toRealPath() + "/lib/daemon/d.jar"));
        assertTrue(said.lines().containsAll(List.of("-Xmx64m", "-Xss1m", "--enable-native-access=ALL-UNNAMED")));
        assertEquals(List.of("kith.daemon.Main", "run", "--home", "/x y"), said.tail(4));
    }

    private record Said(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        List<String> tail(int count) {
            return lines().subList(lines().size() - count, lines().size());
        }
    }

    /** Runs a line after the functions of the launcher have been read. */
    private Said shell(String line) throws Exception {
        return run(Path.of("/bin/sh"), "-c", "install=/none; . '" + install + "/lib/find-java.sh'; " + line);
    }

    private Said run(Path program, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new Said(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /** A Java that prints its path and its arguments, a line each. */
    private Path java(String folder, String version) throws IOException {
        Path home = temp.resolve(folder);
        write(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(home.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$0\" \"$@\"\n");
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
