package kith.daemon.query;

import java.time.Duration;

/**
 * What one question may take.
 *
 * @param timeout from its start to its last row
 * @param maxRows rows, or triples of a graph answer
 * @param maxBytes of the written answer
 */
public record QueryLimits(Duration timeout, long maxRows, long maxBytes) {
    public QueryLimits {
        if (timeout.isNegative() || timeout.isZero() || maxRows < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("limits of a question must be above zero");
        }
    }

    /** The same limits, or a shorter time if {@code wanted} is shorter. */
    public QueryLimits within(Duration wanted) {
        return wanted.compareTo(timeout) < 0 ? new QueryLimits(wanted, maxRows, maxBytes) : this;
    }
}
