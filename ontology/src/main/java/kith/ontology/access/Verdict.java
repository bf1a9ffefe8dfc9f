package kith.ontology.access;

import kith.ontology.delta.GrantId;

/** What authority says of a log. */
public sealed interface Verdict {
    /** Its deltas count. */
    record Valid() implements Verdict {}

    /** Its grant is not known yet: kept unseen and not forwarded until it is. */
    record Waiting(GrantId missing) implements Verdict {}

    /** Its grant is known and does not allow it. */
    @SuppressWarnings("AvoidCommonTypeNames") // void is the field's own word for it
    record Void(String why) implements Verdict {}
}
