package kith.daemon.query;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpGroup;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpQuadPattern;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_DateTimeTZ;
import org.apache.jena.sparql.expr.E_Function;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.E_TripleFn;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction1;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprFunction3;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the algebra of a query before it is optimised: refuses what leaves the space, puts watched functions in the
 * place of those that can run away, and divides what the optimiser would read wrongly.
 *
 * <p>On the algebra and not on the text, so that the patterns of updates, subqueries and EXISTS all pass here.
 */
final class Guard extends TransformCopy {
    private static final String FN_CONCAT = ARQConstants.fnPrefix + "concat";
    private static final String FN_MATCHES = ARQConstants.fnPrefix + "matches";
    private static final String FN_REPLACE = ARQConstants.fnPrefix + "replace";

    /** Triple patterns and paths of a query; to put more in an order takes longer than any clock lets it run. */
    static final int MAX_PATTERNS = 4_096;

    private final Watch watch;

    private final Expressions expressions;
    private boolean forAll = true;
    private int patterns;

    Guard(Watch watch) {
        this.watch = watch;
        this.expressions = new Expressions();
    }

    Op guarded(Op op) {
        return Transformer.transform(this, expressions, op);
    }

    /** Whether nothing that was guarded belongs to this one question: another may run it too. */
    boolean isForAll() {
        return forAll;
    }

    @Override
    public Op transform(OpService service, Op pattern) {
        throw KithException.user(
                Code.NOT_ALLOWED, "SERVICE is off: a query reads only its own space. Take the pattern out of SERVICE");
    }

    @Override
    public Op transform(OpGroup group, Op pattern) {
        List<ExprAggregator> watched = new ArrayList<>();
        for (ExprAggregator each : group.getAggregators()) {
            Aggregator guarded = WatchedGroupConcat.watched(watch, each.getAggregator());
            forAll &= guarded.getClass() == each.getAggregator().getClass();
            watched.add(new ExprAggregator(each.getVar(), guarded));
        }
        return OpGroup.create(pattern, group.getGroupVars(), watched);
    }

    /** A triple term with variables in it, in the place where it would be made without looking at its size. */
    private Expr watched(Expr expression) {
        Expr watched = WatchedTriple.of(watch, expression);
        forAll &= !(watched instanceof WatchedTriple);
        return watched;
    }

    // What stands alone in a BIND is no argument of anything.
    @Override
    public Op transform(OpExtend extend, Op pattern) {
        VarExprList watched = new VarExprList();
        extend.getVarExprList().forEachVarExpr((variable, term) -> watched.add(variable, watched(term)));
        return OpExtend.create(pattern, watched);
    }

    @Override
    public Op transform(OpTable table) {
        return EvenTables.of(table);
    }

    @Override
    public Op transform(OpBGP pattern) {
        count(pattern.getPattern().size());
        pattern.getPattern().forEach(Guard::check);
        return super.transform(pattern);
    }

    @Override
    public Op transform(OpQuadPattern pattern) {
        count(pattern.getBasicPattern().size());
        pattern.getBasicPattern().forEach(Guard::check);
        return super.transform(pattern);
    }

    @Override
    public Op transform(OpPath path) {
        count(1);
        TriplePath triple = path.getTriplePath();
        check(triple.getSubject());
        check(triple.getObject());
        return super.transform(path);
    }

    private void count(int more) {
        patterns += more;
        if (patterns > MAX_PATTERNS) {
            throw new LimitReached("a query may have " + MAX_PATTERNS + " patterns: ask in several");
        }
    }

    private static void check(Triple triple) {
        check(triple.getSubject());
        check(triple.getPredicate());
        check(triple.getObject());
    }

    /** Refuses an IRI that only the place where the daemon happens to run would have made whole. */
    static void check(@Nullable Node node) {
        if (node != null && node.isURI() && node.getURI().startsWith(SparqlText.NO_BASE)) {
            throw KithException.user(
                    Code.USAGE,
                    "<" + node.getURI().substring(SparqlText.NO_BASE.length())
                            + "> is a relative IRI: declare BASE, or write it whole");
        }
    }

    private final class Expressions extends ExprTransformCopy {
        @Override
        public Expr transform(ExprFunction2 function, Expr left, Expr right) {
            Expr watched = WatchedArithmetic.watched(watch, function, watched(left), watched(right));
            forAll &= watched.getClass() == function.getClass();
            return watched;
        }

        @Override
        public Expr transform(ExprFunction3 function, Expr first, Expr second, Expr third) {
            if (function instanceof E_TripleFn) {
                forAll = false;
                return new WatchedTriple(watch, first, second, third);
            }
            return super.transform(function, watched(first), watched(second), watched(third));
        }

        @Override
        public Expr transform(ExprFunction1 function, Expr only) {
            return function instanceof E_DateTimeTZ
                    ? new LiteralZone(watched(only))
                    : super.transform(function, watched(only));
        }

        @Override
        public Expr transform(NodeValue constant) {
            if (constant.hasNode() && WatchedArithmetic.isTooLong(constant.getNode())) {
                throw new LimitReached(
                        "a number of more than " + Watch.MAX_NUMBER_CHARS + " characters is not reckoned with");
            }
            return super.transform(constant);
        }

        @Override
        public Expr transform(ExprFunctionN function, ExprList plain) {
            ExprList args = new ExprList();
            plain.forEach(arg -> args.add(watched(arg)));
            // Functions with names are bound to what they call when they are first called.
            forAll &= !(function instanceof E_Regex
                    || function instanceof E_StrReplace
                    || function instanceof E_StrConcat
                    || function instanceof E_Function);
            return switch (function) {
                case E_Regex regex -> WatchedRegex.of(watch, args);
                case E_StrReplace replace -> WatchedReplace.of(watch, args);
                case E_StrConcat concat -> new WatchedConcat(watch, args);
                case E_Function named -> named(named, args);
                default -> super.transform(function, args);
            };
        }

        private Expr named(E_Function function, ExprList args) {
            String iri = function.getFunctionIRI();
            if (Sandbox.isJava(iri)) {
                throw KithException.user(
                        Code.NOT_ALLOWED, "<" + iri + "> names a Java class; a query calls registered functions only");
            }
            if (iri.equals(FN_CONCAT)) {
                return new WatchedConcat(watch, args);
            }
            if (iri.equals(FN_MATCHES) && (args.size() == 2 || args.size() == 3)) {
                return WatchedRegex.of(watch, args);
            }
            if (iri.equals(FN_REPLACE) && (args.size() == 3 || args.size() == 4)) {
                return WatchedReplace.of(watch, args);
            }
            return super.transform((ExprFunctionN) function, args);
        }
    }
}
