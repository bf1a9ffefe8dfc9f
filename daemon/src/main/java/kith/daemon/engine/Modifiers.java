package kith.daemon.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Function;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpDistinct;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpProject;
import org.apache.jena.sparql.algebra.op.OpReduced;
import org.apache.jena.sparql.algebra.op.OpSlice;
import org.apache.jena.sparql.algebra.op.OpTopN;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;

/** Plans for what is done with all rows of a query or of one inside it. */
final class Modifiers {
    private Modifiers() {}

    static Operator of(Run run, Op op, Seen seen, Function<Op, Operator> below) {
        if (seen.isEach() && !(op instanceof OpProject || op instanceof OpDistinct || op instanceof OpReduced)) {
            throw new Refused("rows of each graph for itself");
        }
        return switch (op) {
            case OpProject project ->
                new Projecting(below.apply(project.getSubOp()), kept(run, project.getVars(), seen));
            case OpDistinct distinct -> new Distinct(below.apply(distinct.getSubOp()));
            // Reduced may drop any that is there twice, and who asks for it is glad of few.
            case OpReduced reduced -> new Distinct(below.apply(reduced.getSubOp()));
            case OpSlice slice -> new Slicing(below.apply(slice.getSubOp()), slice.getStart(), slice.getLength());
            case OpOrder order -> sorted(below.apply(order.getSubOp()), order.getConditions(), Integer.MAX_VALUE);
            case OpTopN top -> sorted(below.apply(top.getSubOp()), top.getConditions(), top.getLimit());
            case OpGroup group -> Grouping.of(below.apply(group.getSubOp()), group);
            default -> throw new Refused(op.getName());
        };
    }

    /** What is reckoned by such a step. */
    static List<Expr> expressions(Op op) {
        List<Expr> all = new ArrayList<>();
        switch (op) {
            case OpOrder order -> order.getConditions().forEach(each -> all.add(each.getExpression()));
            case OpTopN top -> top.getConditions().forEach(each -> all.add(each.getExpression()));
            case OpGroup group -> {
                group.getGroupVars().forEachExpr((variable, expression) -> all.add(expression));
                group.getAggregators().forEach(each -> {
                    ExprList of = each.getAggregator().getExprList();
                    if (of != null) {
                        all.addAll(of.getList());
                    }
                });
            }
            default -> {
                // Nothing is reckoned.
            }
        }
        return all;
    }

    private static BitSet kept(Run run, List<Var> variables, Seen seen) {
        BitSet kept = new BitSet();
        variables.forEach(variable -> kept.set(run.slots().of(variable)));
        if (seen.isEach()) {
            kept.set(seen.slot());
        }
        return kept;
    }

    private static Operator sorted(Operator input, List<SortCondition> conditions, long most) {
        Operator plan = input;
        boolean isByVariables = true;
        int[] slots = new int[conditions.size()];
        boolean[] down = new boolean[slots.length];
        for (int i = 0; i < slots.length; i++) {
            SortCondition condition = conditions.get(i);
            down[i] = condition.getDirection() == org.apache.jena.query.Query.ORDER_DESCENDING;
            if (condition.getExpression().isVariable()) {
                slots[i] = input.run.slots().of(condition.getExpression().asVar());
            } else {
                isByVariables = false;
                Var made = Var.alloc("/sort/" + input.run.slots().hidden());
                plan = new Assigning(plan, made, condition.getExpression());
                slots[i] = input.run.slots().of(made);
            }
        }
        BitSet kept = (BitSet) input.may.clone();
        Operator sorted = new Sorting(plan, new TermOrder(input.run.lexicon(), slots, down), most);
        return isByVariables ? sorted : new Projecting(sorted, kept);
    }
}
