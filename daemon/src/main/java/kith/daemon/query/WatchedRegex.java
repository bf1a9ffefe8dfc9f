package kith.daemon.query;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.expr.nodevalue.NodeValueOps;
import org.jspecify.annotations.Nullable;

/** REGEX that ends with its question, however the expression backtracks. */
final class WatchedRegex extends E_Regex {
    private final Watch watch;
    private @Nullable Compiled last;

    /** An expression as it was compiled, kept because nearly every query has one for all its rows. */
    record Compiled(String expression, String flags, Pattern pattern) {
        static Compiled of(Watch watch, @Nullable Compiled last, String expression, String flags) {
            if (last != null && last.expression.equals(expression) && last.flags.equals(flags)) {
                return last;
            }
            if (!flags.chars().allMatch(flag -> "smixq".indexOf(flag) >= 0)) {
                throw new ExprEvalException("flags may be s, m, i, x and q");
            }
            Pattern pattern = RegexEngine.makePattern("REGEX", expression, flags);
            if (EmptyWays.areTooMany(pattern.pattern(), pattern.flags())) {
                watch.end(new LimitReached("a pattern fits nothing in more than 2^" + EmptyWays.MAX_BITS
                        + " ways, and would try them all: take out empty alternatives such as (|)"));
                watch.check();
            }
            return new Compiled(expression, flags, pattern);
        }
    }

    private WatchedRegex(Watch watch, Expr text, Expr pattern, @Nullable Expr flags) {
        super(text, pattern, flags);
        this.watch = watch;
    }

    static WatchedRegex of(Watch watch, ExprList args) {
        return new WatchedRegex(watch, args.get(0), args.get(1), args.size() > 2 ? args.get(2) : null);
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
        Node text = NodeValueOps.checkAndGetStringLiteral("REGEX", args.get(0));
        String flags = args.size() > 2 ? text(args.get(2)) : "";
        Compiled compiled = Compiled.of(watch, last, text(args.get(1)), flags);
        last = compiled;
        Watched watched = new Watched(text.getLiteralLexicalForm(), watch);
        return NodeValue.booleanReturn(compiled.pattern().matcher(watched).find());
    }

    static String text(NodeValue value) {
        return NodeValueOps.checkAndGetStringLiteral("REGEX", value).getLiteralLexicalForm();
    }

    @Override
    public Expr copy(ExprList newArgs) {
        return of(watch, newArgs);
    }
}
