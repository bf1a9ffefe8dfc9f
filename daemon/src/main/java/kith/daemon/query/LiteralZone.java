package kith.daemon.query;

import org.apache.jena.sparql.expr.E_DateTimeTZ;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;

/** TZ() that is an error of its expression for what is no literal: the engine's own would end the whole query. */
final class LiteralZone extends E_DateTimeTZ {
    LiteralZone(Expr time) {
        super(time);
    }

    @Override
    public NodeValue eval(NodeValue time) {
        if (!time.asNode().isLiteral()) {
            throw new ExprEvalException("not a literal: " + time);
        }
        return super.eval(time);
    }

    @Override
    public Expr copy(Expr time) {
        return new LiteralZone(time);
    }
}
