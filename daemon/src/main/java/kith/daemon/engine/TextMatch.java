package kith.daemon.engine;

import java.util.BitSet;
import java.util.Optional;
import kith.daemon.index.Ids;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrContains;
import org.apache.jena.sparql.expr.E_StrEndsWith;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;

/** Whether a text has a constant in it, at its beginning or at its end; of terms that are no plain strings as ever. */
final class TextMatch extends Condition {
    private final Run run;
    private final ExprFunction2 expression;
    private final int slot;
    /** Whether IRIs are texts here, too. */
    private final boolean ofAll;

    private final String part;
    private final Condition otherwise;

    private TextMatch(Run run, ExprFunction2 expression, int slot, boolean ofAll, Condition otherwise) {
        this.run = run;
        this.expression = expression;
        this.slot = slot;
        this.ofAll = ofAll;
        this.part = ((NodeValue) expression.getArg2()).asNode().getLiteralLexicalForm();
        this.otherwise = otherwise;
    }

    /** The condition of {@code expression}, if it is one of these; what it is not for is asked of {@code otherwise}. */
    static Optional<Condition> of(Run run, Expr expression, Condition otherwise) {
        boolean isMatch = expression instanceof E_StrContains
                || expression instanceof E_StrStartsWith
                || expression instanceof E_StrEndsWith;
        if (!isMatch) {
            return Optional.empty();
        }
        ExprFunction2 match = (ExprFunction2) expression;
        boolean ofAll = match.getArg1() instanceof E_Str;
        Expr text = match.getArg1() instanceof E_Str string ? string.getArg() : match.getArg1();
        boolean isConstant = match.getArg2() instanceof NodeValue value
                && value.isString()
                && value.asNode().getLiteralLanguage().isEmpty();
        return isConstant && text instanceof ExprVar variable
                ? Optional.of(new TextMatch(run, match, run.slots().of(variable.asVar()), ofAll, otherwise))
                : Optional.empty();
    }

    @Override
    void expect(Batch rows) {
        run.lexicon().fetch(rows.columns[slot], rows.count);
    }

    @Override
    int test(Batch batch, int row) {
        long id = batch.at(slot, row);
        if (Ids.isString(id)) {
            return of(matches(run.lexicon().node(id).getLiteralLexicalForm()));
        }
        if (ofAll && Ids.isIri(id)) {
            return of(matches(run.lexicon().node(id).getURI()));
        }
        return otherwise.test(batch, row);
    }

    private boolean matches(String text) {
        return switch (expression) {
            case E_StrStartsWith begins -> text.startsWith(part);
            case E_StrEndsWith ends -> text.endsWith(part);
            default -> text.contains(part);
        };
    }

    @Override
    void uses(BitSet slots) {
        slots.set(slot);
    }

    @Override
    String title() {
        return expression.toString();
    }
}
