package kith.daemon.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.NodeValue;

/** A row for each group of rows that have the same terms in some slots, with what was reckoned of the others. */
final class Grouping extends Inner {
    private final int[] keySlots;
    private final int[] valueSlots;
    private final List<Tally> tallies;
    private final long[] key;
    private KeyTable groups;
    private boolean done;
    private int next;

    private Grouping(Operator input, int[] keySlots, int[] valueSlots, List<Tally> tallies) {
        super(input);
        this.keySlots = keySlots;
        this.valueSlots = valueSlots;
        this.tallies = tallies;
        key = new long[keySlots.length];
        groups = new KeyTable(keySlots.length);
        must.clear();
        may.clear();
        for (int slot : keySlots) {
            may.set(slot);
            must.set(slot, input.must.get(slot));
        }
        for (int slot : valueSlots) {
            may.set(slot);
        }
        expected = keySlots.length == 0 ? 1 : Math.max(1, input.expected / 10);
    }

    static Operator of(Operator input, OpGroup group) {
        Run run = input.run;
        Operator plan = input;
        VarExprList by = group.getGroupVars();
        List<Var> variables = by.getVars();
        for (Var variable : variables) {
            Expr expression = by.getExpr(variable);
            if (expression != null) {
                if (expression.getVarsMentioned().stream().anyMatch(by::hasExpr)) {
                    throw new Refused("a key of a group that is named after another");
                }
                plan = new Assigning(plan, variable, expression);
            }
        }
        int[] keys = variables.stream().mapToInt(run.slots()::of).toArray();
        List<Tally> tallies = new ArrayList<>();
        List<ExprAggregator> aggregators = group.getAggregators();
        int[] values = new int[aggregators.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = run.slots().of(aggregators.get(i).getVar());
            tallies.add(Tally.of(plan, aggregators.get(i).getAggregator()));
        }
        OptionalLong all = keys.length == 0 && plan instanceof PatternJoin join && countsAll(join, tallies)
                ? Census.of(run, join.pattern())
                : OptionalLong.empty();
        if (all.isEmpty()) {
            return new Grouping(plan, keys, values, tallies);
        }
        long[] row = new long[values.length];
        Arrays.fill(row, run.lexicon().id(NodeValue.makeInteger(all.getAsLong()).asNode()));
        return new Listing(run, "count of " + ((PatternJoin) plan).pattern().text(), values, List.<long[]>of(row));
    }

    private static boolean countsAll(PatternJoin join, List<Tally> tallies) {
        return join.isWhole() && !tallies.isEmpty() && tallies.stream().allMatch(tally -> tally.countsAll(join.must));
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = new BitSet();
        for (int slot : keySlots) {
            needed.set(slot);
        }
        tallies.forEach(tally -> tally.uses(needed));
        input.require(needed);
    }

    @Override
    boolean fill() {
        if (!done) {
            count();
            done = true;
            next = 0;
        }
        while (out.count < Batch.ROWS && next < groups.size()) {
            write();
            next++;
        }
        return out.count > 0;
    }

    private void count() {
        int[] numbers = new int[Batch.ROWS];
        boolean any = false;
        while (input.next()) {
            any = true;
            Batch rows = input.out;
            for (int row = 0; row < rows.count; row++) {
                for (int i = 0; i < key.length; i++) {
                    key[i] = rows.at(keySlots[i], row);
                }
                numbers[row] = groups.add(key);
            }
            for (Tally tally : tallies) {
                tally.grow(groups.size());
                tally.add(rows, numbers);
            }
        }
        if (!any && keySlots.length == 0) {
            groups.add(key);
            tallies.forEach(Tally::empty);
        }
    }

    private void write() {
        for (int i = 0; i < keySlots.length; i++) {
            put(keySlots[i], groups.at(next, i));
        }
        for (int i = 0; i < valueSlots.length; i++) {
            Node value = tallies.get(i).value(next);
            put(valueSlots[i], value == null ? Lexicon.UNBOUND : run.lexicon().id(value));
        }
        out.count++;
    }

    private void put(int slot, long id) {
        long[] column = out.columns[slot];
        if (column != null) {
            column[out.count] = id;
        }
    }

    @Override
    void rewind() {
        super.rewind();
        done = false;
        groups = new KeyTable(keySlots.length);
        tallies.forEach(Tally::clear);
    }

    @Override
    String title() {
        StringBuilder title = new StringBuilder("group by");
        for (int slot : keySlots) {
            title.append(' ').append(run.slots().name(slot));
        }
        tallies.forEach(tally -> title.append(", ").append(tally.title()));
        return title.toString();
    }
}
