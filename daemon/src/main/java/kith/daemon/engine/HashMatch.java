package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins two plans that are answered apart: keeps the rows of the second by the terms that both always have, and looks
 * for each row of the first which of them agree with it.
 */
final class HashMatch extends Operator {
    /** What becomes of the rows of the first. */
    enum Kind {
        JOIN,
        /** Those without a partner stay as they are. */
        LEFT,
        /** Those with a partner that shares a term go. */
        MINUS
    }

    private final Operator left;
    private final Operator right;
    private final Kind kind;
    private final @Nullable Condition condition;
    /** Slots that both always have, and others that both may. */
    private final BitSet hard = new BitSet();

    private final BitSet soft = new BitSet();
    /** Slots that must agree and are not counted as shared: the graph that both are asked of. */
    private final BitSet silent;

    private int[] hardSlots = new int[0];
    private long[] key = new long[0];
    private int[] softSlots = new int[0];
    private @Nullable Hoard hoard;
    private @Nullable KeyTable table;
    private int[] heads = new int[0];
    private int[] nexts = new int[0];

    private int row;
    private int candidate = -1;
    private boolean begun;
    private boolean matched;

    HashMatch(Operator left, Operator right, Kind kind, @Nullable Condition condition, BitSet silent) {
        super(left.run);
        this.left = left;
        this.right = right;
        this.kind = kind;
        this.condition = condition;
        this.silent = silent;
        may.or(left.may);
        must.or(left.must);
        if (kind != Kind.MINUS) {
            may.or(right.may);
        }
        if (kind == Kind.JOIN) {
            must.or(right.must);
        }
        hard.or(left.must);
        hard.and(right.must);
        soft.or(left.may);
        soft.and(right.may);
        soft.andNot(hard);
        expected = left.expected;
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = Operator.with(wanted, hard);
        needed.or(soft);
        if (condition != null) {
            condition.uses(needed);
        }
        left.require(needed);
        right.require(needed);
        carried.or(needed);
        carried.and(may);
    }

    @Override
    void open() {
        left.open();
        right.open();
        out = Batch.of(run.width(), carried);
        hardSlots = hard.stream().toArray();
        softSlots = soft.stream().toArray();
        key = new long[hardSlots.length];
        hoard = null;
        row = 0;
        candidate = -1;
        begun = false;
    }

    private Hoard keep() {
        Hoard kept = Hoard.of(right, Operator.with(right.carried, hard));
        KeyTable keys = new KeyTable(hardSlots.length);
        heads = new int[16];
        nexts = Room.ints(kept.size());
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (i % Batch.ROWS == 0) {
                run.check();
            }
            for (int k = 0; k < hardSlots.length; k++) {
                key[k] = kept.at(kept.place(hardSlots[k]), i);
            }
            int size = keys.size();
            int number = keys.add(key);
            if (number >= heads.length) {
                heads = Room.grown(heads, 2 * heads.length);
            }
            nexts[i] = number == size ? -1 : heads[number];
            heads[number] = i;
        }
        table = keys;
        hoard = kept;
        return kept;
    }

    @Override
    boolean fill() {
        // What would be kept may be large, and for no row of the first it is kept for nothing.
        if (row >= left.out.count && !nextLeft()) {
            return false;
        }
        Hoard kept = hoard == null ? keep() : hoard;
        if (kind == Kind.JOIN && kept.size() == 0) {
            return false;
        }
        long steps = 0;
        while (out.count < Batch.ROWS) {
            if (!begun) {
                if (row >= left.out.count && !nextLeft()) {
                    break;
                }
                candidate = first();
                matched = false;
                begun = true;
            }
            if (candidate < 0) {
                finishRow();
                continue;
            }
            int now = candidate;
            candidate = nexts[now];
            if (++steps % Batch.ROWS == 0) {
                run.check();
            }
            meet(kept, now);
        }
        return out.count > 0;
    }

    private boolean nextLeft() {
        row = 0;
        return left.next();
    }

    private int first() {
        for (int k = 0; k < hardSlots.length; k++) {
            key[k] = left.out.at(hardSlots[k], row);
        }
        KeyTable keys = table;
        int number = keys == null ? -1 : keys.find(key);
        return number < 0 ? -1 : heads[number];
    }

    private void finishRow() {
        if (kind != Kind.JOIN && !matched) {
            for (int slot = carried.nextSetBit(0); slot >= 0; slot = carried.nextSetBit(slot + 1)) {
                write(slot, left.out.at(slot, row));
            }
            out.count++;
        }
        begun = false;
        row++;
    }

    private void meet(Hoard kept, int other) {
        boolean shares = !kindIsSilent();
        for (int slot : softSlots) {
            long mine = left.out.at(slot, row);
            long theirs = kept.at(kept.place(slot), other);
            if (mine != Lexicon.UNBOUND && theirs != Lexicon.UNBOUND) {
                if (mine != theirs) {
                    return;
                }
                shares |= !silent.get(slot);
            }
        }
        if (kind == Kind.MINUS) {
            if (shares) {
                matched = true;
                candidate = -1;
            }
            return;
        }
        for (int slot = carried.nextSetBit(0); slot >= 0; slot = carried.nextSetBit(slot + 1)) {
            long mine = left.out.at(slot, row);
            int place = kept.place(slot);
            write(slot, mine != Lexicon.UNBOUND || place < 0 ? mine : kept.at(place, other));
        }
        if (condition == null || condition.test(out, out.count) == Condition.TRUE) {
            matched = true;
            out.count++;
        }
    }

    /** Whether the terms that both always have are none that count as shared. */
    private boolean kindIsSilent() {
        for (int slot : hardSlots) {
            if (!silent.get(slot)) {
                return false;
            }
        }
        return true;
    }

    private void write(int slot, long id) {
        long[] column = out.columns[slot];
        if (column != null) {
            column[out.count] = id;
        }
    }

    @Override
    void rewind() {
        left.rewind();
        left.out.count = 0;
        row = 0;
        begun = false;
        candidate = -1;
    }

    @Override
    void close() {
        left.close();
        right.close();
    }

    @Override
    String title() {
        return switch (kind) {
            case JOIN -> "join by hash";
            case LEFT -> condition == null ? "optional by hash" : "optional by hash if " + condition.title();
            case MINUS -> "minus by hash";
        };
    }

    @Override
    List<Operator> inputs() {
        return List.of(left, right);
    }
}
