package kith.daemon.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** Quads that are to be said, in the order they came, to be looked into as a dataset is. For one thread at a time. */
final class Additions {
    private final Set<Quad> quads = new LinkedHashSet<>();
    /** By subject, and for patterns without one; each made when first asked for. */
    private @Nullable Map<Node, List<Quad>> bySubject;

    /** Whether what is found by subject may have been removed, or twice. */
    private boolean isLoose;

    private @Nullable DatasetGraph index;

    Set<Quad> quads() {
        return Collections.unmodifiableSet(quads);
    }

    boolean isEmpty() {
        return quads.isEmpty();
    }

    boolean contains(Quad quad) {
        return quads.contains(quad);
    }

    boolean add(Quad quad) {
        boolean isNew = quads.add(quad);
        if (isNew && bySubject != null) {
            bySubject
                    .computeIfAbsent(quad.getSubject(), first -> new ArrayList<>())
                    .add(quad);
        }
        if (isNew && index != null) {
            index.add(quad);
        }
        return isNew;
    }

    boolean remove(Quad quad) {
        boolean was = quads.remove(quad);
        isLoose |= was;
        if (was && index != null) {
            index.delete(quad);
        }
        return was;
    }

    void clear() {
        quads.clear();
        bySubject = null;
        isLoose = false;
        index = null;
    }

    /** All that is said of a thing. */
    Collection<Quad> of(Node subject) {
        Map<Node, List<Quad>> made = bySubject;
        if (made == null) {
            made = new HashMap<>();
            for (Quad quad : quads) {
                made.computeIfAbsent(quad.getSubject(), first -> new ArrayList<>())
                        .add(quad);
            }
            bySubject = made;
            isLoose = false;
        }
        List<Quad> said = made.getOrDefault(subject, List.of());
        if (!isLoose) {
            return said;
        }
        Set<Quad> still = new LinkedHashSet<>(said);
        still.retainAll(quads);
        return still;
    }

    /** Quads of one graph, or of any. */
    Iterator<Quad> find(Node graph, Node subject, Node predicate, Node object) {
        if (subject.isConcrete()) {
            return matching(graph, subject, predicate, object).iterator();
        }
        // The general dataset names its default graph otherwise than the store does.
        return Iter.map(
                index().find(graph, subject, predicate, object),
                quad -> quad.isDefaultGraph() ? Quad.create(Quad.defaultGraphIRI, quad.asTriple()) : quad);
    }

    /** Quads of named graphs. */
    Iterator<Quad> findNamed(Node subject, Node predicate, Node object) {
        return Iter.filter(find(Node.ANY, subject, predicate, object), quad -> !quad.isDefaultGraph());
    }

    private List<Quad> matching(Node graph, Node subject, Node predicate, Node object) {
        Collection<Quad> said = of(subject);
        if (!graph.isConcrete() && !predicate.isConcrete() && !object.isConcrete()) {
            return new ArrayList<>(said);
        }
        List<Quad> matching = new ArrayList<>();
        for (Quad quad : said) {
            if ((!graph.isConcrete() || quad.getGraph().equals(graph))
                    && (!predicate.isConcrete() || predicate.equals(quad.getPredicate()))
                    && (!object.isConcrete() || object.equals(quad.getObject()))) {
                matching.add(quad);
            }
        }
        return matching;
    }

    private DatasetGraph index() {
        DatasetGraph made = index;
        if (made == null) {
            made = DatasetGraphFactory.create();
            quads.forEach(made::add);
            index = made;
        }
        return made;
    }
}
