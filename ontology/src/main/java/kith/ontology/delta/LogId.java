package kith.ontology.delta;

import kith.ontology.bytes.Bytes;

/** A log: the hash of its {@link LogRoot}, 32 bytes. */
public record LogId(Bytes value) implements Comparable<LogId> {
    public static final int BYTES = 32;

    public LogId {
        if (value.length() != BYTES) {
            throw new IllegalArgumentException("a log id has 32 bytes, not " + value.length());
        }
    }

    @Override
    public int compareTo(LogId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.slice(0, 4).toHex();
    }
}
