package kith.daemon.query;

import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.Accumulator;
import org.apache.jena.sparql.expr.aggregate.AccumulatorExpr;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.function.FunctionEnv;
import org.jspecify.annotations.Nullable;

/** GROUP_CONCAT that makes no text beyond the limit, with and without DISTINCT. */
final class WatchedGroupConcat {
    private static final String DEFAULT_SEPARATOR = " ";

    private WatchedGroupConcat() {}

    /** The same aggregate, watched, if it is one that joins texts; else the aggregate itself. */
    static Aggregator watched(Watch watch, Aggregator aggregator) {
        return switch (aggregator) {
            case AggGroupConcat all -> new All(watch, all.getExprList().get(0), all.getSeparator());
            case AggGroupConcatDistinct distinct ->
                new Distinct(watch, distinct.getExprList().get(0), distinct.getSeparator());
            default -> aggregator;
        };
    }

    private static final class All extends AggGroupConcat {
        private final Watch watch;

        All(Watch watch, Expr expr, @Nullable String separator) {
            super(expr, separator);
            this.watch = watch;
        }

        @Override
        public Aggregator copy(ExprList exprs) {
            return new All(watch, exprs.get(0), getSeparator());
        }

        @Override
        public Accumulator createAccumulator() {
            return new Joined(watch, getExprList().get(0), getSeparator(), false);
        }
    }

    private static final class Distinct extends AggGroupConcatDistinct {
        private final Watch watch;

        Distinct(Watch watch, Expr expr, @Nullable String separator) {
            super(expr, separator);
            this.watch = watch;
        }

        @Override
        public Aggregator copy(ExprList exprs) {
            return new Distinct(watch, exprs.get(0), getSeparator());
        }

        @Override
        public Accumulator createAccumulator() {
            return new Joined(watch, getExprList().get(0), getSeparator(), true);
        }
    }

    private static final class Joined extends AccumulatorExpr {
        private final Watch watch;
        private final String separator;
        private final StringBuilder joined = new StringBuilder();
        private boolean empty = true;

        Joined(Watch watch, Expr expr, @Nullable String separator, boolean distinct) {
            super(expr, distinct);
            this.watch = watch;
            this.separator = separator == null ? DEFAULT_SEPARATOR : separator;
        }

        @Override
        protected void accumulate(NodeValue value, Binding binding, FunctionEnv env) {
            String text = value.asString();
            watch.makes("GROUP_CONCAT", joined.length() + (long) separator.length() + text.length());
            if (!empty) {
                joined.append(separator);
            }
            joined.append(text);
            empty = false;
        }

        @Override
        protected void accumulateError(Binding binding, FunctionEnv env) {
            // A row without a value adds nothing; the aggregate then has no value either, as SPARQL asks.
        }

        @Override
        protected NodeValue getAccValue() {
            return NodeValue.makeString(joined.toString());
        }
    }
}
