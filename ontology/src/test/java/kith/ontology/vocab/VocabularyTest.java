package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.junit.jupiter.api.Test;

/** The profile in Java, {@code kith.ttl} and {@code shapes.ttl} say the same; each is read here against the others. */
class VocabularyTest {
    private static final Node DOMAIN = node(Prefixes.SCHEMA + "domainIncludes");
    private static final Node RANGE = node(Prefixes.SCHEMA + "rangeIncludes");

    private final Graph profile = read("kith.ttl");
    private final Graph shapes = read("shapes.ttl");

    @Test
    void everyTermOfTheTurtleIsAConstant() throws Exception {
        Set<String> constants = constants();

        Set<String> subjects = profile.stream()
                .map(Triple::getSubject)
                .filter(subject -> !profile.contains(subject, RDF.Nodes.type, OWL2.Ontology.asNode()))
                .map(Node::getURI)
                .collect(Collectors.toCollection(TreeSet::new));
        subjects.removeAll(constants);

        assertEquals(Set.of(), subjects);
    }

    @Test
    void everyConstantIsATermOfTheTurtle() throws Exception {
        Set<String> missing = constants();

        profile.stream().forEach(triple -> missing.remove(triple.getSubject().getURI()));
        missing.removeIf(constant -> constant.startsWith(Prefixes.XSD)); // datatypes belong to the forms

        assertEquals(Set.of(), missing);
    }

    @Test
    void everyTermIsLabelledExplainedAndSaysWhereItComesFrom() {
        for (String term : profile.stream().map(t -> t.getSubject().getURI()).collect(Collectors.toSet())) {
            if (!profile.contains(node(term), RDF.Nodes.type, OWL2.Ontology.asNode())) {
                String home = only(profile, node(term), RDFS.Nodes.isDefinedBy).getURI();

                assertTrue(term.startsWith(home) && Prefixes.map().containsValue(home), term);
                assertTrue(text(term, RDFS.Nodes.label).length() > 1, term);
                assertTrue(text(term, RDFS.Nodes.comment).length() > 1, term);
            }
        }
    }

    @Test
    void everyKindIsAClassOfTheTurtleAndViceVersa() {
        Map<String, String> inJava = Profile.kinds().stream().collect(Collectors.toMap(Kind::classIri, Kind::name));
        Map<String, String> inTurtle = profile.stream(Node.ANY, node(Terms.KITH_KIND), Node.ANY)
                .collect(Collectors.toMap(
                        t -> t.getSubject().getURI(), t -> t.getObject().getLiteralLexicalForm()));

        assertEquals(inJava, inTurtle);
        for (Kind kind : Profile.kinds()) {
            Set<String> schemes = objects(profile, node(kind.classIri()), node(Terms.KITH_NAME_SCHEME));
            assertEquals(kind.namespaceHint().isEmpty() ? Set.of() : Set.of(kind.namespaceHint()), schemes);
            assertTrue(
                    profile.contains(node(kind.classIri()), RDFS.Nodes.subClassOf, node(Terms.KITH_THING)),
                    kind.name());
        }
    }

    @Test
    void everyFieldIsAPropertyOfTheTurtleAndViceVersa() {
        Set<String> inJava = new TreeSet<>();
        for (Kind kind : Profile.kinds()) {
            kind.fields().forEach(field -> inJava.add(field.predicate() + " of " + kind.classIri()));
        }
        Set<String> inTurtle = new TreeSet<>();
        profile.stream(Node.ANY, DOMAIN, Node.ANY).forEach(triple -> {
            for (String domain : classes(triple.getObject().getURI())) {
                inTurtle.add(triple.getSubject().getURI() + " of " + domain);
            }
        });

        assertEquals(inJava, inTurtle);
    }

    @Test
    void aFieldIsCalledWrittenExplainedAndPickedAsTheTurtleSays() {
        for (Kind kind : Profile.kinds()) {
            for (kith.ontology.vocab.Field field : kind.fields()) {
                String form = field.form().name().toLowerCase(Locale.ROOT).replace('_', '-');
                Set<String> ranges = field.refersTo().stream()
                        .map(name -> Profile.kind(name).orElseThrow().classIri())
                        .collect(Collectors.toSet());
                assertAll(
                        kind.name() + " " + field.name(),
                        () -> assertEquals(field.name(), text(field.predicate(), RDFS.Nodes.label)),
                        () -> assertEquals(field.help(), text(field.predicate(), RDFS.Nodes.comment)),
                        () -> assertEquals(form, text(field.predicate(), node(Terms.KITH_FORM))),
                        () -> assertEquals(field.policy().word(), text(field.predicate(), node(Terms.KITH_POLICY))),
                        () -> assertTrue(
                                ranges.isEmpty() || ranges.equals(objects(profile, node(field.predicate()), RANGE))));
            }
        }
    }

