package kith.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kith.cli.client.Awakening;
import kith.cli.client.Door;
import kith.cli.client.Home;
import kith.cli.client.Kithd;
import kith.cli.client.Refusal;
import kith.cli.client.Visit;
import kith.cli.json.Json;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/** One node of the demonstration: a home, and while it runs a process of its own. Used by one thread. */
final class DemoNode {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Kithd kithd;
    private final Home home;
    private volatile @Nullable Process process;
    private long logBefore;

    DemoNode(String name, Kithd kithd, Path folder) {
        this.name = name;
        this.kithd = kithd;
        this.home = new Home(folder.resolve(name));
    }

    String name() {
        return name;
    }

    Visit visit() {
        return new Visit(new Door(home));
    }

    /** Begins to make its keys. */
    void beginInit() {
        process = kithd.start(List.of("init", "--home", home.folder().toString(), "--name", name), initLog());
    }

    /** Waits until its keys are made, and keeps it off the network: it listens on loopback, wherever there is room. */
    void endInit() {
        Process init = process;
        try {
            if (init == null || !init.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || init.exitValue() != 0) {
                throw Refusal.of(
                        Code.FAILED, "kithd init failed for " + name + ": " + lastLine(initLog()), "kith doctor");
            }
            Files.writeString(home.configFile(), "peer.listen = 127.0.0.1:0\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.INTERRUPTED, "interrupted", "");
        }
    }

    void beginStart() {
        try {
            logBefore = Files.exists(home.log()) ? Files.size(home.log()) : 0;
            process = kithd.start(List.of("run", "--home", home.folder().toString()), home.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it answers. */
    void endStart() {
        Process started = process;
        if (started != null) {
            new Awakening(home, started, logBefore).await(PATIENCE);
        }
    }

    /** Asks it to end, and waits until it has. */
    void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        visit().stop();
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw Refusal.of(Code.TIMED_OUT, name + " does not end", "kith doctor");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.INTERRUPTED, "interrupted", "");
        }
        process = null;
    }

    /** Ends it in whatever state it is; safe from any thread. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    /** Waits until it is gone after {@link #kill()}. */
    void awaitGone() {
        Process running = process;
        try {
            if (running != null) {
                running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes that came in from all peers since the node started. */
    long received() {
        long received = 0;
        for (Json peer : visit().peers()) {
            received += peer.number("received", 0);
        }
        return received;
    }

    private Path initLog() {
        return home.folder().resolveSibling(name + ".init.log");
    }

    private static String lastLine(Path log) throws IOException {
        String text = Files.exists(log) ? Files.readString(log).strip() : "";
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
