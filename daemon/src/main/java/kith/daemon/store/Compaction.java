package kith.daemon.store;

/** Brings what a space keeps into as little room as it needs, when somebody asks for it. */
final class Compaction {
    private Compaction() {}

    /**
     * Writes the files of the space anew, without what was deleted or written over. Takes as long as the space is large;
     * readers and writers go on. Any thread.
     *
     * @return whether it came to its end: not where the store closes
     */
    static boolean of(SpaceStore space) {
        return space.purge().compact();
    }
}
