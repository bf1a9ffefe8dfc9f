package kith.daemon.query;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.daemon.store.Snapshot;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * Whoever writes a field of one value means that one: finds what else holds in the fields that a request writes, for it
 * to be taken back. What the request itself says of the classes of things counts. For one request and one thread.
 */
final class Settling {
    private final Snapshot snapshot;
    private final Views views;
    private final boolean hasHidden;
    private final SpaceDataset dataset;

    private final Map<Node, Set<Node>> known = new HashMap<>();
    /** What was written where a class of the thing that comes later may change the policy. */
    private final Map<Node, Set<Quad>> written = new HashMap<>();

    /** @param dataset as the request has made it so far */
    Settling(Snapshot snapshot, SpaceDataset dataset) {
        this.snapshot = snapshot;
        this.views = snapshot.views();
        this.hasHidden = snapshot.hasHidden();
        this.dataset = dataset;
    }

    /** A field's other values; those that show and those that do not. */
    record Others(Set<Quad> shown, Set<Quad> hidden) {
        static final Others NONE = new Others(Set.of(), Set.of());
    }

    /** What a value takes the place of when it is written. */
    Others besides(Quad quad, boolean isShown) {
        if (views.isByClass(quad.getPredicate())) {
            written.computeIfAbsent(quad.getSubject(), first -> new LinkedHashSet<>())
                    .add(quad);
        }
        return !isSingle(quad) || (isShown && !hasHidden) ? Others.NONE : others(quad);
    }

    /** What lies below a value that is taken back: a field whose shown value goes is empty. */
    Set<Quad> below(Quad quad) {
        return hasHidden && isSingle(quad) ? others(quad).hidden() : Set.of();
    }

    private Others others(Quad quad) {
        Set<Quad> shown = new LinkedHashSet<>();
        Set<Quad> hidden = new LinkedHashSet<>();
        for (Quad held : dataset.holding(quad.getGraph(), quad.getSubject(), quad.getPredicate())) {
            if (!held.getObject().equals(quad.getObject())) {
                (dataset.isShown(held) ? shown : hidden).add(held);
            }
        }
        return new Others(shown, hidden);
    }

    /** Whether a quad is of such a field, or was before the request took classes from its thing. */
    boolean isOfOneValue(Quad quad) {
        return isSingle(quad)
                || (views.isByClass(quad.getPredicate())
                        && views.of(quad.getPredicate(), () -> classesBefore(quad.getSubject())) != Policy.ALL);
    }

    private Set<Node> classesBefore(Node thing) {
        Set<Node> before = new HashSet<>();
        snapshot.find(Node.ANY, thing, Views.TYPE, Node.ANY).forEachRemaining(type -> before.add(type.getObject()));
        return before;
    }

    private boolean isSingle(Quad quad) {
        Node subject = quad.getSubject();
        return views.of(quad.getPredicate(), () -> known.computeIfAbsent(subject, dataset::classes)) != Policy.ALL;
    }

    /** The request gave a thing a class: what was written of the thing before, to be looked at again. */
    List<Quad> retyped(Quad type) {
        return matters(type) ? List.copyOf(written.getOrDefault(type.getSubject(), Set.of())) : List.of();
    }

    /** The request takes a quad back, whether it said it itself or found it. */
    void takenBack(Quad quad) {
        Set<Quad> ofThing = written.get(quad.getSubject());
        if (ofThing != null) {
            ofThing.remove(quad);
        }
        matters(quad);
    }

    private boolean matters(Quad type) {
        boolean matters = type.getPredicate().equals(Views.TYPE)
                && !views.fieldsOf(type.getObject()).isEmpty();
        if (matters) {
            known.remove(type.getSubject());
        }
        return matters;
    }

    void forget() {
        known.clear();
        written.clear();
    }
}
