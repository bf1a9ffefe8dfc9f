package kith.daemon.query;

import java.math.BigInteger;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.NodeValue;

/** Multiplication that makes no number beyond the limit: a chain of squares doubles its digits each time. */
final class WatchedProduct extends E_Multiply {
    private final Watch watch;

    WatchedProduct(Watch watch, Expr left, Expr right) {
        super(left, right);
        this.watch = watch;
    }

    @Override
    public NodeValue eval(NodeValue left, NodeValue right) {
        watch.makesNumber("a product", (long) bits(left) + bits(right));
        return super.eval(left, right);
    }

    /** How many bits the exact value takes; 0 for what is no exact number. */
    static int bits(NodeValue value) {
        if (value.isInteger()) {
            return value.getInteger().bitLength();
        }
        if (value.isDecimal()) {
            BigInteger digits = value.getDecimal().unscaledValue();
            return digits.bitLength();
        }
        return 0;
    }

    @Override
    public Expr copy(Expr left, Expr right) {
        return new WatchedProduct(watch, left, right);
    }
}
