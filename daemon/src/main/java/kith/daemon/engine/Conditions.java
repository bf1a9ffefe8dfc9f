package kith.daemon.engine;

import java.util.BitSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_BNode;
import org.apache.jena.sparql.expr.E_Bound;
import org.apache.jena.sparql.expr.E_Call;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalNot;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_NotOneOf;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.Unstable;
import org.apache.jena.sparql.expr.nodevalue.XSDFuncOp;

/** Makes conditions of expressions: on ids where that says the same, else by the standard engine's own evaluation. */
final class Conditions {
    private Conditions() {}

    static Condition of(Run run, Expr expression) {
        return switch (expression) {
            case E_LogicalAnd both -> new Pair(of(run, both.getArg1()), of(run, both.getArg2()), true);
            case E_LogicalOr either -> new Pair(of(run, either.getArg1()), of(run, either.getArg2()), false);
            case E_LogicalNot not -> new Not(of(run, not.getArg()));
            case E_Bound bound
            when bound.getArg() instanceof ExprVar variable ->
                new Bound(run.slots().of(variable.asVar()), expression.toString());
            case E_OneOf in -> oneOf(run, in);
            case E_NotOneOf notIn -> new Not(oneOf(run, new E_OneOf(notIn.getLHS(), notIn.getRHS())));
            default ->
                Comparison.of(run, expression)
                        .or(() -> TextMatch.of(run, expression, general(run, expression)))
                        .orElseGet(() -> general(run, expression));
        };
    }

    private static Condition oneOf(Run run, E_OneOf in) {
        Condition all = null;
        for (Expr each : in.getRHS()) {
            Condition one = of(run, new org.apache.jena.sparql.expr.E_Equals(in.getLHS(), each));
            all = all == null ? one : new Pair(all, one, false);
        }
        return all == null ? general(run, in) : all;
    }

    private static Condition general(Run run, Expr expression) {
        Set<Var> variables = expression.getVarsMentioned();
        boolean memo = variables.size() == 1 && isSteady(expression);
        return memo
                ? new Remembered(
                        run, expression, run.slots().of(variables.iterator().next()))
                : new General(run, expression);
    }

    /** Whether the expression has the same value whenever its variables have. */
    static boolean isSteady(Expr expression) {
        if (!(expression instanceof ExprFunction function)) {
            return expression instanceof ExprVar || expression instanceof NodeValue;
        }
        if (function instanceof Unstable
                || function instanceof E_Call
                || function instanceof E_Function
                || function instanceof ExprFunctionOp) {
            return false;
        }
        for (Expr argument : function.getArgs()) {
            if (argument != null && !isSteady(argument)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some of it is a pattern: EXISTS or NOT EXISTS. */
    static boolean hasPattern(Expr expression) {
        return has(expression, part -> part instanceof ExprFunctionOp);
    }

    /** Whether it must be shown each row as an object of its own: the standard engine keeps it, or tells rows apart by it. */
    static boolean keepsRow(Expr expression) {
        return has(expression, part -> part instanceof ExprFunctionOp || part instanceof E_BNode.BNode1);
    }

    private static boolean has(Expr expression, Predicate<Expr> part) {
        if (part.test(expression)) {
            return true;
        }
        if (expression instanceof ExprFunction function) {
            for (Expr argument : function.getArgs()) {
                if (argument != null && has(argument, part)) {
                    return true;
                }
            }
        }
        return false;
    }

    static void noteVariables(Run run, Expr expression, BitSet slots) {
        if (hasPattern(expression)) {
            // The pattern sees the whole row.
            slots.set(0, run.width());
            return;
        }
        for (Var variable : expression.getVarsMentioned()) {
            int slot = run.slots().find(variable);
            if (slot >= 0) {
                slots.set(slot);
            }
        }
    }

    private static final class Bound extends Condition {
        private final int slot;
        private final String text;

        Bound(int slot, String text) {
            this.slot = slot;
            this.text = text;
        }

        @Override
        int test(Batch batch, int row) {
            return of(batch.at(slot, row) != Lexicon.UNBOUND);
        }

        @Override
        void uses(BitSet slots) {
            slots.set(slot);
        }

        @Override
        String title() {
            return text;
        }
    }

    private static final class Not extends Condition {
        private final Condition of;

        Not(Condition of) {
            this.of = of;
        }

        @Override
        void expect(Batch rows) {
            of.expect(rows);
        }

        @Override
        int test(Batch batch, int row) {
            int truth = of.test(batch, row);
            return truth == ERROR ? ERROR : 1 - truth;
        }

        @Override
        void uses(BitSet slots) {
            of.uses(slots);
        }

        @Override
        String title() {
            return "(! " + of.title() + ")";
        }
    }

    /** And, or or: one side may settle it, whatever is wrong with the other. */
    private static final class Pair extends Condition {
        private final Condition one;
        private final Condition other;
        private final boolean and;

        Pair(Condition one, Condition other, boolean and) {
            this.one = one;
            this.other = other;
            this.and = and;
        }

        @Override
        void expect(Batch rows) {
            // The other is asked of what this one leaves, which may be little.
            one.expect(rows);
        }

        @Override
        int test(Batch batch, int row) {
            int settles = and ? FALSE : TRUE;
            int first = one.test(batch, row);
            if (first == settles) {
                return first;
            }
            int second = other.test(batch, row);
            return second == settles || first != ERROR ? second : ERROR;
        }

        @Override
        void uses(BitSet slots) {
            one.uses(slots);
            other.uses(slots);
        }

        @Override
        String title() {
            return "(" + (and ? "&& " : "|| ") + one.title() + " " + other.title() + ")";
        }
    }

    /** Any expression, evaluated as the standard engine does. */
    private static class General extends Condition {
        private final Run run;
        private final Expr expression;
        private final boolean keepsRow;
        private final RowView view;

        General(Run run, Expr expression) {
            this.run = run;
            this.expression = expression;
            this.keepsRow = keepsRow(expression);
            this.view = new RowView(run, new Batch(0), 0);
        }

        @Override
        int test(Batch batch, int row) {
            try {
                RowView seen = keepsRow ? new RowView(run, batch, row) : view.at(batch, row);
                NodeValue value = expression.eval(seen, run.context());
                return of(XSDFuncOp.effectiveBooleanValue(value));
            } catch (ExprEvalException e) {
                return ERROR;
            }
        }

        @Override
        void uses(BitSet slots) {
            noteVariables(run, expression, slots);
        }

        @Override
        String title() {
            return expression.toString();
        }
    }

    /** An expression of one variable: the same term gives the same truth. */
    private static final class Remembered extends General {
        private static final int MOST = 1 << 20;

        private final int slot;
        private final LongTable seen = new LongTable();
        private byte[] truths = new byte[64];

        Remembered(Run run, Expr expression, int slot) {
            super(run, expression);
            this.slot = slot;
        }

        @Override
        int test(Batch batch, int row) {
            long id = batch.at(slot, row);
            int number = seen.find(id);
            if (number >= 0) {
                return truths[number];
            }
            int truth = super.test(batch, row);
            if (seen.size() < MOST) {
                number = seen.add(id);
                if (number >= truths.length) {
                    truths = java.util.Arrays.copyOf(truths, 2 * truths.length);
                }
                truths[number] = (byte) truth;
            }
            return truth;
        }
    }
}
