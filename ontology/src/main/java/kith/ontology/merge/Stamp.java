package kith.ontology.merge;

import kith.ontology.delta.HybridClock;

/**
 * When something was said, as far as that is believed: no delta counts as said later than 30 days past what its log said
 * before, or past the act that let its author in. Of two that are held to the same bound the one with the later clock of
 * its own is the later. So a clock that runs far ahead is shown and not obeyed for ever.
 *
 * @param believed hybrid clock, at most {@code said}
 * @param said hybrid clock that the author gave the delta
 */
public record Stamp(long believed, long said) implements Comparable<Stamp> {
    /** What may lie between a delta and the one before it in its log. */
    public static final long MOST_AHEAD_MILLIS = 30L * 24 * 60 * 60 * 1_000;

    /** A clock that is believed as it is. */
    public static Stamp of(long clock) {
        return new Stamp(clock, clock);
    }

    /**
     * The stamp of a delta.
     *
     * @param before the later of what was believed of the delta before it and of the act that let its author in
     */
    public static Stamp after(long before, long clock) {
        long most = HybridClock.later(before, MOST_AHEAD_MILLIS);
        return new Stamp(HybridClock.isAfter(clock, most) ? most : clock, clock);
    }

    public boolean isBounded() {
        return believed != said;
    }

    @Override
    public int compareTo(Stamp other) {
        int byBelief = Long.compareUnsigned(believed, other.believed);
        return byBelief != 0 ? byBelief : Long.compareUnsigned(said, other.said);
    }
}
