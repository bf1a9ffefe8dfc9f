package kith.daemon.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.daemon.index.Ids;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;

/**
 * The ids among which all terms are that may pass comparisons with inline numbers or dates: a range of the inline ones,
 * and all literals that have numbers, for {@code 7.5} and {@code 07} compare with {@code 7} too. What is outside passes
 * for sure not; what is inside is still to be asked.
 */
final class Span {
    private final List<long[]> ranges;

    private Span(List<long[]> ranges) {
        this.ranges = ranges;
    }

    int count() {
        return ranges.size();
    }

    long from(int range) {
        return ranges.get(range)[0];
    }

    /** The last id of a range. */
    long to(int range) {
        return ranges.get(range)[1];
    }

    /** What the conditions among {@code filters} leave of the terms in a slot; none if they say nothing of them. */
    static Optional<Span> of(Run run, int slot, List<Expr> filters) {
        long kind = -1;
        long from = 0;
        long to = -1L;
        for (Expr filter : filters) {
            if (!(filter instanceof ExprFunction2 comparison)) {
                continue;
            }
            boolean turned = comparison.getArg1() instanceof NodeValue;
            long bound = bound(run, slot, comparison, turned);
            if (bound == Lexicon.UNBOUND || (kind >= 0 && kind != Ids.kindOf(bound))) {
                continue;
            }
            int side = side(comparison) * (turned ? -1 : 1);
            if (comparison instanceof E_Equals || side > 0) {
                kind = Ids.kindOf(bound);
                from = Math.max(from, bound);
            }
            if (comparison instanceof E_Equals || side < 0) {
                kind = Ids.kindOf(bound);
                to = to < 0 ? bound : Math.min(to, bound);
            }
        }
        return kind < 0 ? Optional.empty() : Optional.of(new Span(ranges(kind, from, to)));
    }

    private static List<long[]> ranges(long kind, long from, long to) {
        List<long[]> ranges = new ArrayList<>();
        long literals = Ids.otherLiterals();
        ranges.add(new long[] {Ids.firstOf(literals), Ids.firstOf(literals + 1) - 1});
        long first = Math.max(from, Ids.firstOf(kind));
        long last = to < 0 ? Ids.firstOf(kind + 1) - 1 : to;
        if (first <= last) {
            ranges.add(new long[] {first, last});
        }
        return ranges;
    }

    /** The id of the inline number or date that a slot is compared with. */
    private static long bound(Run run, int slot, ExprFunction2 comparison, boolean turned) {
        Expr variable = turned ? comparison.getArg2() : comparison.getArg1();
        Expr constant = turned ? comparison.getArg1() : comparison.getArg2();
        boolean isMeant = variable instanceof ExprVar asked
                && run.slots().find(asked.asVar()) == slot
                && (comparison instanceof E_Equals || side(comparison) != 0);
        if (!isMeant || !(constant instanceof NodeValue value)) {
            return Lexicon.UNBOUND;
        }
        long id = run.lexicon().id(value.asNode());
        return Ids.isInteger(id) || Ids.isDate(id) ? id : Lexicon.UNBOUND;
    }

    /** 1 if what is compared must be greater, -1 if it must be less. */
    private static int side(ExprFunction2 comparison) {
        return switch (comparison) {
            case E_GreaterThan greater -> 1;
            case E_GreaterThanOrEqual greater -> 1;
            case E_LessThan less -> -1;
            case E_LessThanOrEqual less -> -1;
            default -> 0;
        };
    }
}
