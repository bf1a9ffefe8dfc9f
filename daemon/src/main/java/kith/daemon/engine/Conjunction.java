package kith.daemon.engine;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import kith.daemon.index.Ids;
import kith.daemon.index.Order;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.algebra.op.OpAssign;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpLabel;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpSequence;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.util.FmtUtils;

/**
 * Parts of a query that must all hold, taken out of the nesting in which they were written. Patterns, paths and tables
 * may be taken in any order; parts of another kind stand where they stood.
 */
final class Conjunction {
    /** One of the parts. */
    sealed interface Part {
        /** Slots that it binds for sure. */
        BitSet binds();

        /** As it was written. */
        String text();
    }

    record Match(Pattern pattern) implements Part {
        @Override
        public BitSet binds() {
            return pattern.binds();
        }

        @Override
        public String text() {
            return pattern.graphs() + " " + pattern.constants()[Pattern.GRAPH] + " " + pattern.text();
        }
    }

    record Way(Walk walk) implements Part {
        @Override
        public BitSet binds() {
            return walk.binds();
        }

        @Override
        public String text() {
            return walk.seen() + " " + walk.text();
        }
    }

    record Rows(Listing listing) implements Part {
        @Override
        public BitSet binds() {
            return listing.must;
        }

        @Override
        public String text() {
            return listing.title();
        }
    }

    /** A part that the rows before it are given to, and whose rows come after. */
    record Whole(Op op, Seen seen) implements Part {
        @Override
        public BitSet binds() {
            return new BitSet();
        }

        @Override
        public String text() {
            throw new IllegalStateException("a part that has its place");
        }
    }

    private final Run run;
    private final List<Part> parts = new ArrayList<>();
    private final List<Expr> filters = new ArrayList<>();

    private Conjunction(Run run) {
        this.run = run;
    }

    static Conjunction of(Run run, Op op, Seen seen) {
        Conjunction all = new Conjunction(run);
        all.add(op, seen);
        return all;
    }

    List<Part> parts() {
        return parts;
    }

    /** Conditions that may be asked as soon as what they name is bound. */
    List<Expr> filters() {
        return filters;
    }

    private void add(Op op, Seen seen) {
        switch (op) {
            case OpBGP patterns -> patterns.getPattern().forEach(triple -> add(triple, seen));
            case OpTriple pattern -> add(pattern.getTriple(), seen);
            case OpPath path -> add(path, seen);
            case OpSequence sequence -> sequence.getElements().forEach(each -> add(each, seen));
            case OpLabel label when label.hasSubOp() -> add(label.getSubOp(), seen);
            case OpJoin join
            when isFlat(join.getRight()) -> {
                add(join.getLeft(), seen);
                add(join.getRight(), seen);
            }
            case OpFilter filter -> addFilter(filter, seen);
            case OpTable table -> add(table.getTable());
            case OpAssign assign
            when isSimple(assign) -> {
                add(assign.getSubOp(), seen);
                assign.getVarExprList().forEachVarExpr((variable, value) -> addValue(variable, (NodeValue) value));
            }
            case OpGraph graph -> addGraph(graph, seen);
            default -> parts.add(new Whole(op, seen));
        }
    }

    /** Whether rows of it are the same whether or not others are given to it. */
    static boolean isFlat(Op op) {
        return switch (op) {
            case OpBGP patterns -> true;
            case OpTriple pattern -> true;
            case OpPath path -> true;
            case OpTable table -> true;
            case OpSequence sequence -> sequence.getElements().stream().allMatch(Conjunction::isFlat);
            case OpJoin join -> isFlat(join.getLeft()) && isFlat(join.getRight());
            default -> false;
        };
    }

    private boolean isSimple(OpAssign assign) {
        return assign.getVarExprList().getExprs().values().stream()
                .allMatch(value -> value instanceof NodeValue constant && isOneTerm(constant));
    }

    // Only of these is another term never the same value.
    private boolean isOneTerm(NodeValue constant) {
        Node term = constant.asNode();
        return term.isURI() || term.isBlank() || Ids.isString(run.named(term));
    }

    private void addValue(Var variable, NodeValue value) {
        long id = run.named(value.asNode());
        int slot = run.slots().of(variable);
        parts.add(new Rows(new Listing(
                run, "let ?" + variable.getVarName() + " = " + value, new int[] {slot}, List.of(new long[] {id}))));
    }

    private void add(Triple triple, Seen seen) {
        parts.add(new Match(pattern(run, triple, seen)));
    }

    private void add(OpPath path, Seen seen) {
        if (seen.isEach()) {
            parts.add(new Rows(graphNames(run, seen.slot())));
        }
        parts.add(new Way(Walk.of(run, path.getTriplePath(), seen)));
    }

