package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;
import kith.daemon.engine.Conjunction.Match;
import kith.daemon.engine.Conjunction.Part;
import kith.daemon.engine.Conjunction.Rows;
import kith.daemon.engine.Conjunction.Way;

/**
 * Finds an order for parts that must all hold: goes through all orders, the most promising first, and stops at those that
 * already cost more than the best, or when it has tried enough. Costs are in tuples read one after another.
 */
final class Planner {
    private static final int MOST_STEPS = 2000;
    private static final double LOOK = 40;
    /** What part of the rows a condition is thought to leave. */
    private static final double KEPT = 0.3;
    /** More rows than anybody waits for: with more the costs of two orders could not be told apart, or added. */
    private static final double MOST_ROWS = 1e100;

    private final Costs costs;
    private final List<Part> parts;
    private final List<BitSet> filters;
    private final int[] best;
    private final int[] now;
    private double bestCost = Double.MAX_VALUE;
    private int steps;

    private Planner(Costs costs, List<Part> parts, List<BitSet> filters) {
        this.costs = costs;
        this.parts = parts;
        this.filters = filters;
        best = new int[parts.size()];
        now = new int[parts.size()];
    }

    /** A good order of the parts, for so many rows that have these slots already. */
    static Orders.Chosen chosen(Costs costs, List<Part> parts, List<BitSet> filters, BitSet bound, double rows) {
        Planner planner = new Planner(costs, parts, filters);
        planner.go(0, new BitSet(), bound, Math.max(1, rows), 0);
        double[] after = new double[parts.size()];
        BitSet known = bound;
        double now = Math.max(0, rows);
        for (int i = 0; i < after.length; i++) {
            now = Math.min(MOST_ROWS, now * costs.matches(parts.get(planner.best[i]), known));
            after[i] = now;
            now = planner.sieved(planner.best[i], known, now);
            known = Operator.with(known, parts.get(planner.best[i]).binds());
        }
        return new Orders.Chosen(parts.stream().map(Part::text).toList(), planner.best, after);
    }

    private void go(int depth, BitSet used, BitSet bound, double rows, double cost) {
        if (depth == parts.size()) {
            if (cost < bestCost) {
                bestCost = cost;
                System.arraycopy(now, 0, best, 0, best.length);
            }
            return;
        }
        BitSet tried = (BitSet) used.clone();
        for (int turn = depth; turn < parts.size(); turn++) {
            int next = leastAfter(tried, bound, rows);
            tried.set(next);
            double after = rowsAfter(next, bound, rows);
            double spent = cost + costOf(next, bound, rows) + after;
            if (bestCost < Double.MAX_VALUE && ++steps > MOST_STEPS) {
                return;
            }
            if (spent >= bestCost) {
                continue;
            }
            now[depth] = next;
            BitSet usedNow = (BitSet) used.clone();
            usedNow.set(next);
            go(depth + 1, usedNow, Operator.with(bound, parts.get(next).binds()), after, spent);
        }
    }

    private int leastAfter(BitSet tried, BitSet bound, double rows) {
        costs.check();
        int least = -1;
        double leastCost = Double.MAX_VALUE;
        for (int i = tried.nextClearBit(0); i < parts.size(); i = tried.nextClearBit(i + 1)) {
            double cost = costOf(i, bound, rows) + rowsAfter(i, bound, rows);
            if (least < 0 || cost < leastCost) {
                least = i;
                leastCost = cost;
            }
        }
        return least;
    }

    private double rowsAfter(int part, BitSet bound, double rows) {
        return sieved(part, bound, Math.min(MOST_ROWS, rows * costs.matches(parts.get(part), bound)));
    }

    /** What conditions leave that can be asked once a part is there. */
    private double sieved(int part, BitSet bound, double rows) {
        double after = rows;
        BitSet boundAfter = Operator.with(bound, parts.get(part).binds());
        for (BitSet filter : filters) {
            if (isIn(filter, boundAfter) && !isIn(filter, bound)) {
                after *= KEPT;
            }
        }
        return after;
    }

    private double costOf(int part, BitSet bound, double rows) {
        return switch (parts.get(part)) {
            case Match match -> Math.min(rows * LOOK, costs.whole(match.pattern()) + rows * 2);
            case Way way -> rows * costs.walking(way.walk(), bound);
            case Rows listing -> listing.listing().expected + rows;
            default -> rows;
        };
    }

    static boolean isIn(BitSet some, BitSet all) {
        BitSet missing = (BitSet) some.clone();
        missing.andNot(all);
        return missing.isEmpty();
    }
}
