package kith.daemon.index;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Packs sorted tuples into runs of about the same size. For one order and one fold. */
final class RunBuilder {
    /** Tuples of a run as it is made; what comes after the last whole one is divided. */
    static final int ROWS = 512;
    /** A run that would be smaller is made together with the next. */
    static final int FEW_ROWS = 128;

    private final boolean keeps;
    private final LongSupplier numbers;
    private final RunSink sink;
    private final long[][] columns = new long[Order.PLACES][RunCodec.MAX_ROWS];
    private final byte[][] kept;
    private int size;
    private List<Run> made = new ArrayList<>();

    RunBuilder(Order order, LongSupplier numbers, RunSink sink) {
        this.keeps = order == Order.SPOG;
        this.numbers = numbers;
        this.sink = sink;
        this.kept = new byte[keeps ? RunCodec.MAX_ROWS : 0][];
    }

    void add(Order order, Row row) {
        for (int place = 0; place < Order.PLACES; place++) {
            columns[place][size] = row.at(order, place);
        }
        added(keeps ? row.kept() : null);
    }

    void add(Block block, int at) {
        for (int place = 0; place < Order.PLACES; place++) {
            columns[place][size] = block.at(place, at);
        }
        added(keeps ? block.kept(at) : null);
    }

    private void added(byte @Nullable [] row) {
        if (row != null) {
            kept[size] = row;
        }
        size++;
        if (size == RunCodec.MAX_ROWS) {
            cut(ROWS);
        }
    }

    /** Tuples that no run has yet. */
    int pending() {
        return size;
    }

    /** The runs made since the last call, with all that was added. */
    List<Run> take() {
        if (size > ROWS + FEW_ROWS) {
            cut(size / 2);
        }
        if (size > 0) {
            cut(size);
        }
        List<Run> taken = made;
        made = new ArrayList<>();
        return taken;
    }

    private void cut(int rows) {
        long id = numbers.getAsLong();
        byte[] packed = keeps ? RunCodec.write(columns, rows, kept) : RunCodec.write(columns, rows);
        sink.put(id, packed);
        made.add(new Run(id, rows, visible(rows), starts(rows), firstTuple()));
        for (long[] column : columns) {
            System.arraycopy(column, rows, column, 0, size - rows);
        }
        if (keeps) {
            System.arraycopy(kept, rows, kept, 0, size - rows);
        }
        size -= rows;
    }

    private int visible(int rows) {
        if (!keeps) {
            return rows;
        }
        int visible = 0;
        for (int row = 0; row < rows; row++) {
            visible += Row.isVisible(kept[row]) ? 1 : 0;
        }
        return visible;
    }

    private int starts(int rows) {
        int starts = 1;
        for (int row = 1; row < rows; row++) {
            if (columns[1][row] != columns[1][row - 1] || columns[0][row] != columns[0][row - 1]) {
                starts++;
            }
        }
        return starts;
    }

    private long[] firstTuple() {
        long[] first = new long[Order.PLACES];
        for (int place = 0; place < first.length; place++) {
            first[place] = columns[place][0];
        }
        return first;
    }
}
