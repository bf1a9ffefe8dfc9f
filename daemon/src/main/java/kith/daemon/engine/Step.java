package kith.daemon.engine;

import org.jspecify.annotations.Nullable;

/** A part of a path. */
abstract class Step {
    /** Adds where it leads from there, as often as it does. */
    abstract void walk(long from, boolean forward, Bag into);

    /** Whether it may lead nowhere else than where it began. */
    abstract boolean mayStay();

    /** Whether it leads to each end once. */
    boolean isEachOnce() {
        return false;
    }

    /** The predicate that it begins with in a direction, or null if there are several. */
    Steps.@Nullable Link first(boolean forward) {
        return null;
    }

    /** The other way round. */
    static final class Inverse extends Step {
        private final Step of;

        Inverse(Step of) {
            this.of = of;
        }

        @Override
        void walk(long from, boolean forward, Bag into) {
            of.walk(from, !forward, into);
        }

        @Override
        boolean mayStay() {
            return of.mayStay();
        }
    }

    /** One after the other. */
    static final class Sequence extends Step {
        private final Step first;
        private final Step second;

        Sequence(Step first, Step second) {
            this.first = first;
            this.second = second;
        }

        @Override
        void walk(long from, boolean forward, Bag into) {
            Bag between = new Bag();
            (forward ? first : second).walk(from, forward, between);
            for (int i = 0; i < between.size(); i++) {
                (forward ? second : first).walk(between.at(i), forward, into);
            }
        }

        @Override
        boolean mayStay() {
            return first.mayStay() && second.mayStay();
        }
    }

    /** The one and the other. */
    static final class Alternative extends Step {
        private final Step one;
        private final Step other;

        Alternative(Step one, Step other) {
            this.one = one;
            this.other = other;
        }

        @Override
        void walk(long from, boolean forward, Bag into) {
            one.walk(from, forward, into);
            other.walk(from, forward, into);
        }

        @Override
        boolean mayStay() {
            return one.mayStay() || other.mayStay();
        }
    }
}
