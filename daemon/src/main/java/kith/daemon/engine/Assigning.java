package kith.daemon.engine;

import java.util.BitSet;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;

/** Gives a variable the value of an expression; rows in which it has another value already go. */
final class Assigning extends Inner {
    private final int target;
    private final Expr expression;
    private final boolean isFresh;
    private final int source;
    private final long constant;
    private final RowView view;
    private final boolean keepsRow;

    Assigning(Operator input, Var variable, Expr expression) {
        super(input);
        this.target = run.slots().of(variable);
        this.expression = expression;
        this.isFresh = !input.may.get(target);
        this.source = expression instanceof ExprVar other ? run.slots().of(other.asVar()) : -1;
        this.constant = expression instanceof NodeValue value ? run.named(value.asNode()) : Lexicon.UNBOUND;
        this.view = new RowView(run, new Batch(0), 0);
        this.keepsRow = Conditions.keepsRow(expression);
        may.set(target);
        if (constant != Lexicon.UNBOUND || (source >= 0 && input.must.get(source))) {
            must.set(target);
        }
        expected = input.expected;
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        if (isFresh) {
            needed.clear(target);
        } else {
            needed.set(target);
        }
        Conditions.noteVariables(run, expression, needed);
        input.require(needed);
    }

    @Override
    boolean fill() {
        while (out.count == 0 && input.next()) {
            Batch rows = input.out;
            for (int row = 0; row < rows.count; row++) {
                assign(rows, row);
            }
        }
        return out.count > 0;
    }

    private void assign(Batch rows, int row) {
        long value = carried.get(target) || !isFresh ? value(rows, row) : Lexicon.UNBOUND;
        long before = isFresh ? Lexicon.UNBOUND : rows.at(target, row);
        if (before != Lexicon.UNBOUND && value != Lexicon.UNBOUND && before != value && !isSame(before, value)) {
            return;
        }
        out.copy(rows, row, out.count);
        long[] column = out.columns[target];
        if (column != null) {
            column[out.count] = before != Lexicon.UNBOUND ? before : value;
        }
        out.count++;
    }

    private boolean isSame(long one, long other) {
        return run.lexicon().node(one).sameValueAs(run.lexicon().node(other));
    }

    private long value(Batch rows, int row) {
        if (constant != Lexicon.UNBOUND) {
            return constant;
        }
        if (source >= 0) {
            return rows.at(source, row);
        }
        try {
            RowView seen = keepsRow ? new RowView(run, rows, row) : view.at(rows, row);
            NodeValue value = expression.eval(seen, run.context());
            return value == null ? Lexicon.UNBOUND : run.lexicon().id(value.asNode());
        } catch (ExprEvalException e) {
            return Lexicon.UNBOUND;
        }
    }

    @Override
    int sortedBy() {
        return input.sortedBy();
    }

    @Override
    String title() {
        return "let " + run.slots().name(target) + " = " + expression;
    }
}
