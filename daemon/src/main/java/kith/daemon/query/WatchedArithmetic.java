package kith.daemon.query;

import org.apache.jena.datatypes.xsd.impl.XSDBaseNumericType;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.expr.E_Add;
import org.apache.jena.sparql.expr.E_Divide;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_StrDatatype;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.FunctionBase1;

/**
 * Arithmetic that reads and makes no number beyond the limit: reading digits takes the square of their number, and a
 * chain of squares doubles them each time.
 */
final class WatchedArithmetic {
    private WatchedArithmetic() {}

    /** The same operation, watched, if it is one on numbers; else the operation itself. */
    static Expr watched(Watch watch, ExprFunction2 function, Expr left, Expr right) {
        return switch (function) {
            case E_Add sum -> new Sum(watch, left, right);
            case E_Subtract difference -> new Difference(watch, left, right);
            case E_Multiply product -> new Product(watch, left, right);
            case E_Divide quotient -> new Quotient(watch, left, right);
            case E_StrDatatype made -> new Typed(left, right);
            default -> function.copy(left, right);
        };
    }

    /** Whether a term is a number of more digits than a query may reckon with. */
    static boolean isTooLong(Node term) {
        return term.isLiteral()
                && term.getLiteralLexicalForm().length() > Watch.MAX_NUMBER_CHARS
                && term.getLiteralDatatype() instanceof XSDBaseNumericType;
    }

    /**
     * How many bits the exact value takes; 0 for what is no exact number.
     *
     * @throws ExprEvalException if it has more digits than may be read
     */
    static int bits(NodeValue value) {
        if (value.hasNode() && isTooLong(value.getNode())) {
            throw new ExprEvalException("a number of more than " + Watch.MAX_NUMBER_CHARS + " characters");
        }
        if (value.isInteger()) {
            return value.getInteger().bitLength();
        }
        return value.isDecimal() ? value.getDecimal().unscaledValue().bitLength() : 0;
    }

    private static final class Sum extends E_Add {
        private final Watch watch;

        Sum(Watch watch, Expr left, Expr right) {
            super(left, right);
            this.watch = watch;
        }

        @Override
        public NodeValue eval(NodeValue left, NodeValue right) {
            watch.makesNumber("a sum", Math.max(bits(left), bits(right)) + 1L);
            return super.eval(left, right);
        }

        @Override
        public Expr copy(Expr left, Expr right) {
            return new Sum(watch, left, right);
        }
    }

    private static final class Difference extends E_Subtract {
        private final Watch watch;

        Difference(Watch watch, Expr left, Expr right) {
            super(left, right);
            this.watch = watch;
        }

        @Override
        public NodeValue eval(NodeValue left, NodeValue right) {
            watch.makesNumber("a difference", Math.max(bits(left), bits(right)) + 1L);
            return super.eval(left, right);
        }

        @Override
        public Expr copy(Expr left, Expr right) {
            return new Difference(watch, left, right);
        }
    }

    private static final class Product extends E_Multiply {
        private final Watch watch;

        Product(Watch watch, Expr left, Expr right) {
            super(left, right);
            this.watch = watch;
        }

        @Override
        public NodeValue eval(NodeValue left, NodeValue right) {
            watch.makesNumber("a product", (long) bits(left) + bits(right));
            return super.eval(left, right);
        }

        @Override
        public Expr copy(Expr left, Expr right) {
            return new Product(watch, left, right);
        }
    }

    private static final class Quotient extends E_Divide {
        private final Watch watch;

        Quotient(Watch watch, Expr left, Expr right) {
            super(left, right);
            this.watch = watch;
        }

        @Override
        public NodeValue eval(NodeValue left, NodeValue right) {
            watch.makesNumber("a quotient", Math.max(bits(left), bits(right)));
            return super.eval(left, right);
        }

        @Override
        public Expr copy(Expr left, Expr right) {
            return new Quotient(watch, left, right);
        }
    }

    /** STRDT that makes no number of too many digits. */
    private static final class Typed extends E_StrDatatype {
        Typed(Expr left, Expr right) {
            super(left, right);
        }

        @Override
        public NodeValue eval(NodeValue text, NodeValue datatype) {
            refuseLong(text);
            return super.eval(text, datatype);
        }

        @Override
        public Expr copy(Expr left, Expr right) {
            return new Typed(left, right);
        }
    }

    /** A cast of the XML Schema datatypes that reads no text of too many digits. */
    static final class Cast extends FunctionBase1 {
        private final FunctionBase1 cast;

        Cast(FunctionBase1 cast) {
            this.cast = cast;
        }

        @Override
        public NodeValue exec(NodeValue value) {
            refuseLong(value);
            return cast.exec(value);
        }
    }

    private static void refuseLong(NodeValue value) {
        boolean isLong = value.hasNode()
                ? value.getNode().isLiteral()
                        && value.getNode().getLiteralLexicalForm().length() > Watch.MAX_NUMBER_CHARS
                : value.isString() && value.getString().length() > Watch.MAX_NUMBER_CHARS;
        if (isLong) {
            throw new ExprEvalException("a text of more than " + Watch.MAX_NUMBER_CHARS + " characters is not cast");
        }
    }
}
