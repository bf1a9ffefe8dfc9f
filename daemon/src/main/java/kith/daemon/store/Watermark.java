package kith.daemon.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import kith.daemon.machine.PrivateFile;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.fault.KithException;

/**
 * Heads of this home's own logs, kept beside the database and apart from it: a database that knows less than its
 * watermark was set back, and its logs must not be continued, for a number of a log is never used twice. One line a log:
 * id, number. Thread-safe.
 */
public final class Watermark {
    /** The number that marks a log as one that is never continued. */
    public static final long CLOSED = Long.MAX_VALUE;

    private static final long MAX_FILE_BYTES = 16L * 1024 * 1024;

    private final Path file;
    private final Map<LogId, Long> heads = new TreeMap<>();
    private boolean changed;

    private Watermark(Path file) {
        this.file = file;
    }

    /** Reads the file, if there is one. */
    public static Watermark open(Path file) {
        Watermark watermark = new Watermark(file);
        try {
            if (Files.exists(file)) {
                if (Files.size(file) > MAX_FILE_BYTES) {
                    throw StoreFaults.damaged("the watermark is larger than " + MAX_FILE_BYTES + " bytes");
                }
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                // A number whose end is missing would be a smaller one.
                if (!content.isEmpty() && !content.endsWith("\n")) {
                    throw StoreFaults.damaged("the watermark ends in the middle of a line");
                }
                content.lines().forEach(watermark::read);
            }
            return watermark;
        } catch (IOException e) {
            throw KithException.host("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void read(String line) {
        String[] parts = line.split(" ", -1);
        try {
            heads.put(new LogId(Bytes.hex(parts[0])), Long.parseLong(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw StoreFaults.damaged("the watermark has a line that is none");
        }
    }

    /** The last noted number of a log, 0 if none. */
    public synchronized long seq(LogId log) {
        return heads.getOrDefault(log, 0L);
    }

    /** Notes that a log has come as far as {@code seq}; lasting after {@link #save()}. */
    public synchronized void note(LogId log, long seq) {
        changed |= heads.merge(log, seq, Math::max) == seq;
    }

    /** Notes every log that there is a line of as one that is never continued; lasting after {@link #save()}. */
    public synchronized void closeAll() {
        heads.replaceAll((log, seq) -> CLOSED);
        changed = true;
    }

    /** Makes what was noted last: a new file, synced, in place of the old. */
    public synchronized void save() {
        if (!changed) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        heads.forEach((log, seq) ->
                lines.append(log.value().toHex()).append(' ').append(seq).append('\n'));
        try {
            PrivateFile.replace(file, lines.toString().getBytes(StandardCharsets.US_ASCII));
            changed = false;
        } catch (IOException e) {
            throw KithException.host("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
