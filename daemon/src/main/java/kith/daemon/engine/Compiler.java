package kith.daemon.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import kith.daemon.engine.Conjunction.Match;
import kith.daemon.engine.Conjunction.Part;
import kith.daemon.engine.Conjunction.Rows;
import kith.daemon.engine.Conjunction.Way;
import kith.daemon.engine.Conjunction.Whole;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpConditional;
import org.apache.jena.sparql.algebra.op.OpDisjunction;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLabel;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpList;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.algebra.op.OpNull;
import org.apache.jena.sparql.algebra.op.OpUnion;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprList;
import org.jspecify.annotations.Nullable;

/** Makes a plan of the algebra of a query, or refuses it whole. */
final class Compiler {
    private final Run run;
    private final Seen base;
    private final Costs costs;
    /** Slots of a row for which EXISTS asks: where they are bound, their terms stand in the pattern. */
    private BitSet given = new BitSet();

    private Compiler(Run run, Seen base) {
        this.run = run;
        this.base = base;
        this.costs = new Costs(run);
    }

    /**
     * The plan of {@code op}, opened.
     *
     * @param seen the graphs that it is about
     * @throws Refused if it does something that plans cannot
     */
    static Operator plan(Run run, Op op, Seen seen) {
        Operator plan = new Compiler(run, seen).compile(op, new Feed(run), seen);
        plan.require(plan.may);
        takes(plan);
        plan.open();
        return plan;
    }

    private static void takes(Operator plan) {
        plan.run.takes(plan.carried.cardinality() * Batch.COLUMN_BYTES);
        plan.inputs().forEach(Compiler::takes);
    }

    private static boolean isUnit(Operator input) {
        return input instanceof Feed feed && feed.isUnit();
    }

    private Operator compile(Op op, Operator input, Seen seen) {
        Conjunction all = Conjunction.of(run, op, seen);
        boolean isWhole = all.parts().size() == 1 && all.parts().get(0) instanceof Whole;
        return isWhole ? whole(op, input, seen) : joined(all, input);
    }

    private Operator joined(Conjunction all, Operator input) {
        List<Expr> waiting = new ArrayList<>(all.filters());
        List<Part> free = new ArrayList<>();
        Operator plan = input;
        for (Part part : all.parts()) {
            if (part instanceof Whole whole) {
                plan = inOrder(free, waiting, plan);
                free.clear();
                plan = compile(whole.op(), plan, whole.seen());
            } else {
                free.add(part);
            }
        }
        plan = inOrder(free, waiting, plan);
        for (Expr filter : waiting) {
            plan = new Sieve(plan, Conditions.of(run, filter));
        }
        return plan;
    }

    private Operator inOrder(List<Part> parts, List<Expr> waiting, Operator input) {
        Orders.Chosen chosen = run.ordering().next(texts(parts), () -> choose(parts, waiting, input));
        Operator plan = input;
        List<Integer> turns =
                new ArrayList<>(IntStream.range(0, parts.size()).boxed().toList());
        while (!turns.isEmpty()) {
            int turn = turns.removeFirst();
            Part part = parts.get(chosen.part(turn));
            double rows = chosen.rows(turn);
            Leapfrog circle = part instanceof Match match ? circle(plan, match, parts, chosen, turns) : null;
            if (circle != null) {
                plan = circle;
                rows *= takeOut(circle, parts, chosen, turns);
            } else {
                plan = step(part, plan);
            }
            if (plan instanceof PatternJoin join && part instanceof Match match) {
                Span.of(run, match.pattern().slots()[Pattern.OBJECT], waiting).ifPresent(join::narrow);
            }
            plan.expected = rows;
            plan = sieved(plan, waiting);
        }
        return plan;
    }

    /** What a pattern and later ones say together of a slot; null where there are none that do. */
    private static @Nullable Leapfrog circle(
            Operator plan, Match match, List<Part> parts, Orders.Chosen chosen, List<Integer> later) {
        List<Pattern> others = new ArrayList<>();
        for (int turn : later) {
            if (parts.get(chosen.part(turn)) instanceof Match other) {
                others.add(other.pattern());
            }
        }
        return Leapfrog.of(plan, match.pattern(), others);
    }

    /** Takes the turns of what is done at once out of those to come; gives back what part of the rows they leave. */
    private static double takeOut(Leapfrog circle, List<Part> parts, Orders.Chosen chosen, List<Integer> turns) {
        double left = 1;
        for (int turn : List.copyOf(turns)) {
            if (parts.get(chosen.part(turn)) instanceof Match match && circle.isOf(match.pattern())) {
                left *= chosen.rows(turn) / Math.max(1, chosen.rows(turn - 1));
                turns.removeIf(each -> each == turn);
            }
        }
        return left;
    }

