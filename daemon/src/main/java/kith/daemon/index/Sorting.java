package kith.daemon.index;

import java.util.Arrays;
import java.util.List;

/**
 * Sorts rows. Many are sorted by the bytes of their ids, least first, which keeps what is equal as it was:
 * so one order is had from another by sorting for one id alone.
 */
final class Sorting {
    /** From so many rows on, passes over bytes are faster than comparing. */
    private static final int MANY_ROWS = 512;

    private static final int GRAPH = 0;
    private static final int SUBJECT = 1;
    private static final int PREDICATE = 2;
    private static final int OBJECT = 3;
    private static final int BYTE_VALUES = 256;

    private Sorting() {}

    static Row[] bySubject(List<Row> rows) {
        Row[] given = rows.toArray(Row[]::new);
        return given.length < MANY_ROWS
                ? compared(Order.SPOG, given)
                : by(SUBJECT, by(PREDICATE, by(OBJECT, by(GRAPH, given))));
    }

    /** The rows of a layer in another order than that of subjects. */
    static Row[] in(Order order, Layer layer) {
        Row[] bySubject = layer.rows(Order.SPOG);
        if (bySubject.length < MANY_ROWS) {
            return compared(order, order == Order.GSPO ? named(bySubject) : bySubject.clone());
        }
        return switch (order) {
            case SPOG -> bySubject;
            case OSPG -> by(OBJECT, bySubject);
            case POSG -> by(PREDICATE, layer.rows(Order.OSPG));
            case PSOG -> by(PREDICATE, bySubject);
            case GSPO -> by(GRAPH, named(bySubject));
        };
    }

    private static Row[] compared(Order order, Row[] rows) {
        Arrays.sort(rows, (one, other) -> Row.compare(order, one, other));
        return rows;
    }

    private static Row[] named(Row[] rows) {
        return Arrays.stream(rows)
                .filter(row -> row.graph() != Order.DEFAULT_GRAPH)
                .toArray(Row[]::new);
    }

    private static Row[] by(int part, Row[] rows) {
        long[] keys = new long[rows.length];
        long differing = 0;
        for (int i = 0; i < rows.length; i++) {
            keys[i] = id(part, rows[i]);
            differing |= keys[i] ^ keys[0];
        }
        Row[] from = rows;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if ((differing >>> shift & 0xff) != 0) {
                Row[] into = new Row[rows.length];
                keys = pass(keys, from, into, shift);
                from = into;
            }
        }
        return from;
    }

    private static long[] pass(long[] keys, Row[] from, Row[] into, int shift) {
        int[] places = new int[BYTE_VALUES + 1];
        for (long key : keys) {
            places[(int) (key >>> shift & 0xff) + 1]++;
        }
        for (int value = 0; value < BYTE_VALUES; value++) {
            places[value + 1] += places[value];
        }
        long[] moved = new long[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int place = places[(int) (keys[i] >>> shift & 0xff)]++;
            moved[place] = keys[i];
            into[place] = from[i];
        }
        return moved;
    }

    private static long id(int part, Row row) {
        return switch (part) {
            case GRAPH -> row.graph();
            case SUBJECT -> row.subject();
            case PREDICATE -> row.predicate();
            default -> row.object();
        };
    }
}
