package kith.ontology.access;

import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SignedDelta;

/**
 * A control delta as authority sees it: who said what under which grant, and where it stands in its chain.
 *
 * @param clock hybrid clock of the delta
 * @param previous the link before it: of the delta before, or the log's id
 * @param link the link that names it
 */
public record ControlDelta(LogRoot root, Dot dot, long clock, Bytes previous, Bytes link, Act act) {
    /** A delta of {@code root} that follows {@code previous}. */
    public static ControlDelta of(LogRoot root, Bytes previous, SignedDelta delta) {
        Act act = ActCodec.decode(delta.entry().payload()).orElseGet(Act.Unknown::new);
        return new ControlDelta(root, delta.dot(), delta.entry().clock(), previous, delta.link(), act);
    }

    /** The grant that this delta makes, if its act makes one. */
    public GrantId grant() {
        return new GrantId(link);
    }

    long millis() {
        return HybridClock.millis(clock);
    }
}
