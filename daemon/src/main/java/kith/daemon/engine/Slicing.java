package kith.daemon.engine;

/** So many rows after so many others. */
final class Slicing extends Inner {
    private final long start;
    private final long length;
    private long seen;

    /** @param length below 0 for all */
    Slicing(Operator input, long start, long length) {
        super(input);
        this.start = Math.max(0, start);
        this.length = length < 0 ? Long.MAX_VALUE : length;
        expected = Math.min(input.expected, (double) this.length);
    }

    @Override
    void open() {
        super.open();
        seen = 0;
    }

    @Override
    boolean fill() {
        while (out.count == 0 && seen - start < length && input.next()) {
            Batch rows = input.out;
            long skipped = Math.min(rows.count, Math.max(0, start - seen));
            long wanted = Math.min(rows.count - skipped, length - Math.max(0, seen - start));
            for (int i = 0; i < wanted; i++) {
                out.copy(rows, (int) skipped + i, out.count++);
            }
            seen += rows.count;
        }
        return out.count > 0;
    }

    @Override
    void rewind() {
        super.rewind();
        seen = 0;
    }

    @Override
    String title() {
        return "slice from " + start + (length == Long.MAX_VALUE ? "" : ", " + length + " rows");
    }
}
