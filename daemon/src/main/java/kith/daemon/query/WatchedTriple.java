package kith.daemon.query;

import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_TripleFn;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprTripleTerm;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;

/** TRIPLE that makes no term beyond the limit: a term that holds another twice, forty times over, is never done. */
final class WatchedTriple extends E_TripleFn {
    /** Terms that a triple term may hold, those within its own triple terms included. */
    static final int MAX_TERMS = 256;

    private final Watch watch;

    WatchedTriple(Watch watch, Expr subject, Expr predicate, Expr object) {
        super(subject, predicate, object);
        this.watch = watch;
    }

    /** An expression, or the same as this where it is a triple term with variables in it. */
    static Expr of(Watch watch, Expr expression) {
        return expression instanceof ExprTripleTerm term ? part(watch, term.getNode()) : expression;
    }

    private static Expr part(Watch watch, Node term) {
        if (term.isTripleTerm()) {
            return new WatchedTriple(
                    watch,
                    part(watch, term.getTriple().getSubject()),
                    part(watch, term.getTriple().getPredicate()),
                    part(watch, term.getTriple().getObject()));
        }
        return Var.isVar(term) ? new ExprVar(Var.alloc(term)) : NodeValue.makeNode(term);
    }

    @Override
    public NodeValue eval(NodeValue subject, NodeValue predicate, NodeValue object) {
        int terms = count(subject.asNode(), 0);
        terms = count(predicate.asNode(), terms);
        if (count(object.asNode(), terms) > MAX_TERMS) {
            watch.end(new LimitReached("TRIPLE would make a term of more than " + MAX_TERMS + " terms"));
            watch.check();
        }
        return super.eval(subject, predicate, object);
    }

    /** No further than the limit: who holds another twice is as quick to count as to make. */
    private static int count(Node term, int before) {
        if (before > MAX_TERMS || !term.isTripleTerm()) {
            return before + 1;
        }
        int terms = count(term.getTriple().getSubject(), before);
        terms = count(term.getTriple().getPredicate(), terms);
        return count(term.getTriple().getObject(), terms);
    }

    @Override
    public Expr copy(Expr subject, Expr predicate, Expr object) {
        return new WatchedTriple(watch, subject, predicate, object);
    }
}