    @Test
    void aShapeAllowsOneValueExactlyWhereAFieldIsSingle() {
        for (Kind kind : Profile.kinds()) {
            for (kith.ontology.vocab.Field field : kind.fields()) {
                List<Node> constraints = propertyShapes(kind.classIri()).stream()
                        .filter(shape -> shapes.contains(shape, SHACL.path, node(field.predicate())))
                        .toList();

                assertEquals(1, constraints.size(), kind.name() + " " + field.name());
                Node constraint = constraints.get(0);
                assertEquals(
                        field.single() ? Set.of("1") : Set.of(),
                        objects(shapes, constraint, SHACL.maxCount),
                        kind.name() + " " + field.name());
                String message = only(shapes, constraint, SHACL.message).getLiteralLexicalForm();
                assertTrue(message.startsWith(field.name() + ": "), message);
            }
        }
    }

    @Test
    void aShapeSpeaksOfFieldsOnly() {
        for (Kind kind : Profile.kinds()) {
            Set<String> predicates = kind.fields().stream()
                    .map(kith.ontology.vocab.Field::predicate)
                    .collect(Collectors.toSet());

            for (Node constraint : propertyShapes(kind.classIri())) {
                String path = only(shapes, constraint, SHACL.path).getURI();
                assertTrue(predicates.contains(path), kind.name() + " " + path);
            }
        }
    }

    @Test
    void everyTargetAndEveryExpectedClassIsAConstant() throws Exception {
        Set<String> classes = new HashSet<>(objects(shapes, Node.ANY, SHACL.targetClass));
        classes.addAll(objects(shapes, Node.ANY, SHACL.class_));

        classes.removeAll(constants());

        assertEquals(Set.of(), classes);
    }

    @Test
    void subclassesAreTheSameInBothFilesAndShareTheShapesOfTheirKind() {
        Set<Triple> inProfile = profile.stream(Node.ANY, RDFS.Nodes.subClassOf, Node.ANY)
                .filter(triple -> Profile.kindOf(triple.getObject().getURI()).isPresent())
                .collect(Collectors.toSet());
        Set<Triple> inShapes =
                shapes.stream(Node.ANY, RDFS.Nodes.subClassOf, Node.ANY).collect(Collectors.toSet());

        assertEquals(inProfile, inShapes);
        for (Triple triple : inShapes) {
            assertEquals(
                    propertyShapes(triple.getObject().getURI()),
                    propertyShapes(triple.getSubject().getURI()));
        }
    }

    @Test
    void prefixesMeanTheSameEverywhere() {
        for (Graph graph : List.of(profile, shapes)) {
            graph.getPrefixMapping().getNsPrefixMap().forEach((prefix, iri) -> {
                if (!prefix.equals("sh")) {
                    assertEquals(Prefixes.map().get(prefix), iri, prefix);
                }
            });
        }
    }

    private Set<Node> propertyShapes(String classIri) {
        return shapes.stream(Node.ANY, SHACL.targetClass, node(classIri))
                .flatMap(target -> shapes.stream(target.getSubject(), SHACL.property, Node.ANY))
                .map(Triple::getObject)
                .collect(Collectors.toSet());
    }

    private static Set<String> classes(String domain) {
        return domain.equals(Terms.KITH_THING)
                ? Profile.kinds().stream().map(Kind::classIri).collect(Collectors.toSet())
                : Set.of(domain);
    }

    private String text(String term, Node predicate) {
        return only(profile, node(term), predicate).getLiteralLexicalForm();
    }

    private static Node only(Graph graph, Node subject, Node predicate) {
        List<Node> objects = graph.stream(subject, predicate, Node.ANY)
                .map(Triple::getObject)
                .toList();
        assertEquals(1, objects.size(), subject + " " + predicate);
        return objects.get(0);
    }

    private static Set<String> objects(Graph graph, Node subject, Node predicate) {
        return graph.stream(subject, predicate, Node.ANY)
                .map(Triple::getObject)
                .map(node -> node.isURI() ? node.getURI() : node.getLiteralLexicalForm())
                .collect(Collectors.toSet());
    }

    private static Set<String> constants() throws IllegalAccessException {
        Set<String> constants = new TreeSet<>();
        for (Field constant : Terms.class.getFields()) {
            assertTrue(constants.add((String) constant.get(null)), constant.getName());
        }
        return constants;
    }

    private static Node node(String iri) {
        return NodeFactory.createURI(iri);
    }

    private static Graph read(String file) {
        Graph graph = GraphFactory.createDefaultGraph();
        InputStream in = VocabularyTest.class.getResourceAsStream("/kith/ontology/" + file);
        RDFParser.source(in).lang(Lang.TURTLE).parse(graph);
        return graph;
    }
}
