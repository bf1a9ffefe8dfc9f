package kith.daemon.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import kith.daemon.store.Columns.Column;

/**
 * Tells of most terms that a space does not have that it does not, without asking the disk: an import asks that of every
 * second term. Bloom filters, each for twice as many terms as the one before, 16 bits a term. Terms are added on the lane
 * before anybody can look for them, and never taken out; whoever reads sees what was added before its moment.
 */
final class TermFilter {
    /** A space that is opened with more terms goes without: to read them all would take too long. */
    private static final long MAX_READ_TERMS = 50_000;
    /** Beyond, it is given up: it would take more than 32 MB of heap. */
    private static final long MAX_TERMS = 16_000_000;

    private static final int FIRST_TERMS = 1 << 17;
    private static final int BITS_A_TERM = 16;
    private static final int PROBES = 6;
    private static final int HALF = 32;

    private volatile List<long[]> stages = List.of();
    private volatile boolean isKnowing;
    /** How many more terms the last stage is for. */
    private int room;

    private long terms;

    private TermFilter(boolean isKnowing) {
        this.isKnowing = isKnowing;
    }

    /** @param terms how many the space may have */
    static TermFilter of(int space, Disk disk, long terms) {
        TermFilter filter = new TermFilter(terms <= MAX_READ_TERMS);
        if (filter.isKnowing) {
            byte[] prefix = KeyLayout.prefix(space);
            try (Cursor cursor =
                    new Cursor(disk.database().newIterator(disk.columns().of(Column.TERM_TO_ID)), prefix)) {
                for (; cursor.isWithin(prefix); cursor.next()) {
                    filter.add(cursor.key());
                }
            }
        }
        return filter;
    }

    /** Notes the key of a term in the dictionary. On the lane only. */
    void add(byte[] key) {
        if (!isKnowing) {
            return;
        }
        if (++terms > MAX_TERMS) {
            isKnowing = false;
            stages = List.of();
            return;
        }
        if (room == 0) {
            List<long[]> more = new ArrayList<>(stages);
            room = FIRST_TERMS << stages.size();
            more.add(new long[(int) ((long) room * BITS_A_TERM / Long.SIZE)]);
            stages = List.copyOf(more);
        }
        room--;
        long[] bits = stages.getLast();
        long hash = hash(key);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe, bits);
            bits[bit >>> 6] |= 1L << bit;
        }
    }

    /** Whether there may be such a key. */
    boolean mayHave(byte[] key) {
        if (!isKnowing) {
            return true;
        }
        long hash = hash(key);
        for (long[] bits : stages) {
            if (mayHave(hash, bits)) {
                return true;
            }
        }
        // Given up a moment ago, perhaps.
        return !isKnowing;
    }

    private static boolean mayHave(long hash, long[] bits) {
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe, bits);
            if ((bits[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(long hash, int probe, long[] bits) {
        long mixed = (hash & 0xffff_ffffL) + probe * (hash >>> HALF);
        return (int) (mixed & ((long) bits.length * Long.SIZE - 1));
    }

    private static long hash(byte[] key) {
        ByteBuffer in = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
        long hash = key.length;
        while (in.remaining() >= Long.BYTES) {
            hash = mixed(hash ^ in.getLong());
        }
        while (in.hasRemaining()) {
            hash = mixed(hash ^ in.get());
        }
        return hash;
    }

    private static long mixed(long value) {
        long hash = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
