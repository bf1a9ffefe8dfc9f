package kith.ontology.merge;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import kith.ontology.delta.Dot;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;

/**
 * The one value of a field that is shown, of those that hold: a function of the set of them, whatever order they came in.
 * The others are hidden and not lost ({@code docs/protocol/merge.md}, "Fields of one value").
 */
public final class SingleValue {
    private SingleValue() {}

    /**
     * A value that holds.
     *
     * @param earliest the first stamp of the deltas that assert it and count
     * @param latest the last one
     */
    public record Candidate(Node value, Stamp earliest, Stamp latest) {
        /**
         * A value by the asserts that make it hold.
         *
         * @param asserts at least one
         * @param stamp of the delta of a dot
         */
        public static Candidate of(Node value, Collection<Dot> asserts, Function<Dot, Stamp> stamp) {
            List<Stamp> stamps = asserts.stream().map(stamp).toList();
            return new Candidate(value, Collections.min(stamps), Collections.max(stamps));
        }
    }

    /**
     * The value to show. Of values said at the same clock, the one that comes later in the order of values is shown under
     * {@link Policy#LATEST} and {@link Policy#GREATEST}, the one that comes first under the others.
     *
     * @param policy not {@link Policy#ALL}
     * @param candidates at least one; no value twice
     */
    public static Candidate shown(Policy policy, Collection<Candidate> candidates) {
        Comparator<Candidate> byValue = Comparator.comparing(Candidate::value, ValueOrder.ORDER);
        return switch (policy) {
            case ALL -> throw new IllegalArgumentException("a field of many values shows them all");
            case LATEST ->
                Collections.max(
                        candidates, Comparator.comparing(Candidate::latest).thenComparing(byValue));
            case FIRST ->
                Collections.min(
                        candidates, Comparator.comparing(Candidate::earliest).thenComparing(byValue));
            case GREATEST -> Collections.max(candidates, byValue);
            case LEAST -> Collections.min(candidates, byValue);
        };
    }
}
