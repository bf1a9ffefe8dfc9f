package kith.daemon.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import kith.ontology.merge.Effect;
import kith.ontology.merge.Views;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/**
 * Brings what is shown in line with other views: looks again at the fields of the predicates of which they say something
 * else, and at nothing more, in steps of bounded memory. Whatever interrupts it, it begins those predicates anew. On the
 * lane.
 */
final class Rederiving {
    /** Values looked at in one commit. */
    static final int STEP_QUADS = 4_096;

    private final SpaceStore space;
    private final Supplier<Commit> begin;
    private final List<Quad> appeared = new ArrayList<>();
    private final List<Quad> vanished = new ArrayList<>();
    private final List<Quad> step = new ArrayList<>();
    private boolean isMuch;

    Rederiving(SpaceStore space, Supplier<Commit> begin) {
        this.space = space;
        this.begin = begin;
    }

    /** What is shown by views {@code next} and was not, and the other way round. */
    Effect from(DerivedBy before, Views next) {
        Set<String> predicates = changed(before, next);
        if (predicates.isEmpty()) {
            if (!before.isNoted()) {
                // Noted once, so that a later kith with another profile knows what this one went by.
                space.derive(new DerivedBy(next, Set.of(), true));
            }
            return Effect.NONE;
        }
        space.derive(new DerivedBy(next, predicates, true));
        try (Snapshot snapshot = space.snapshot()) {
            snapshot.eachHidden(quad -> {
                if (predicates.contains(quad.getPredicate().getURI())) {
                    look(quad);
                }
            });
            for (String predicate : predicates) {
                if (showsFewer(before, next, predicate)) {
                    Iterator<Quad> shown =
                            snapshot.find(Node.ANY, Node.ANY, NodeFactory.createURI(predicate), Node.ANY);
                    shown.forEachRemaining(this::look);
                }
            }
        }
        commit();
        space.derive(new DerivedBy(next, Set.of(), true));
        return isMuch ? Effect.MUCH : new Effect(appeared, vanished);
    }

    static Set<String> changed(DerivedBy before, Views next) {
        Set<String> predicates = new TreeSet<>(before.doubtful());
        before.views().differing(next).forEach(predicate -> predicates.add(predicate.getURI()));
        return predicates;
    }

    /** Whether a field that shows several values may show one from now on; else a look at what is hidden is enough. */
    static boolean showsFewer(DerivedBy before, Views next, String predicate) {
        Node field = NodeFactory.createURI(predicate);
        boolean several =
                before.doubtful().contains(predicate) || before.views().mayBeMany(field);
        return several && next.mayBeSingle(field);
    }

    private void look(Quad quad) {
        step.add(quad);
        if (step.size() == STEP_QUADS) {
            commit();
        }
    }

    private void commit() {
        if (!step.isEmpty()) {
            try (Commit commit = begin.get()) {
                step.forEach(commit::lookAgain);
                Effect effect = commit.write();
                appeared.addAll(effect.appeared());
                vanished.addAll(effect.vanished());
                if (appeared.size() + vanished.size() > Effect.MAX_QUADS) {
                    isMuch = true;
                    appeared.clear();
                    vanished.clear();
                }
            }
            step.clear();
        }
    }
}
