package kith.daemon.replica;

/** What became of deltas that a peer sent. */
public sealed interface Receipt {
    /** Held from now on, durably, up to {@code seq}. */
    record Accepted(long seq) implements Receipt {}

    /** Held before. */
    record AlreadyKnown(long seq) implements Receipt {}

    /** They do not reach back to what is held: ask from {@code held} + 1. */
    record Gap(long held) implements Receipt {}

    /** They contradict what is held of the same log at {@code seq}: one author, two branches. */
    record Forked(long seq) implements Receipt {}

    /** No room for deltas whose grant is unknown: try again when more is known. */
    record NoRoom() implements Receipt {}
}
