package kith.ontology.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import kith.ontology.delta.Dot;

/**
 * Every operation on one quad that a replica holds, and the rule that decides whether the quad is asserted: a function
 * of the set alone, whatever order it came in. Immutable.
 *
 * <p>A quad is asserted iff some valid delta asserts it with a dot that no valid delta's retract of the quad names.
 * Deltas need no causal order: a retract may come first, and then the assert it names is dead on arrival.
 */
public final class QuadHistory {
    public static final QuadHistory EMPTY = new QuadHistory(List.of());

    private final List<Operation> operations;

    private QuadHistory(List<Operation> operations) {
        this.operations = operations;
    }

    public static QuadHistory of(Collection<Operation> operations) {
        return new QuadHistory(List.copyOf(new LinkedHashSet<>(operations)));
    }

    /** This history and one operation more; the same one twice counts once. */
    public QuadHistory with(Operation operation) {
        if (operations.contains(operation)) {
            return this;
        }
        List<Operation> more = new ArrayList<>(operations.size() + 1);
        more.addAll(operations);
        more.add(operation);
        return new QuadHistory(List.copyOf(more));
    }

    /** This history without what one delta did to the quad. */
    public QuadHistory without(Dot dot) {
        return new QuadHistory(operations.stream()
                .filter(operation -> !operation.dot().equals(dot))
                .toList());
    }

    /** This history without one operation. */
    public QuadHistory without(Operation operation) {
        return new QuadHistory(
                operations.stream().filter(held -> !held.equals(operation)).toList());
    }

    public List<Operation> operations() {
        return operations;
    }

    /** Whether the quad holds. */
    public boolean isAsserted(Predicate<Dot> valid) {
        // Most quads are said once and never taken back.
        if (operations.size() == 1 && operations.getFirst() instanceof Operation.Assert said) {
            return valid.test(said.dot());
        }
        return !live(valid).isEmpty();
    }

    /** The dots of the asserts that hold: what a retract made now has to name. */
    public SortedSet<Dot> live(Predicate<Dot> valid) {
        Set<Dot> retracted = new HashSet<>();
        SortedSet<Dot> asserted = new TreeSet<>();
        for (Operation operation : operations) {
            if (!valid.test(operation.dot())) {
                continue;
            }
            switch (operation) {
                case Operation.Assert said -> asserted.add(said.dot());
                case Operation.Retract taken -> retracted.addAll(taken.seen());
            }
        }
        asserted.removeAll(retracted);
        return asserted;
    }
}
