package kith.daemon.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;

/**
 * A run as the disk has it ({@code docs/store.md}): the count of its tuples, their four columns, and for rows what is
 * kept of each. Columns of one id have it once; columns of one kind have steps, each once for as long as it is not made
 * when ids repeat; columns of several kinds have the kinds, and steps within each kind.
 */
final class RunCodec {
    /** Tuples of one run at most. */
    static final int MAX_ROWS = 1_024;

    private static final int CONSTANT = 0;
    private static final int STEPS = 1;
    private static final int REPEATED = 2;
    private static final int MIXED = 3;

    private static final int KIND_SHIFT = 56;
    private static final int KINDS = 256;
    private static final long NUMBER = (1L << KIND_SHIFT) - 1;
    /** A delta of 4,096 operations may name as many dots. */
    private static final int MAX_KEPT_BYTES = 1 << 28;

    private RunCodec() {}

    /** @param columns four, of at least {@code size} ids each */
    static byte[] write(long[][] columns, int size) {
        ByteWriter out = new ByteWriter(size * 4).varint(size);
        for (long[] column : columns) {
            writeColumn(column, size, out);
        }
        return out.toArray();
    }

    /** @param kept what is kept of each row */
    static byte[] write(long[][] columns, int size, byte[][] kept) {
        ByteWriter out = new ByteWriter(size * 8).bytes(write(columns, size));
        Map<Bytes, Integer> table = new HashMap<>();
        List<byte[]> distinct = new ArrayList<>();
        int[] which = new int[size];
        byte[] before = {};
        for (int row = 0; row < size; row++) {
            byte[] one = kept[row];
            // Rows of one delta keep the very same bytes, or equal ones.
            if (row > 0 && Arrays.equals(one, before)) {
                which[row] = which[row - 1];
            } else {
                which[row] = table.computeIfAbsent(Bytes.of(one), fresh -> {
                    distinct.add(one);
                    return distinct.size() - 1;
                });
            }
            before = one;
        }
        out.varint(distinct.size());
        distinct.forEach(out::sized);
        if (distinct.size() > 1) {
            int from = 0;
            while (from < size) {
                int to = from + 1;
                while (to < size && which[to] == which[from]) {
                    to++;
                }
                out.varint(which[from]).varint(to - from);
                from = to;
            }
        }
        return out.toArray();
    }

    private static void writeColumn(long[] ids, int size, ByteWriter out) {
        int changes = 0;
        boolean mixed = false;
        for (int i = 1; i < size; i++) {
            if (ids[i] != ids[i - 1]) {
                changes++;
                mixed |= (ids[i] ^ ids[i - 1]) >>> KIND_SHIFT != 0;
            }
        }
        if (changes == 0) {
            out.u8(CONSTANT).u64(ids[0]);
        } else if (mixed) {
            writeMixed(ids, size, out);
        } else if (changes < size / 2) {
            writeRepeated(ids, size, out);
        } else {
            out.u8(STEPS).u64(ids[0]);
            for (int i = 1; i < size; i++) {
                out.varint(zigzag(ids[i] - ids[i - 1]));
            }
        }
    }

    private static void writeRepeated(long[] ids, int size, ByteWriter out) {
        out.u8(REPEATED).u64(ids[0]);
        int from = 0;
        while (from < size) {
            int to = from + 1;
            while (to < size && ids[to] == ids[from]) {
                to++;
            }
            out.varint(to - from);
            if (to < size) {
                out.varint(zigzag(ids[to] - ids[from]));
            }
            from = to;
        }
    }

    private static void writeMixed(long[] ids, int size, ByteWriter out) {
        out.u8(MIXED);
        for (int i = 0; i < size; i++) {
            out.u8((int) (ids[i] >>> KIND_SHIFT));
        }
        long[] last = new long[KINDS];
        for (int i = 0; i < size; i++) {
            int kind = (int) (ids[i] >>> KIND_SHIFT);
            long number = ids[i] & NUMBER;
            out.varint(zigzag(number - last[kind]));
            last[kind] = number;
        }
    }

    /**
     * Reads the tuples of a run, and with {@code rows} what is kept of each.
     *
     * @throws MalformedException if no version of ours wrote it
     */
    static Block read(byte[] run, boolean rows) {
        ByteReader in = new ByteReader(run);
        int size = in.varint(MAX_ROWS, "tuples");
        if (size == 0) {
            throw new MalformedException("a run of nothing", 0);
        }
        Column[] columns = new Column[Order.PLACES];
        for (int place = 0; place < columns.length; place++) {
            columns[place] = readColumn(in, size);
        }
        KeptBytes kept = rows ? readKept(in, size) : null;
        in.end();
        return new Block(size, columns, kept);
    }

    private static Column readColumn(ByteReader in, int size) {
        int start = in.position();
        int form = in.u8();
        if (form == CONSTANT) {
            return Column.constant(in.u64());
        }
        long[] ids = new long[size];
        switch (form) {
            case STEPS -> {
                ids[0] = in.u64();
                for (int i = 1; i < size; i++) {
                    ids[i] = ids[i - 1] + unzigzag(in.varint());
                }
            }
            case REPEATED -> readRepeated(in, ids);
            case MIXED -> readMixed(in, ids);
            default -> throw new MalformedException("a column of form " + form, start);
        }
        return Column.of(ids);
    }

    private static void readRepeated(ByteReader in, long[] ids) {
        long id = in.u64();
        int from = 0;
        while (from < ids.length) {
            int to = from + count(in, ids.length - from);
            for (int i = from; i < to; i++) {
                ids[i] = id;
            }
            if (to < ids.length) {
                id += unzigzag(in.varint());
            }
            from = to;
        }
    }

    private static int count(ByteReader in, int left) {
        int start = in.position();
        int count = in.varint(left, "tuples");
        if (count == 0) {
            throw new MalformedException("no tuples at all", start);
        }
        return count;
    }

    private static void readMixed(ByteReader in, long[] ids) {
        byte[] kinds = in.take(ids.length);
        long[] last = new long[KINDS];
        for (int i = 0; i < ids.length; i++) {
            int kind = kinds[i] & 0xff;
            last[kind] += unzigzag(in.varint());
            ids[i] = (long) kind << KIND_SHIFT | (last[kind] & NUMBER);
        }
    }

    private static KeptBytes readKept(ByteReader in, int size) {
        int distinct = in.count(size, 1, "rows");
        byte[][] table = new byte[distinct][];
        for (int i = 0; i < distinct; i++) {
            table[i] = in.take(in.count(MAX_KEPT_BYTES, 1, "bytes"));
        }
        short[] which = new short[size];
        if (distinct > 1) {
            int from = 0;
            while (from < size) {
                short one = (short) in.varint(distinct - 1, "row");
                int to = from + count(in, size - from);
                for (int i = from; i < to; i++) {
                    which[i] = one;
                }
                from = to;
            }
        } else if (distinct == 0) {
            throw new MalformedException("rows of which nothing is kept", in.position());
        }
        return new KeptBytes(table, which);
    }

    private static long zigzag(long step) {
        return step << 1 ^ step >> 63;
    }

    private static long unzigzag(long coded) {
        return coded >>> 1 ^ -(coded & 1);
    }
}
