package kith.daemon.index;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ids at one place of the tuples of a run: one for all of them, or offsets from the least in 32 bits, or as they are.
 * Immutable.
 */
final class Column {
    private static final long MASK = 0xffff_ffffL;

    private final long base;
    private final int @Nullable [] offsets;
    private final long @Nullable [] whole;

    private Column(long base, int @Nullable [] offsets, long @Nullable [] whole) {
        this.base = base;
        this.offsets = offsets;
        this.whole = whole;
    }

    static Column constant(long id) {
        return new Column(id, null, null);
    }

    /** Takes the ids over. */
    static Column of(long[] ids) {
        long least = ids[0];
        long greatest = ids[0];
        for (long id : ids) {
            least = Long.compareUnsigned(id, least) < 0 ? id : least;
            greatest = Long.compareUnsigned(id, greatest) > 0 ? id : greatest;
        }
        if (least == greatest) {
            return constant(least);
        }
        if (Long.compareUnsigned(greatest - least, MASK) > 0) {
            return new Column(0, null, ids);
        }
        int[] offsets = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            offsets[i] = (int) (ids[i] - least);
        }
        return new Column(least, offsets, null);
    }

    long at(int row) {
        int[] near = offsets;
        if (near != null) {
            return base + (near[row] & MASK);
        }
        long[] far = whole;
        return far != null ? far[row] : base;
    }

    void copy(int from, int count, long[] into, int at) {
        int[] near = offsets;
        long[] far = whole;
        if (near != null) {
            for (int i = 0; i < count; i++) {
                into[at + i] = base + (near[from + i] & MASK);
            }
        } else if (far != null) {
            System.arraycopy(far, from, into, at, count);
        } else {
            Arrays.fill(into, at, at + count, base);
        }
    }

    boolean isConstant() {
        return offsets == null && whole == null;
    }

    /** Bytes of heap. */
    int bytes() {
        int[] near = offsets;
        long[] far = whole;
        return 32 + (near != null ? 4 * near.length : 0) + (far != null ? 8 * far.length : 0);
    }
}
