package kith.daemon.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Effect;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpOrder;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_BNode;
import org.apache.jena.sparql.expr.E_Now;
import org.apache.jena.sparql.expr.E_Random;
import org.apache.jena.sparql.expr.E_StrUUID;
import org.apache.jena.sparql.expr.E_UUID;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction0;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTripleTerm;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.ExprVisitorBase;
import org.apache.jena.sparql.util.VarUtils;

/**
 * Which changes of a space may change the answer to a query: those of quads that fit one of its patterns, by the IRIs in
 * them. What is not understood counts as any: an answer that is asked for once too often is right too.
 */
final class Interest implements Predicate<Effect> {
    /** Each quad of a commit is held beside each pattern while others wait; a query of more is asked again each time. */
    private static final int MAX_PATTERNS = 64;

    private final List<Triple> patterns = new ArrayList<>();
    /** Variables that graphs are named by. */
    private final Set<Var> graphs = new HashSet<>();
    /** Variables of which the query says anything but that: what they stand for may come from there. */
    private final Set<Var> told = new HashSet<>();

    private boolean inAll;
    /** Provenance and membership change with commits that make no quad appear or vanish. */
    private boolean inMore;

    private Interest() {}

    /**
     * Of a query that asks for nothing but what the space says.
     *
     * @throws KithException USAGE if its answer differs each time it is asked, whatever the space says
     */
    static Interest of(Query query) {
        Interest interest = new Interest();
        // Which quads matter to a pattern inside of an expression is not looked at.
        interest.inAll = query.toString().toUpperCase(Locale.ROOT).contains("EXISTS");
        mustBeWatchable(query);
        Op op = Algebra.compile(query);
        Walker.walk(op, interest.new Patterns(), interest.new Conditions());
        interest.inMore |= choosesServiceGraph(query);
        // Among the graphs of the space there is no service graph: one has to be named from elsewhere.
        interest.inMore |= !Collections.disjoint(interest.graphs, interest.told);
        return interest;
    }

    private static boolean choosesServiceGraph(Query query) {
        return Stream.concat(query.getGraphURIs().stream(), query.getNamedGraphURIs().stream())
                .map(NodeFactory::createURI)
                .anyMatch(ServiceGraphs::isName);
    }

    private static void mustBeWatchable(Query query) {
        if (query.isDescribeType()) {
            throw KithException.user(Code.USAGE, "DESCRIBE cannot be watched; watch a CONSTRUCT or SELECT");
        }
        boolean blanks = query.isConstructType()
                && query.getConstructTemplate().getQuads().stream()
                        .anyMatch(quad ->
                                quad.getSubject().isBlank() || quad.getObject().isBlank());
        if (blanks) {
            throw changing("a blank node in the template of CONSTRUCT");
        }
    }

    private static KithException changing(String what) {
        return KithException.user(
                Code.USAGE,
                what + " differs each time, so that all rows would change without a commit; watch without it");
    }

    @Override
    public boolean test(Effect effect) {
        return inMore
                || !effect.isWhole()
                || effect.appeared().stream().anyMatch(this::fits)
                || effect.vanished().stream().anyMatch(this::fits);
    }

    private boolean fits(Quad quad) {
        return inAll
                || patterns.size() > MAX_PATTERNS
                || patterns.stream()
                        .anyMatch(pattern -> fits(pattern.getSubject(), quad.getSubject())
                                && fits(pattern.getPredicate(), quad.getPredicate())
                                && fits(pattern.getObject(), quad.getObject()));
    }

    /** Literals may be matched by value, blank nodes are variables: only IRIs tell apart. */
    private static boolean fits(Node wanted, Node found) {
        return !wanted.isURI() || wanted.equals(found);
    }

    private final class Patterns extends OpVisitorBase {
        @Override
        public void visit(OpBGP pattern) {
            pattern.getPattern().forEach(this::add);
        }

        @Override
        public void visit(OpTriple pattern) {
            add(pattern.getTriple());
        }

        private void add(Triple pattern) {
            patterns.add(pattern);
            VarUtils.addVarsFromTriple(told, pattern);
        }

        @Override
        public void visit(OpPath path) {
            TriplePath triple = path.getTriplePath();
            if (triple.isTriple()) {
                add(triple.asTriple());
            } else {
                VarUtils.addVarsFromTriplePath(told, triple);
                // A path of no steps matches whatever node there is.
                inAll = true;
            }
        }

        @Override
        public void visit(OpTable rows) {
            told.addAll(rows.getTable().getVars());
        }

        @Override
        public void visit(OpExtend let) {
            told.addAll(let.getVarExprList().getVars());
        }

        // The walk itself passes these by.
        @Override
        public void visit(OpOrder order) {
            order.getConditions().forEach(by -> Walker.walk(by.getExpression(), this, new Steadiness()));
        }

        @Override
        public void visit(OpGroup group) {
            // Those without an expression are variables of what is grouped.
            told.addAll(group.getGroupVars().getExprs().keySet());
            group.getAggregators().forEach(each -> {
                ExprList of = each.getAggregator().getExprList();
                if (of != null) {
                    Walker.walk(of, this, new Steadiness());
                }
            });
        }

        @Override
        public void visit(OpGraph graph) {
            // Graphs that are there, whatever is in them.
            inAll |= !(graph.getSubOp() instanceof OpBGP some)
                    || some.getPattern().isEmpty();
            inMore |= ServiceGraphs.isName(graph.getNode());
            VarUtils.addVar(graphs, graph.getNode());
        }
    }

    /** An equation may tell what a variable stands for. */
    private final class Conditions extends Steadiness {
        @Override
        public void visit(ExprVar variable) {
            told.add(variable.asVar());
        }

        @Override
        public void visit(ExprTripleTerm term) {
            VarUtils.addVar(told, term.getNode());
        }
    }

    private static class Steadiness extends ExprVisitorBase {
        @Override
        public void visit(ExprFunction0 function) {
            mustBeSteady(function);
        }

        @Override
        public void visit(ExprFunction1 function) {
            mustBeSteady(function);
        }

        private static void mustBeSteady(Expr function) {
            switch (function) {
                case E_Now now -> throw changing("NOW()");
                case E_Random random -> throw changing("RAND()");
                case E_UUID uuid -> throw changing("UUID()");
                case E_StrUUID uuid -> throw changing("STRUUID()");
                default -> {
                    if (E_BNode.class.equals(function.getClass().getEnclosingClass())) {
                        throw changing("BNODE()");
                    }
                }
            }
        }
    }
}
