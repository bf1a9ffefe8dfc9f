package kith.daemon.engine;

import java.util.BitSet;
import java.util.Optional;
import kith.daemon.index.Ids;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.jspecify.annotations.Nullable;

/** A comparison of two variables, or of one with a constant. Ids decide it where they tell the values. */
final class Comparison extends Condition {
    private enum Sign {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        int of(int order) {
            return Condition.of(
                    switch (this) {
                        case EQUAL -> order == 0;
                        case UNEQUAL -> order != 0;
                        case LESS -> order < 0;
                        case LESS_OR_EQUAL -> order <= 0;
                        case GREATER -> order > 0;
                        case GREATER_OR_EQUAL -> order >= 0;
                    });
        }
    }

    private final Run run;
    private final ExprFunction2 expression;
    private final Sign sign;
    private final int one;
    private final int other;
    private final long oneId;
    private final long otherId;

    private Comparison(Run run, ExprFunction2 expression, Sign sign) {
        this.run = run;
        this.expression = expression;
        this.sign = sign;
        this.one = slot(run, expression.getArg1());
        this.other = slot(run, expression.getArg2());
        this.oneId = id(run, expression.getArg1());
        this.otherId = id(run, expression.getArg2());
    }

    static Optional<Condition> of(Run run, Expr expression) {
        Sign sign = sign(expression);
        if (sign == null) {
            return Optional.empty();
        }
        ExprFunction2 comparison = (ExprFunction2) expression;
        return isTerm(comparison.getArg1()) && isTerm(comparison.getArg2())
                ? Optional.of(new Comparison(run, comparison, sign))
                : Optional.empty();
    }

    private static @Nullable Sign sign(Expr expression) {
        return switch (expression) {
            case E_Equals same -> Sign.EQUAL;
            case E_NotEquals different -> Sign.UNEQUAL;
            case E_LessThan less -> Sign.LESS;
            case E_LessThanOrEqual less -> Sign.LESS_OR_EQUAL;
            case E_GreaterThan greater -> Sign.GREATER;
            case E_GreaterThanOrEqual greater -> Sign.GREATER_OR_EQUAL;
            default -> null;
        };
    }

    private static boolean isTerm(Expr argument) {
        return argument instanceof ExprVar || argument instanceof NodeValue;
    }

    private static int slot(Run run, Expr argument) {
        return argument instanceof ExprVar variable ? run.slots().of(variable.asVar()) : -1;
    }

    private static long id(Run run, Expr argument) {
        return argument instanceof NodeValue value ? run.lexicon().id(value.asNode()) : Lexicon.UNBOUND;
    }

    @Override
    int test(Batch batch, int row) {
        long left = one < 0 ? oneId : batch.at(one, row);
        long right = other < 0 ? otherId : batch.at(other, row);
        if (left == Lexicon.UNBOUND || right == Lexicon.UNBOUND) {
            return ERROR;
        }
        if ((Ids.isInteger(left) && Ids.isInteger(right)) || (Ids.isDate(left) && Ids.isDate(right))) {
            return sign.of(Long.compare(left, right));
        }
        if (sign == Sign.EQUAL || sign == Sign.UNEQUAL) {
            boolean plain =
                    (Ids.isResource(left) && Ids.isResource(right)) || (Ids.isString(left) && Ids.isString(right));
            if (plain) {
                return of((left == right) == (sign == Sign.EQUAL));
            }
        }
        return byValue(left, right);
    }

    private int byValue(long left, long right) {
        try {
            NodeValue first = run.lexicon().value(left);
            NodeValue truth = expression.eval(first, run.lexicon().value(right));
            return of(truth.getBoolean());
        } catch (ExprEvalException e) {
            return ERROR;
        }
    }

    @Override
    void uses(BitSet slots) {
        if (one >= 0) {
            slots.set(one);
        }
        if (other >= 0) {
            slots.set(other);
        }
    }

    @Override
    String title() {
        return expression.toString();
    }
}
