package kith.daemon.engine;

/**
 * Ids that a walk has come to, each once, in the order it came to them. Many of them, near each other, take a bit each
 * instead of a place in a table, so that asking again and again stays within the caches of the processor.
 */
final class Reached {
    /** Fewer are in a table. */
    private static final int FEW = 1 << 10;

    private final LongTable table = new LongTable();
    private final Bag ids = new Bag();
    private long[] bits = new long[0];
    private long least;

    int size() {
        return ids.size();
    }

    long at(int number) {
        return ids.at(number);
    }

    void add(long id) {
        long place = id - least;
        if (place >= 0 && place >>> 6 < bits.length) {
            long bit = 1L << place;
            if ((bits[(int) (place >>> 6)] & bit) == 0) {
                bits[(int) (place >>> 6)] |= bit;
                ids.add(id);
            }
        } else {
            int known = table.size();
            if (table.add(id) == known) {
                ids.add(id);
            }
        }
    }

    /** Says between which ids most that are to come will be; takes a bit for each where so many have come that it pays. */
    void expect(long from, long to) {
        if (bits.length > 0 || size() < FEW || to - from < 0 || (to - from) >>> 6 > size()) {
            return;
        }
        bits = Room.longs((int) ((to - from) >>> 6) + 1);
        least = from;
        for (int i = 0; i < size(); i++) {
            long place = ids.at(i) - least;
            if (place >= 0 && place >>> 6 < bits.length) {
                bits[(int) (place >>> 6)] |= 1L << place;
            }
        }
    }
}
