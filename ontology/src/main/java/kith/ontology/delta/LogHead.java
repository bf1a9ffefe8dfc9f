package kith.ontology.delta;

import kith.ontology.bytes.Bytes;

/**
 * How far a log is held: the number, link and clock of its last delta.
 *
 * @param seq 0 before the first delta; then the link is the log id and the clock 0
 */
public record LogHead(long seq, Bytes link, long clock) {
    /** Where the log of {@code id} begins. */
    public static LogHead start(LogId id) {
        return new LogHead(0, id.value(), 0);
    }

    public static LogHead of(SignedDelta delta) {
        return new LogHead(delta.dot().seq(), delta.link(), delta.entry().clock());
    }
}