    private void addFilter(OpFilter filter, Seen seen) {
        Conjunction inner = new Conjunction(run);
        inner.add(filter.getSubOp(), seen);
        BitSet bound = new BitSet();
        inner.parts.forEach(part -> bound.or(part.binds()));
        boolean movable = inner.parts.stream().noneMatch(part -> part instanceof Whole);
        for (Expr expression : filter.getExprs()) {
            movable &= !Conditions.hasPattern(expression) && isBound(expression, bound);
        }
        if (movable) {
            parts.addAll(inner.parts);
            filters.addAll(inner.filters);
            filters.addAll(filter.getExprs().getList());
        } else {
            parts.add(new Whole(filter, seen));
        }
    }

    private boolean isBound(Expr expression, BitSet bound) {
        for (Var variable : expression.getVarsMentioned()) {
            int slot = run.slots().find(variable);
            if (slot < 0 || !bound.get(slot)) {
                return false;
            }
        }
        return true;
    }

    private void add(Table table) {
        List<Var> variables = table.getVars();
        int[] slots = new int[variables.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = run.slots().of(variables.get(i));
        }
        List<long[]> rows = new ArrayList<>();
        table.rows().forEachRemaining(row -> rows.add(ids(row, variables)));
        if (slots.length > 0 || rows.size() != 1) {
            parts.add(new Rows(new Listing(run, "values, " + rows.size() + " rows", slots, rows)));
        }
    }

    private long[] ids(Binding row, List<Var> variables) {
        long[] ids = new long[variables.size()];
        for (int i = 0; i < ids.length; i++) {
            Node term = row.get(variables.get(i));
            ids[i] = term == null ? Lexicon.UNBOUND : run.named(term);
        }
        return ids;
    }

    private void addGraph(OpGraph graph, Seen outer) {
        Seen seen = Seen.of(run, graph.getNode());
        Conjunction inner = new Conjunction(run);
        inner.add(graph.getSubOp(), seen);
        boolean movable = inner.parts.stream().noneMatch(part -> part instanceof Whole);
        if (!movable) {
            parts.add(new Whole(graph, outer));
            return;
        }
        if (seen.isEach()) {
            mustNotName(inner, Var.alloc(graph.getNode()));
        }
        boolean names = seen.isEach()
                && inner.parts.stream()
                        .noneMatch(part ->
                                part instanceof Match match && match.pattern().slots()[Pattern.GRAPH] == seen.slot());
        if (names) {
            parts.add(new Rows(graphNames(run, seen.slot())));
        }
        if (isMissing(run, seen)) {
            parts.add(new Rows(nothing(run)));
        }
        parts.addAll(inner.parts);
        filters.addAll(inner.filters);
    }

    // The graph is bound only after what is inside has been answered.
    private static void mustNotName(Conjunction inner, Var graph) {
        for (Expr filter : inner.filters) {
            if (filter.getVarsMentioned().contains(graph)) {
                throw new Refused("a condition on the graph inside of it");
            }
        }
    }

    /** Whether a graph is named that has no quads. */
    static boolean isMissing(Run run, Seen seen) {
        return seen.graphs() == Pattern.Graphs.NAMED
                && (Lexicon.isLocal(seen.graph()) || run.snapshot().count(Order.GSPO, seen.graph()) == 0);
    }

    static Listing nothing(Run run) {
        return new Listing(run, "nothing", new int[0], List.of());
    }

    static Listing graphNames(Run run, int slot) {
        return new Listing(run, "graphs", new int[] {slot}, run.graphs());
    }

    private static Pattern pattern(Run run, Triple triple, Seen seen) {
        int[] slots = new int[Pattern.PARTS];
        long[] constants = new long[Pattern.PARTS];
        Node[] nodes = {triple.getSubject(), triple.getPredicate(), triple.getObject()};
        boolean possible = true;
        StringBuilder text = new StringBuilder();
        for (int part = 0; part < nodes.length; part++) {
            slots[part] = slot(run, nodes[part]);
            constants[part] = slots[part] < 0 ? run.named(nodes[part]) : Lexicon.UNBOUND;
            possible &= slots[part] >= 0 || !Lexicon.isLocal(constants[part]);
            text.append(part == 0 ? "" : " ").append(FmtUtils.stringForNode(nodes[part]));
        }
        slots[Pattern.GRAPH] = seen.slot();
        constants[Pattern.GRAPH] = seen.graph();
        possible &= !Lexicon.isLocal(seen.graph());
        return new Pattern(slots, constants, seen.graphs(), possible, text.toString());
    }

    /** The slot of a variable; -1 for a term. */
    static int slot(Run run, Node node) {
        if (Var.isVar(node)) {
            return run.slots().of(Var.alloc(node));
        }
        if (!node.isConcrete()) {
            throw new Refused("a term with variables inside");
        }
        return -1;
    }
}
