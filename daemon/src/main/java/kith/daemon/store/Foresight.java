package kith.daemon.store;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** Looks at what other views would show, and changes nothing. For one thread, on one snapshot of the present. */
final class Foresight {
    /** Fields whose shown value is remembered: many values of one field are looked at one by one. */
    private static final int MAX_FIELDS = 10_000;

    private final Snapshot snapshot;
    private final Views next;
    private final int examples;
    private final Map<Quad, Node> shown = new LinkedHashMap<>();
    private final List<Quad> hides = new ArrayList<>();
    private final List<Quad> shows = new ArrayList<>();
    private long hidden;
    private long back;

    Foresight(Snapshot snapshot, Views next, int examples) {
        this.snapshot = snapshot;
        this.next = next;
        this.examples = examples;
    }

    Outlook outlook() {
        DerivedBy now = new DerivedBy(snapshot.views(), Set.of(), true);
        Set<String> predicates = Rederiving.changed(now, next);
        snapshot.eachHidden(quad -> {
            if (predicates.contains(quad.getPredicate().getURI()) && isShown(quad)) {
                back++;
                note(quad, shows);
            }
        });
        for (String predicate : predicates) {
            // Of a field that shows one value already, another policy may show another.
            Iterator<Quad> visible = snapshot.find(Node.ANY, Node.ANY, NodeFactory.createURI(predicate), Node.ANY);
            while (visible.hasNext()) {
                Quad quad = visible.next();
                if (!isShown(quad)) {
                    hidden++;
                    note(quad, hides);
                }
            }
        }
        return new Outlook(hidden, back, hides, shows);
    }

    private void note(Quad quad, List<Quad> noted) {
        if (noted.size() < examples) {
            noted.add(quad);
        }
    }

    private boolean isShown(Quad quad) {
        Policy policy = next.of(quad.getPredicate(), () -> snapshot.types(quad.getSubject(), dot -> true));
        if (policy == Policy.ALL) {
            return true;
        }
        if (shown.size() >= MAX_FIELDS) {
            shown.clear();
        }
        Quad field = Quad.create(quad.getGraph(), quad.getSubject(), quad.getPredicate(), Node.ANY);
        return shown.computeIfAbsent(field, first -> snapshot.shownValue(quad, policy, dot -> true))
                .equals(quad.getObject());
    }
}
