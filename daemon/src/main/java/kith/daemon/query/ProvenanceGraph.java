package kith.daemon.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import kith.daemon.replica.Moments;
import kith.daemon.store.Snapshot;
import kith.daemon.store.SpaceStore;
import kith.ontology.delta.Dot;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Terms;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.graph.impl.GraphBase;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.util.iterator.WrappedIterator;
import org.apache.jena.vocabulary.RDF;

/**
 * Who said every fact that holds, as RDF ({@code docs/history.md}, "As SPARQL"). Facts and sayings are blank nodes, made
 * when a pattern first finds them, and the same for the whole request.
 *
 * <p>A pattern that names the subject of facts reads what is said of that thing; one that names a delta reads that delta;
 * any other reads every fact of the space, and ends at {@link #MAX_FACTS}.
 */
final class ProvenanceGraph extends GraphBase {
    /** Facts that one request may look at. */
    static final int MAX_FACTS = 100_000;

    private static final Node GRAPH = NodeFactory.createURI(Terms.KITH_GRAPH);
    private static final Node SHOWN = NodeFactory.createURI(Terms.KITH_SHOWN);
    private static final Node SAID_IN = NodeFactory.createURI(Terms.KITH_SAID_IN);
    private static final Node DELTA = NodeFactory.createURI(Terms.KITH_DELTA);
    private static final Node FACT = NodeFactory.createURI(Terms.KITH_FACT);
    private static final Node SAYING = NodeFactory.createURI(Terms.KITH_SAYING);
    /** What sayings have and facts have not. */
    private static final Set<Node> OF_SAYINGS = Set.of(
            DELTA,
            NodeFactory.createURI(Terms.KITH_AUTHOR),
            NodeFactory.createURI(Terms.KITH_PERSON),
            NodeFactory.createURI(Terms.KITH_DEVICE_NAME),
            NodeFactory.createURI(Terms.KITH_TIME),
            NodeFactory.createURI(Terms.RDFS_COMMENT));

    private final SpaceStore store;
    private final Snapshot snapshot;
    private final Function<Dot, List<ReplicaSpaces.Told>> sources;
    /** What is said of each node that was found: of facts, and of sayings. */
    private final Map<Node, List<Triple>> said = new HashMap<>();

    private final Map<Quad, Node> facts = new HashMap<>();
    private final Map<Node, List<Node>> sayingsOf = new HashMap<>();
    private final Map<Node, Node> factOf = new HashMap<>();

    /** @param sources what is known of a delta, as properties of a saying */
    ProvenanceGraph(SpaceStore store, Snapshot snapshot, Function<Dot, List<ReplicaSpaces.Told>> sources) {
        this.store = store;
        this.snapshot = snapshot;
        this.sources = sources;
    }

    @Override
    protected ExtendedIterator<Triple> graphBaseFind(Triple pattern) {
        return WrappedIterator.create(Iter.filter(candidates(pattern), triple -> pattern.matches(triple)));
    }

    /** Triples among which are all that match. */
    private Iterator<Triple> candidates(Triple pattern) {
        Node subject = pattern.getSubject();
        Node predicate = pattern.getPredicate();
        Node object = pattern.getObject();
        if (subject.isConcrete()) {
            // A node that no pattern has found yet is none of ours: they have no names that could be written.
            return List.copyOf(said.getOrDefault(subject, List.of())).iterator();
        }
        if (predicate.equals(RDF.Nodes.subject) && object.isConcrete()) {
            return told(snapshot.everHeld(object, Node.ANY), false);
        }
        if (predicate.equals(DELTA) && object.isLiteral()) {
            return told(assertedBy(object.getLiteralLexicalForm()).iterator(), true);
        }
        Node fact = factOf.get(object);
        if (fact != null) {
            return List.copyOf(said.getOrDefault(fact, List.of())).iterator();
        }
        boolean both = !predicate.isConcrete() || predicate.equals(RDF.Nodes.type);
        return told(snapshot.everHeld(Node.ANY, Node.ANY), both || OF_SAYINGS.contains(predicate));
    }

    /** What is said of these facts, as they are come to, and with {@code sayings} of who said them. */
    private Iterator<Triple> told(Iterator<Quad> quads, boolean sayings) {
        return Iter.flatMap(quads, quad -> {
            Node fact = fact(quad);
            List<Triple> all = new ArrayList<>(said.getOrDefault(fact, List.of()));
            if (sayings) {
                sayingsOf.getOrDefault(fact, List.of()).forEach(saying -> all.addAll(said.get(saying)));
            }
            return all.iterator();
        });
    }

    private List<Quad> assertedBy(String id) {
        try {
            SignedDelta delta = new Moments(store).delta(id);
            return delta.entry().control() || delta.entry().isWithdrawn()
                    ? List.of()
                    : EditCodec.decode(delta.entry().payload(), delta.dot().log())
                            .asserts();
        } catch (KithException unknown) {
            // No delta, several, or one that cannot be read: of a pattern that is no error, nothing matches it.
            return List.of();
        }
    }

    /** The node of a fact; one that does not hold has none, and nothing is said of it. */
    private Node fact(Quad quad) {
        return facts.computeIfAbsent(quad, unseen -> {
            if (facts.size() >= MAX_FACTS) {
                throw new LimitReached("the question looks at the provenance of more than " + MAX_FACTS
                        + " facts: name a thing (?fact rdf:subject <THING>) or a change (?saying kith:delta \"ID\")");
            }
            Node fact = NodeFactory.createBlankNode();
            Set<Dot> live = snapshot.history(quad).live(dot -> true);
            if (!live.isEmpty()) {
                tell(fact, quad, live);
            }
            return fact;
        });
    }

    private void tell(Node fact, Quad quad, Set<Dot> live) {
        List<Triple> of = new ArrayList<>();
        of.add(Triple.create(fact, RDF.Nodes.type, FACT));
        of.add(Triple.create(fact, RDF.Nodes.subject, quad.getSubject()));
        of.add(Triple.create(fact, RDF.Nodes.predicate, quad.getPredicate()));
        of.add(Triple.create(fact, RDF.Nodes.object, quad.getObject()));
        if (!quad.isDefaultGraph()) {
            of.add(Triple.create(fact, GRAPH, quad.getGraph()));
        }
        of.add(Triple.create(
                fact,
                SHOWN,
                NodeFactory.createLiteralDT(Boolean.toString(snapshot.contains(quad)), XSDDatatype.XSDboolean)));
        List<Node> sayings = new ArrayList<>();
        for (Dot dot : live) {
            Node saying = NodeFactory.createBlankNode();
            sayings.add(saying);
            of.add(Triple.create(fact, SAID_IN, saying));
            said.put(saying, saying(saying, dot));
            factOf.put(saying, fact);
        }
        said.put(fact, of);
        sayingsOf.put(fact, sayings);
    }

    private List<Triple> saying(Node saying, Dot dot) {
        List<Triple> of = new ArrayList<>();
        of.add(Triple.create(saying, RDF.Nodes.type, SAYING));
        Consumer<ReplicaSpaces.Told> tell =
                told -> of.add(Triple.create(saying, NodeFactory.createURI(told.predicate()), told.value()));
        sources.apply(dot).forEach(tell);
        return of;
    }
}
