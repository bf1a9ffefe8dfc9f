package kith.daemon.index;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows of different quads, by their subjects and in every other order that somebody asked for: what comes in one stream, and
 * is packed before anybody asks, is sorted once and not with each commit. To all who look it never changes; safe from any
 * thread.
 */
final class Layer {
    private static final Order[] ORDERS = Order.values();

    /** By the code of the order; what nobody asked for is not there. */
    private final AtomicReferenceArray<Row @Nullable []> sorted = new AtomicReferenceArray<>(ORDERS.length);

    private Layer(Row[] bySubject) {
        sorted.setPlain(Order.SPOG.code(), bySubject);
    }

    static Layer of(List<Row> rows) {
        return new Layer(Sorting.bySubject(rows));
    }

    /** Both together; where both have a quad, it is as the newer one says. */
    static Layer merged(Layer newer, Layer older) {
        Layer both = new Layer(merged(Order.SPOG, newer.rows(Order.SPOG), older.rows(Order.SPOG)));
        Layer larger = newer.size() > older.size() ? newer : older;
        for (Order order : ORDERS) {
            if (order != Order.SPOG && larger.sorted.get(order.code()) != null) {
                both.sorted.setPlain(order.code(), merged(order, newer.rows(order), older.rows(order)));
            }
        }
        return both;
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
        return rows(Order.SPOG).length;
    }

    /** The rows of one order; not to be changed. */
    Row[] rows(Order order) {
        Row[] known = sorted.get(order.code());
        if (known == null) {
            known = Sorting.in(order, this);
            sorted.set(order.code(), known);
        }
        return known;
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
