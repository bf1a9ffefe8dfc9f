package kith.daemon.store;

import java.nio.ByteBuffer;
import kith.daemon.store.Columns.Column;
import kith.daemon.store.Examination.Course;
import kith.daemon.store.Examination.Moment;

/**
 * What an order of the visible quads amounts to, whatever the order: two that have the same sum have the same quads, but
 * for chance. Against accidents of a disk, not against somebody who forges.
 */
record IndexSum(long quads, long sum) {
    static IndexSum of(Moment moment, Order order, Course course) {
        byte[] prefix = KeyLayout.prefix(moment.space().number());
        long about = moment.counts().quads();
        long quads = 0;
        long sum = 0;
        try (Cursor cursor = moment.cursor(order.column(), prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                if (order.column() == Column.ROW && !RowCodec.isVisible(cursor.value())) {
                    continue;
                }
                ByteBuffer key = ByteBuffer.wrap(cursor.key(), KeyLayout.SPACE_BYTES, 4 * KeyLayout.ID_BYTES);
                sum += mixed(order, new long[] {key.getLong(), key.getLong(), key.getLong(), key.getLong()});
                quads++;
                course.step("indexes", Math.min(quads, about), about);
            }
        }
        return new IndexSum(quads, sum);
    }

    private static long mixed(Order order, long[] tuple) {
        long hash = 1;
        for (long id :
                new long[] {order.graph(tuple), order.subject(tuple), order.predicate(tuple), order.object(tuple)}) {
            // The finalizer of SplitMix64: every bit of the ids tells on every bit of the sum.
            hash = (hash ^ id) * 0x9e3779b97f4a7c15L;
            hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
            hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
            hash ^= hash >>> 31;
        }
        return hash;
    }
}
