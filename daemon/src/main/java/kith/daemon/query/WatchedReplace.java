package kith.daemon.query;

import java.util.List;
import java.util.regex.Matcher;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.TextDirection;
import org.apache.jena.sparql.expr.E_StrReplace;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.nodevalue.NodeValueOps;
import org.jspecify.annotations.Nullable;

/** REPLACE that ends with its question and makes no text beyond the limit. */
final class WatchedReplace extends E_StrReplace {
    private final Watch watch;
    private WatchedRegex.@Nullable Compiled last;

    private WatchedReplace(Watch watch, ExprList args) {
        super(args.get(0), args.get(1), args.get(2), args.size() > 3 ? args.get(3) : null);
        this.watch = watch;
    }

    static WatchedReplace of(Watch watch, ExprList args) {
        return new WatchedReplace(watch, args);
    }

    @Override
    public NodeValue eval(List<NodeValue> args) {
        Node literal = NodeValueOps.checkAndGetStringLiteral("REPLACE", args.get(0));
        String flags = args.size() > 3 ? WatchedRegex.text(args.get(3)) : "";
        WatchedRegex.Compiled compiled = WatchedRegex.Compiled.of(watch, last, WatchedRegex.text(args.get(1)), flags);
        last = compiled;
        String text = literal.getLiteralLexicalForm();
        String replaced = replace(compiled.pattern().matcher(new Watched(text, watch)), WatchedRegex.text(args.get(2)));
        return replaced.equals(text) ? args.get(0) : NodeValue.makeNode(like(literal, replaced));
    }

    private String replace(Matcher matcher, String replacement) {
        StringBuilder replaced = new StringBuilder();
        try {
            while (matcher.find()) {
                watch.makes("REPLACE", replaced.length() + (long) replacement.length());
                matcher.appendReplacement(replaced, replacement);
            }
        } catch (IndexOutOfBoundsException | IllegalArgumentException bad) {
            throw new ExprEvalException("REPLACE: no such group in the expression", bad);
        }
        matcher.appendTail(replaced);
        watch.makes("REPLACE", replaced.length());
        return replaced.toString();
    }

    private static Node like(Node literal, String text) {
        String language = literal.getLiteralLanguage();
        if (language == null || language.isEmpty()) {
            return NodeFactory.createLiteralString(text);
        }
        TextDirection direction = literal.getLiteralBaseDirection();
        return direction == null
                ? NodeFactory.createLiteralLang(text, language)
                : NodeFactory.createLiteralDirLang(text, language, direction);
    }

    @Override
    public Expr copy(ExprList newArgs) {
        return of(watch, newArgs);
    }
}
