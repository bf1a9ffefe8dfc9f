package kith.ontology.access;

import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.VerifiedDelta;

/**
 * A control delta as authority sees it: who said what under which grant, and the link that names it.
 *
 * @param clock hybrid clock of the delta
 */
public record ControlDelta(LogRoot root, Dot dot, long clock, Bytes link, Act act) {
    public static ControlDelta of(VerifiedDelta delta, Act act) {
        return new ControlDelta(
                delta.root(), delta.dot(), delta.entry().clock(), delta.delta().link(), act);
    }

    /** The grant that this delta makes, if its act makes one. */
    public GrantId grant() {
        return new GrantId(link);
    }

    long millis() {
        return HybridClock.millis(clock);
    }
}
