package kith.daemon.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeTerms;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Terms;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** Rules and shapes that are said in a {@link World}: how many values a field shows, and which. */
final class Statutes {
    static final Node PATH = shacl("path");
    static final Node TARGET = shacl("targetClass");

    private static final Node MOST = shacl("maxCount");
    private static final Node SHAPE = NodeFactory.createURI("urn:x:shape");
    private static final Node ONE = NodeFactory.createLiteralDT("1", XSDDatatype.XSDinteger);
    private static final List<String> NAMES = List.of("boats", "ships");

    private final Gen gen;
    private final List<Quad> quads;

    Statutes(Gen gen, List<Quad> quads) {
        this.gen = gen;
        this.quads = quads;
    }

    private static Node shacl(String name) {
        return NodeFactory.createURI("http://www.w3.org/ns/shacl#" + name);
    }

    /** A rule or a shape of some field; some of those in force it replaces. */
    Act next(Authority authority) {
        String predicate =
                gen.oneIn(12) ? Terms.RDF_TYPE : gen.pick(quads).getPredicate().getURI();
        Optional<String> kind = gen.coin() ? Optional.empty() : Optional.of(gen.pick(SomeTerms.CLASSES));
        Set<Bytes> replaced = new HashSet<>();
        if (gen.oneIn(3)) {
            Set<Quad> triples = gen.oneIn(4) ? Set.of() : shape(predicate, kind);
            authority.shapes().forEach(said -> replace(said, replaced));
            return new Act.Shape(gen.pick(NAMES), triples, replaced);
        }
        authority.rules().forEach(said -> replace(said, replaced));
        return new Act.Rule(predicate, kind, gen.pickOf(Policy.values()), replaced);
    }

    private void replace(Authority.Said<?> said, Set<Bytes> replaced) {
        if (gen.oneIn(3)) {
            replaced.add(said.delta().link());
        }
    }

    private static Set<Quad> shape(String predicate, Optional<String> kind) {
        Set<Quad> triples = new HashSet<>();
        triples.add(triple(PATH, NodeFactory.createURI(predicate)));
        triples.add(triple(MOST, ONE));
        kind.ifPresent(type -> triples.add(triple(TARGET, NodeFactory.createURI(type))));
        return triples;
    }

    private static Quad triple(Node predicate, Node object) {
        return Quad.create(Quad.defaultGraphIRI, SHAPE, predicate, object);
    }

    /** What a shape says of itself by a predicate. */
    static Optional<String> object(Set<Quad> shape, Node predicate) {
        return shape.stream()
                .filter(triple -> triple.getPredicate().equals(predicate))
                .map(triple -> triple.getObject().getURI())
                .findFirst();
    }
}