    private static List<String> texts(List<Part> parts) {
        return parts.stream().map(Part::text).toList();
    }

    private Orders.Chosen choose(List<Part> parts, List<Expr> waiting, Operator input) {
        List<BitSet> filters = waiting.stream().map(this::slots).toList();
        return Planner.chosen(costs, parts, filters, input.must, input.expected);
    }

    private Operator step(Part part, Operator plan) {
        return switch (part) {
            case Match match -> new PatternJoin(plan, match.pattern());
            case Way way -> new PathJoin(plan, way.walk(), given);
            case Rows rows ->
                isUnit(plan)
                        ? rows.listing()
                        : new HashMatch(plan, rows.listing(), HashMatch.Kind.JOIN, null, new BitSet());
            case Whole whole -> throw new IllegalStateException("a part that has its place");
        };
    }

    private Operator sieved(Operator plan, List<Expr> waiting) {
        Operator sieved = plan;
        for (Expr filter : List.copyOf(waiting)) {
            if (Planner.isIn(slots(filter), plan.must)) {
                waiting.remove(filter);
                sieved = new Sieve(sieved, Conditions.of(run, filter));
            }
        }
        return sieved;
    }

    private BitSet slots(Expr filter) {
        BitSet slots = new BitSet();
        filter.getVarsMentioned().forEach(variable -> slots.set(run.slots().of(variable)));
        return slots;
    }

    /** What takes its input as it comes. */
    private Operator whole(Op op, Operator input, Seen seen) {
        return switch (op) {
            case OpFilter filter -> filtered(filter, input, seen);
            case OpGraph graph -> inGraph(graph, input);
            case OpLabel label when label.hasSubOp() -> compile(label.getSubOp(), input, seen);
            case OpList list -> compile(list.getSubOp(), input, seen);
            case OpNull nothing -> compileNothing(input);
            case OpExtend extend -> assigned(compile(extend.getSubOp(), input, seen), extend.getVarExprList(), seen);
            case OpAssign assign -> assigned(compile(assign.getSubOp(), input, seen), assign.getVarExprList(), seen);
            case OpConditional optional ->
                correlated(compile(optional.getLeft(), input, seen), optional.getRight(), seen, Optionally.Kind.EXTEND);
            case OpLeftJoin optional -> leftJoined(optional, input, seen);
            case OpJoin join ->
                new HashMatch(
                        compile(join.getLeft(), input, seen),
                        compileApart(join.getRight(), seen),
                        HashMatch.Kind.JOIN,
                        null,
                        new BitSet());
            case OpMinus minus ->
                new HashMatch(
                        compile(minus.getLeft(), input, seen),
                        compileApart(minus.getRight(), seen),
                        HashMatch.Kind.MINUS,
                        null,
                        silent(seen));
            case OpUnion union -> union(branches(union, new ArrayList<>()), input, seen);
            case OpDisjunction union -> union(union.getElements(), input, seen);
            default -> apart(op, input, seen);
        };
    }

    private static BitSet silent(Seen seen) {
        BitSet silent = new BitSet();
        if (seen.isEach()) {
            silent.set(seen.slot());
        }
        return silent;
    }

    private Operator compileNothing(Operator input) {
        return isUnit(input)
                ? Conjunction.nothing(run)
                : new HashMatch(input, Conjunction.nothing(run), HashMatch.Kind.JOIN, null, new BitSet());
    }

    private Operator filtered(OpFilter filter, Operator input, Seen seen) {
        Operator plan = compile(filter.getSubOp(), input, seen);
        for (Expr expression : filter.getExprs()) {
            plan = filtered(plan, expression, seen);
        }
        return plan;
    }

    private Operator filtered(Operator plan, Expr expression, Seen seen) {
        mustNotName(expression, seen);
        boolean isPattern = expression instanceof E_Exists || expression instanceof E_NotExists;
        if (isPattern) {
            Op pattern = ((ExprFunctionOp) expression).getGraphPattern();
            if (Plain.isPlain(pattern)) {
                boolean exists = expression instanceof E_Exists;
                return correlated(plan, pattern, seen, exists ? Optionally.Kind.EXISTS : Optionally.Kind.ABSENT);
            }
        }
        mustSeeTheSame(expression, seen);
        return new Sieve(plan, Conditions.of(run, expression));
    }

