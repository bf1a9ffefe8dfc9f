package kith.daemon.index;

import java.util.Arrays;
import java.util.List;

/** Rows of different quads, sorted in every order. Immutable. */
final class Layer {
    private static final Order[] ORDERS = Order.values();
    private final Row[][] sorted;

    private Layer(Row[][] sorted) {
        this.sorted = sorted;
    }

    static Layer of(List<Row> rows) {
        return new Layer(Sorting.all(rows));
    }

    /** Both together; where both have a quad, it is as the newer one says. */
    static Layer merged(Layer newer, Layer older) {
        Row[][] sorted = new Row[ORDERS.length][];
        for (Order order : ORDERS) {
            sorted[order.code()] = merged(order, newer.sorted[order.code()], older.sorted[order.code()]);
        }
        return new Layer(sorted);
    }

    static Row[] merged(Order order, Row[] newer, Row[] older) {
        Row[] both = new Row[newer.length + older.length];
        int count = 0;
        int n = 0;
        int o = 0;
        while (n < newer.length && o < older.length) {
            int difference = Row.compare(order, newer[n], older[o]);
            if (difference <= 0) {
                both[count++] = newer[n++];
                o += difference == 0 ? 1 : 0;
            } else {
                both[count++] = older[o++];
            }
        }
        while (n < newer.length) {
            both[count++] = newer[n++];
        }
        while (o < older.length) {
            both[count++] = older[o++];
        }
        return count == both.length ? both : Arrays.copyOf(both, count);
    }

    int size() {
        return sorted[0].length;
    }

    /** The rows of one order; not to be changed. */
    Row[] rows(Order order) {
        return sorted[order.code()];
    }

    /** The rows that begin with the key. */
    Row[] range(Order order, long[] key) {
        Row[] rows = rows(order);
        if (key.length == 0) {
            return rows;
        }
        int from = search(order, rows, key, 0);
        int to = from;
        if (from < rows.length && rows[from].compareTo(order, key) == 0) {
            to = search(order, rows, key, 1);
        }
        return Arrays.copyOfRange(rows, from, to);
    }

    static int search(Order order, Row[] rows, long[] key, int least) {
        int low = 0;
        int high = rows.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rows[middle].compareTo(order, key) < least) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
