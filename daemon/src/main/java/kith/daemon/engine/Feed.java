package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where rows enter a plan from outside: one row without terms, or the batch that was put here. */
final class Feed extends Operator {
    private final @Nullable Operator source;
    private boolean given;

    /** One row without terms. */
    Feed(Run run) {
        super(run);
        source = null;
        expected = 1;
    }

    /** Rows such as {@code source} gives, each time they are {@link #put} here. */
    Feed(Operator source, int... more) {
        super(source.run);
        this.source = source;
        may.or(source.may);
        must.or(source.must);
        for (int slot : more) {
            may.set(slot);
            must.set(slot);
        }
        expected = source.expected;
    }

    /** Whether it is one row without terms. */
    boolean isUnit() {
        return source == null;
    }

    void put(Batch batch) {
        for (int slot = carried.nextSetBit(0); slot >= 0; slot = carried.nextSetBit(slot + 1)) {
            out.columns[slot] = batch.columns[slot];
        }
        rows = batch.count;
        given = false;
    }

    private int rows = 1;

    @Override
    void requireBelow(BitSet wanted) {
        // Whoever puts rows here asks for what is carried.
    }

    @Override
    void open() {
        out = new Batch(run.width());
        given = false;
    }

    @Override
    boolean fill() {
        if (given) {
            return false;
        }
        given = true;
        out.count = rows;
        return rows > 0;
    }

    @Override
    void rewind() {
        given = false;
    }

    @Override
    void close() {
        // Nothing is held.
    }

    @Override
    String title() {
        return isUnit() ? "once" : "from outside";
    }

    @Override
    List<Operator> inputs() {
        return List.of();
    }
}