    // The standard engine, asked for a pattern inside an expression, sees the graph of the whole query.
    private void mustSeeTheSame(Expr expression, Seen seen) {
        if (!seen.equals(base) && Conditions.hasPattern(expression)) {
            throw new Refused("a pattern in an expression in another graph");
        }
    }

    private void mustNotName(Expr expression, Seen seen) {
        if (seen.isEach()) {
            boolean names = expression.getVarsMentioned().stream()
                    .anyMatch(variable -> run.slots().find(variable) == seen.slot());
            if (names) {
                throw new Refused("a condition on the graph inside of it");
            }
        }
    }

    private Operator inGraph(OpGraph graph, Operator input) {
        Seen seen = Seen.of(run, graph.getNode());
        if (Conjunction.isMissing(run, seen)) {
            return compileNothing(input);
        }
        Operator plan = input;
        if (seen.isEach()) {
            // Also where it is bound: what is inside need not read the graph, and then nothing else says it is there.
            Listing names = Conjunction.graphNames(run, seen.slot());
            plan = isUnit(input) ? names : new HashMatch(input, names, HashMatch.Kind.JOIN, null, new BitSet());
        }
        return compile(graph.getSubOp(), plan, seen);
    }

    private Operator assigned(Operator input, VarExprList values, Seen seen) {
        Operator plan = input;
        for (Var variable : values.getVars()) {
            Expr expression = values.getExpr(variable);
            if (expression == null) {
                throw new Refused("a variable without expression");
            }
            mustNotName(expression, seen);
            mustSeeTheSame(expression, seen);
            plan = new Assigning(plan, variable, expression);
        }
        return plan;
    }

    private Operator correlated(Operator left, Op right, Seen seen, Optionally.Kind kind) {
        int counter = run.slots().hidden();
        Feed feed = new Feed(left, counter);
        BitSet before = given;
        given = kind == Optionally.Kind.EXTEND ? before : Operator.with(before, left.may);
        Operator found = compile(right, feed, seen);
        given = before;
        return new Optionally(left, feed, found, kind, counter);
    }

    private Operator leftJoined(OpLeftJoin optional, Operator input, Seen seen) {
        Operator left = compile(optional.getLeft(), input, seen);
        Operator right = compileApart(optional.getRight(), seen);
        return new HashMatch(left, right, HashMatch.Kind.LEFT, condition(optional.getExprs(), seen), new BitSet());
    }

    private @Nullable Condition condition(@Nullable ExprList expressions, Seen seen) {
        if (expressions == null || expressions.isEmpty()) {
            return null;
        }
        Expr all = null;
        for (Expr each : expressions) {
            mustNotName(each, seen);
            mustSeeTheSame(each, seen);
            all = all == null ? each : new org.apache.jena.sparql.expr.E_LogicalAnd(all, each);
        }
        return all == null ? null : Conditions.of(run, all);
    }

    private static List<Op> branches(Op op, List<Op> into) {
        if (op instanceof OpUnion union) {
            branches(union.getLeft(), into);
            branches(union.getRight(), into);
        } else {
            into.add(op);
        }
        return into;
    }

    private Operator union(List<Op> branches, Operator input, Seen seen) {
        List<Feed> feeds = new ArrayList<>();
        List<Operator> plans = new ArrayList<>();
        for (Op branch : branches) {
            Feed feed = isUnit(input) ? new Feed(run) : new Feed(input);
            feeds.add(feed);
            plans.add(compile(branch, feed, seen));
        }
        return new Either(input, feeds, plans);
    }

    /** What is answered for itself, and joined with the rows that come before it. */
    private Operator apart(Op op, Operator input, Seen seen) {
        Modifiers.expressions(op).forEach(each -> mustSeeTheSame(each, seen));
        Operator plan = Modifiers.of(run, op, seen, below -> compileApart(below, seen));
        return isUnit(input) ? plan : new HashMatch(input, plan, HashMatch.Kind.JOIN, null, new BitSet());
    }

    /** The plan of a part to which no rows are given. */
    private Operator compileApart(Op op, Seen seen) {
        // What is missing is missing in one graph and not in another: where more than patterns is asked of each graph,
        // rows have to say from the beginning which one they are about.
        boolean isOfOneGraph = seen.isEach() && !Conjunction.isFlat(op);
        return compile(op, isOfOneGraph ? Conjunction.graphNames(run, seen.slot()) : new Feed(run), seen);
    }
}
