package kith.daemon.query;

import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.FunctionBase2;
import org.apache.jena.sparql.function.library.Math_pow;

/** {@code math:pow} that makes no number beyond the limit. */
final class WatchedPower extends FunctionBase2 {
    static final String IRI = ARQConstants.mathPrefix + "pow";

    @Override
    public NodeValue exec(NodeValue base, NodeValue exponent) {
        if (base.isInteger() && exponent.isInteger()) {
            boolean huge = exponent.getInteger().bitLength() > Integer.SIZE - 1
                    || (long) WatchedArithmetic.bits(base)
                                    * exponent.getInteger().longValueExact()
                            > Watch.MAX_NUMBER_BITS;
            if (huge && base.getInteger().bitLength() > 1) {
                throw new ExprEvalException("the power has more than " + Watch.MAX_NUMBER_BITS + " bits");
            }
        }
        return new Math_pow().exec(base, exponent);
    }
}
