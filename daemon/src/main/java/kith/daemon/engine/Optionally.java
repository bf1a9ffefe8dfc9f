package kith.daemon.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Extends each row by what a second plan finds for it, or leaves it as it is. The second plan gets a batch at a time. */
final class Optionally extends Operator {
    /** What becomes of the rows. */
    enum Kind {
        /** Extended, or left as they are. */
        EXTEND,
        /** Kept as they are if anything is found, and else dropped. */
        EXISTS,
        /** Kept as they are if nothing is found. */
        ABSENT
    }

    private final Operator left;
    private final Feed feed;
    private final Operator right;
    private final Kind kind;
    /** In this slot each row has its number in the batch. */
    private final int counter;

    private final Batch fed = new Batch(0);
    private final long[] numbers = new long[Batch.ROWS];
    private final boolean[] met = new boolean[Batch.ROWS];
    private Batch given = fed;
    private Batch own = fed;
    private boolean within;

    /** @param right over {@code feed}, which has {@code left}'s slots and {@code counter} */
    Optionally(Operator left, Feed feed, Operator right, Kind kind, int counter) {
        super(left.run, 2);
        this.left = left;
        this.feed = feed;
        this.right = right;
        this.kind = kind;
        this.counter = counter;
        may.or(kind == Kind.EXTEND ? right.may : left.may);
        may.clear(counter);
        must.or(left.must);
        expected = kind == Kind.EXTEND ? Math.max(left.expected, right.expected) : left.expected / 2;
        for (int i = 0; i < Batch.ROWS; i++) {
            numbers[i] = i;
        }
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = kind == Kind.EXTEND ? (BitSet) carried.clone() : new BitSet();
        needed.set(counter);
        right.require(needed);
        BitSet below = Operator.with(carried, feed.carried);
        below.clear(counter);
        left.require(below);
    }

    @Override
    void open() {
        left.open();
        right.open();
        out = new Batch(run.width());
        given = new Batch(run.width());
        own = Batch.of(run.width(), carried);
        within = false;
    }

    @Override
    boolean fill() {
        while (true) {
            if (!within) {
                if (!left.next()) {
                    return false;
                }
                begin();
            }
            while (within) {
                if (!right.next()) {
                    within = false;
                    if (rest()) {
                        return true;
                    }
                } else {
                    note();
                    if (kind == Kind.EXTEND) {
                        out.carry(right.out, carried);
                        return true;
                    }
                }
            }
        }
    }

    private void begin() {
        System.arraycopy(left.out.columns, 0, given.columns, 0, given.columns.length);
        given.columns[counter] = numbers;
        given.count = left.out.count;
        Arrays.fill(met, 0, given.count, false);
        right.rewind();
        feed.put(given);
        within = true;
    }

    private void note() {
        long[] counted = right.out.columns[counter];
        if (counted == null) {
            throw new IllegalStateException("rows lost their numbers");
        }
        for (int i = 0; i < right.out.count; i++) {
            met[(int) counted[i]] = true;
        }
    }

    private boolean rest() {
        boolean wanted = kind == Kind.EXISTS;
        own.count = 0;
        for (int row = 0; row < left.out.count; row++) {
            if (met[row] == wanted) {
                own.copy(left.out, row, own.count++);
            }
        }
        out.carry(own, carried);
        return own.count > 0;
    }

    @Override
    void rewind() {
        left.rewind();
        within = false;
    }

    @Override
    void close() {
        left.close();
        right.close();
    }

    @Override
    String title() {
        return switch (kind) {
            case EXTEND -> "optional";
            case EXISTS -> "exists";
            case ABSENT -> "not exists";
        };
    }

    @Override
    List<Operator> inputs() {
        return List.of(left, right);
    }
}
