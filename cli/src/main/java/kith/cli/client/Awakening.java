package kith.cli.client;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Waits until a daemon that was started answers, or says why it does not. */
public final class Awakening {
    /** How much of the end of the log is looked at for a reason, in bytes. */
    static final int LOG_TAIL_BYTES = 8_192;

    private static final long STEP_MILLIS = 20;

    private final Home home;
    private final Process process;
    private final long logBefore;

    /** Watches {@code process}, which writes to the log of {@code home} from {@code logBefore} bytes on. */
    public Awakening(Home home, Process process, long logBefore) {
        this.home = home;
        this.process = process;
        this.logBefore = logBefore;
    }

    /**
     * The daemon's health.
     *
     * @throws Refusal as the daemon refused when it ended, UNREACHABLE when it does not say why; TIMED_OUT when it took too long
     */
    public Json await(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < end) {
            Optional<Json> health = health();
            if (health.isPresent()) {
                return health.get();
            }
            if (ended()) {
                throw refused();
            }
        }
        throw Refusal.of(
                Code.TIMED_OUT, "the daemon does not answer after " + patience.toSeconds() + " s", "kith doctor");
    }

    /** A fault of those that the user can mend is told in the daemon's own words; anything else is for the doctor. */
    private Refusal refused() {
        String words = lastWords();
        Code outcome = Kithd.outcome(process.exitValue());
        boolean known = outcome != Code.FAILED && outcome != Code.DONE && !words.isEmpty();
        return known
                ? Refusal.of(outcome, Kithd.own(words), "")
                : Refusal.of(
                        Code.UNREACHABLE,
                        "the daemon ended with status " + process.exitValue()
                                + (words.isEmpty() ? ", see " + home.log() : ": " + words),
                        "kith doctor");
    }

    private boolean ended() {
        try {
            return process.waitFor(STEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.INTERRUPTED, "interrupted while the daemon was starting", "kith daemon status");
        }
    }

    private Optional<Json> health() {
        try {
            Optional<Home.Running> running = home.running();
            // What an earlier daemon left behind says nothing about this one.
            if (running.isEmpty() || running.get().pid() != process.pid()) {
                return Optional.empty();
            }
            return Optional.of(new Visit(new Door(home)).health());
        } catch (Refusal notYet) {
            return Optional.empty();
        }
    }

    /** The last line that the daemon wrote; empty when it wrote none that can be read. */
    private String lastWords() {
        Path log = home.log();
        if (!Files.exists(log)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(logBefore, file.length() - LOG_TAIL_BYTES);
            file.seek(Math.min(from, file.length()));
            byte[] tail = new byte[(int) Math.max(0, Math.min(LOG_TAIL_BYTES, file.length() - from))];
            file.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8).strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
