package kith.daemon.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.Accumulator;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;

/** An aggregate of all groups at once. */
abstract class Tally {
    /** @param rows what it is reckoned of */
    static Tally of(Operator rows, Aggregator aggregator) {
        Run run = rows.run;
        return switch (aggregator) {
            case AggCount count -> new Count(aggregator, -1);
            case AggCountVar count
            when count.getExprList().get(0) instanceof ExprVar variable ->
                new Count(aggregator, run.slots().of(variable.asVar()));
            case AggCountVarDistinct count
            when count.getExprList().get(0) instanceof ExprVar variable ->
                ofDistinct(rows, aggregator, run.slots().of(variable.asVar()));
            default -> new Other(run, aggregator);
        };
    }

    private static Tally ofDistinct(Operator rows, Aggregator aggregator, int slot) {
        return rows.isEachOnce(slot) ? new Count(aggregator, slot) : new CountDistinct(aggregator, slot);
    }

    /** Whether it counts every row in which these slots have a term. */
    boolean countsAll(BitSet bound) {
        return false;
    }

    /** Makes room for so many groups. */
    abstract void grow(int groups);

    /** @param numbers the group of each row */
    abstract void add(Batch rows, int[] numbers);

    /** What it is of a group; null where it has no value. */
    abstract @Nullable Node value(int group);

    abstract void uses(BitSet slots);

    /** There was no row at all, and there is one group. */
    abstract void empty();

    abstract void clear();

    abstract String title();

    /** What counts something of each group. */
    private abstract static class Counting extends Tally {
        private final Aggregator aggregator;
        private long[] counts = new long[16];

        Counting(Aggregator aggregator) {
            this.aggregator = aggregator;
        }

        final void countOne(int group) {
            counts[group]++;
        }

        @Override
        final void grow(int groups) {
            if (groups > counts.length) {
                counts = Room.grown(counts, Math.max(groups, 2 * counts.length));
            }
        }

        @Override
        final Node value(int group) {
            return NodeValue.makeInteger(counts[group]).asNode();
        }

        @Override
        final void empty() {
            // Nothing was counted.
        }

        @Override
        void clear() {
            counts = new long[16];
        }

        @Override
        final String title() {
            return aggregator.toString();
        }
    }

    /** COUNT of rows, or of those that have a term in a slot. */
    private static final class Count extends Counting {
        private final int slot;

        /** @param slot below 0 for all rows */
        Count(Aggregator aggregator, int slot) {
            super(aggregator);
            this.slot = slot;
        }

        @Override
        boolean countsAll(BitSet bound) {
            return slot < 0 || bound.get(slot);
        }

        @Override
        void add(Batch rows, int[] numbers) {
            for (int row = 0; row < rows.count; row++) {
                if (slot < 0 || rows.at(slot, row) != Lexicon.UNBOUND) {
                    countOne(numbers[row]);
                }
            }
        }

        @Override
        void uses(BitSet slots) {
            if (slot >= 0) {
                slots.set(slot);
            }
        }
    }

    /** COUNT of the different terms in a slot. */
    private static final class CountDistinct extends Counting {
        private final int slot;
        private final long[] pair = new long[2];
        private KeyTable seen = new KeyTable(2);

        CountDistinct(Aggregator aggregator, int slot) {
            super(aggregator);
            this.slot = slot;
        }

        @Override
        void add(Batch rows, int[] numbers) {
            for (int row = 0; row < rows.count; row++) {
                pair[0] = numbers[row];
                pair[1] = rows.at(slot, row);
                if (pair[1] != Lexicon.UNBOUND) {
                    int size = seen.size();
                    if (seen.add(pair) == size) {
                        countOne(numbers[row]);
                    }
                }
            }
        }

        @Override
        void uses(BitSet slots) {
            slots.set(slot);
        }

        @Override
        void clear() {
            super.clear();
            seen = new KeyTable(2);
        }
    }

    /** Any other, by the standard engine's own reckoning. */
    private static final class Other extends Tally {
        private final Run run;
        private final Aggregator aggregator;
        private final List<Accumulator> accumulators = new ArrayList<>();
        private final RowView view;
        private boolean isEmpty;

        Other(Run run, Aggregator aggregator) {
            this.run = run;
            this.aggregator = aggregator;
            this.view = new RowView(run, new Batch(0), 0);
        }

        @Override
        void grow(int groups) {
            while (accumulators.size() < groups) {
                accumulators.add(aggregator.createAccumulator());
            }
        }

        @Override
        void add(Batch rows, int[] numbers) {
            boolean keepsRows = aggregator instanceof AggCountDistinct;
            for (int row = 0; row < rows.count; row++) {
                accumulators
                        .get(numbers[row])
                        .accumulate(
                                keepsRows ? new RowView(run, rows, row).detach() : view.at(rows, row), run.context());
            }
        }

        @Override
        @Nullable
        Node value(int group) {
            if (isEmpty) {
                return aggregator.getValueEmpty();
            }
            NodeValue value = accumulators.get(group).getValue();
            return value == null ? null : value.asNode();
        }

        @Override
        void uses(BitSet slots) {
            if (aggregator instanceof AggCountDistinct) {
                slots.set(0, run.width());
                return;
            }
            for (Expr expression : aggregator.getExprList() == null ? List.<Expr>of() : aggregator.getExprList()) {
                Conditions.noteVariables(run, expression, slots);
            }
        }

        @Override
        void empty() {
            isEmpty = true;
        }

        @Override
        void clear() {
            accumulators.clear();
            isEmpty = false;
        }

        @Override
        String title() {
            return aggregator.toString();
        }
    }
}
