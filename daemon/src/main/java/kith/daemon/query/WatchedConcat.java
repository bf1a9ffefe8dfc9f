package kith.daemon.query;

import java.util.List;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;

/** CONCAT that makes no text beyond the limit. */
final class WatchedConcat extends E_StrConcat {
    private final Watch watch;

    WatchedConcat(Watch watch, ExprList args) {
        super(args);
        this.watch = watch;
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
        long chars = 0;
        for (NodeValue arg : args) {
            chars += arg.isLiteral() ? arg.asNode().getLiteralLexicalForm().length() : 0;
        }
        watch.makes("CONCAT", chars);
        return super.eval(args);
    }

    @Override
    public Expr copy(ExprList newArgs) {
        return new WatchedConcat(watch, newArgs);
    }
}
