package kith.daemon.index;

import java.util.Arrays;
import java.util.List;

/**
 * Sorts rows in every order. Many are sorted by the bytes of their ids, least first, which keeps what is equal as it was:
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

    /** The rows in each order, by its code. */
    static Row[][] all(List<Row> rows) {
        Row[] given = rows.toArray(Row[]::new);
        Row[][] sorted = new Row[Order.values().length][];
        if (given.length < MANY_ROWS) {
            for (Order order : Order.values()) {
                Row[] copy = order == Order.GSPO ? named(given) : given.clone();
                Arrays.sort(copy, (one, other) -> Row.compare(order, one, other));
                sorted[order.code()] = copy;
            }
            return sorted;
        }
        Row[] bySubject = by(SUBJECT, by(PREDICATE, by(OBJECT, by(GRAPH, given))));
        Row[] byObject = by(OBJECT, bySubject);
        sorted[Order.SPOG.code()] = bySubject;
        sorted[Order.OSPG.code()] = byObject;
        sorted[Order.POSG.code()] = by(PREDICATE, byObject);
        sorted[Order.PSOG.code()] = by(PREDICATE, bySubject);
        sorted[Order.GSPO.code()] = by(GRAPH, named(bySubject));
        return sorted;
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
