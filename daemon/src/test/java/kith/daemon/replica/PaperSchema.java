package kith.daemon.replica;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kith.ontology.access.Act;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeTerms;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** Rules and shapes that admins of a paper space said, and, plain and slow, which policy a field has by them. */
final class PaperSchema {
    private static final String SHACL = "http://www.w3.org/ns/shacl#";
    private static final List<String> NAMES = List.of("boats", "ships");

    private final Gen gen;
    private final List<String> predicates;
    private final List<Told> told = new ArrayList<>();
    private Act latest = new Act.Unknown();

    /** An act, its link, and of a shape what it holds to one value. */
    private record Told(Act act, Bytes link) {}

    /** What a policy is said of. */
    private record Key(String predicate, Optional<String> kind) {}

    PaperSchema(Gen gen, Set<Quad> world) {
        this.gen = gen;
        Set<String> found = new LinkedHashSet<>();
        world.stream().map(quad -> quad.getPredicate().getURI()).sorted().forEach(found::add);
        found.add(Terms.RDF_TYPE);
        predicates = List.copyOf(found);
    }

    /** What an admin may say next; of what was said before it may replace anything. */
    Act next() {
        Optional<String> kind = gen.coin() ? Optional.empty() : Optional.of(gen.pick(SomeTerms.CLASSES));
        Key key = new Key(gen.pick(predicates), kind);
        Set<Bytes> replaced = new HashSet<>();
        told.stream().filter(one -> gen.oneIn(4)).forEach(one -> replaced.add(one.link()));
        latest = gen.oneIn(3)
                ? new Act.Shape(gen.pick(NAMES), gen.oneIn(4) ? Set.of() : shape(key), replaced)
                : new Act.Rule(key.predicate(), key.kind(), gen.pickOf(Policy.values()), replaced);
        return latest;
    }

    void said(VerifiedDelta delta) {
        told.add(new Told(latest, delta.delta().link()));
    }

    private static Set<Quad> shape(Key key) {
        Node shape = NodeFactory.createURI("urn:x:shape");
        Set<Quad> triples = new HashSet<>();
        triples.add(triple(shape, "path", NodeFactory.createURI(key.predicate())));
        triples.add(triple(shape, "maxCount", NodeFactory.createLiteralDT("1", XSDDatatype.XSDinteger)));
        key.kind().ifPresent(kind -> triples.add(triple(shape, "targetClass", NodeFactory.createURI(kind))));
        return triples;
    }

    private static Quad triple(Node subject, String predicate, Node object) {
        return Quad.create(Quad.defaultGraphIRI, subject, NodeFactory.createURI(SHACL + predicate), object);
    }

    private static Key key(Act.Shape shape) {
        String predicate = "";
        Optional<String> kind = Optional.empty();
        for (Quad quad : shape.triples()) {
            if (quad.getPredicate().getURI().equals(SHACL + "path")) {
                predicate = quad.getObject().getURI();
            } else if (quad.getPredicate().getURI().equals(SHACL + "targetClass")) {
                kind = Optional.of(quad.getObject().getURI());
            }
        }
        return new Key(predicate, kind);
    }

    /** How values of a field are picked in a thing of these classes. */
    Policy policy(Node predicate, Set<String> types) {
        String field = predicate.getURI();
        if (field.equals(Terms.RDF_TYPE)) {
            return Policy.ALL;
        }
        Map<String, Policy> ruled = new TreeMap<>();
        Set<String> shaped = new HashSet<>();
        inForce(field, ruled, shaped);
        Policy usual = ruled.containsKey("") ? ruled.get("") : Profile.policyOf(field);
        if (usual == Policy.ALL && !ruled.containsKey("") && shaped.contains("")) {
            usual = Policy.LATEST;
        }
        Policy best = null;
        for (Policy policy : List.of(Policy.ALL, Policy.LEAST, Policy.GREATEST, Policy.FIRST, Policy.LATEST)) {
            for (String type : types) {
                Policy byShape = usual == Policy.ALL ? Policy.LATEST : usual;
                Policy ofType = shaped.contains(type) ? ruled.getOrDefault(type, byShape) : ruled.get(type);
                best = ofType == policy ? policy : best;
            }
        }
        return best == null ? usual : best;
    }

    /** By class, or by nothing for all things: the policy that the last rule says, and whether a shape asks for one value. */
    private void inForce(String field, Map<String, Policy> ruled, Set<String> shaped) {
        Set<Bytes> replacedRules = new HashSet<>();
        Set<Bytes> replacedShapes = new HashSet<>();
        for (Told one : told) {
            switch (one.act()) {
                case Act.Rule rule -> replacedRules.addAll(rule.replaces());
                case Act.Shape shape -> replacedShapes.addAll(shape.replaces());
                default -> throw new AssertionError(one);
            }
        }
        Map<String, Act.Shape> byName = new TreeMap<>();
        for (Told one : told) {
            if (one.act() instanceof Act.Rule rule
                    && !replacedRules.contains(one.link())
                    && rule.predicate().equals(field)) {
                ruled.put(rule.kind().orElse(""), rule.policy());
            } else if (one.act() instanceof Act.Shape shape && !replacedShapes.contains(one.link())) {
                byName.put(shape.name(), shape);
            }
        }
        byName.values().stream()
                .filter(shape -> key(shape).predicate().equals(field))
                .forEach(shape -> shaped.add(key(shape).kind().orElse("")));
    }
}
