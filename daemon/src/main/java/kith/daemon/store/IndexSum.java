package kith.daemon.store;

import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import kith.daemon.store.Examination.Course;
import kith.daemon.store.Examination.Moment;

/**
 * What an order of the visible quads amounts to, whatever the order: two that have the same sum have the same quads, but
 * for chance. Against accidents of a disk, not against somebody who forges.
 */
record IndexSum(long quads, long sum) {
    /**
     * Reads an order through.
     *
     * @param like of which order it may be compared with the sum: that one has quads of named graphs alone, perhaps
     */
    static IndexSum of(Moment moment, Order order, Order like, Course course) {
        long about = moment.counts().quads();
        long quads = 0;
        long sum = 0;
        Tuples tuples = moment.seen().tuples(order);
        for (; !tuples.isAtEnd(); tuples.next()) {
            if (like.holds(tuples.at(order.place(0)))) {
                sum += mixed(order, tuples);
                quads++;
            }
            course.step("indexes", Math.min(quads, about), about);
        }
        return new IndexSum(quads, sum);
    }

    private static long mixed(Order order, Tuples tuples) {
        long hash = 1;
        for (int part = 0; part < Order.PLACES; part++) {
            // The finalizer of SplitMix64: every bit of the ids tells on every bit of the sum.
            hash = (hash ^ tuples.at(order.place(part))) * 0x9e3779b97f4a7c15L;
            hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
            hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
            hash ^= hash >>> 31;
        }
        return hash;
    }
}
