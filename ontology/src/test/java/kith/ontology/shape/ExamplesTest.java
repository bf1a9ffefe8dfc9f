package kith.ontology.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.vocab.Magnet;
import kith.ontology.vocab.Terms;
import kith.ontology.vocab.ThingNames;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "examples");
    private static final long MAX_EXAMPLE_BYTES = 1_000_000;

    @ParameterizedTest
    @ValueSource(strings = {"seed.ttl", "congress.ttl"})
    void anExampleConformsToTheShapes(String file) {
        ShapeReport report = Shapes.ofProfile().report(read(file));

        assertEquals(List.of(), report.faults());
    }

    @Test
    void aWrongCheckDigitIsTheOnlyFaultOfItsExample() {
        ShapeReport report = Shapes.ofProfile().report(read("seed-wrong-isbn.ttl"));

        assertEquals(1, report.faults().size());
        ShapeFault fault = report.faults().get(0);
        assertEquals("kith:DocumentShape", fault.shape());
        assertEquals("schema:isbn", fault.path());
        assertEquals("\"0387097504\"", fault.value());
    }

    @Test
    void theGroupedHashOfTheSeedYieldsItsMagnetLink() {
        String hash = only(read("seed.ttl"), Terms.KITH_TORRENT_HASH);

        assertEquals("C3BA9770 7C9E3C80 019DD55E 2207529A B876700D", hash);
        assertEquals(Optional.of("magnet:?xt=urn:btih:c3ba97707c9e3c80019dd55e2207529ab876700d"), Magnet.of(hash));
    }

    @Test
    void theSeedIsTheBookOfThatNumberAndLength() {
        Graph seed = read("seed.ttl");

        assertEquals("0387097503", only(seed, Terms.SCHEMA_ISBN));
        assertEquals("1403", only(seed, Terms.SCHEMA_NUMBER_OF_PAGES));
        assertEquals("2010", only(seed, Terms.DCT_ISSUED));
    }

    @Test
    void theTwoSeedsDifferInTheBookNumberOnly() {
        Set<Triple> right = new HashSet<>(read("seed.ttl").find().toList());
        Set<Triple> wrong = new HashSet<>(read("seed-wrong-isbn.ttl").find().toList());

        assertEquals(right.size(), wrong.size());
        right.removeAll(wrong);
        assertEquals(1, right.size());
        assertEquals(node(Terms.SCHEMA_ISBN), right.iterator().next().getPredicate());
    }

    @Test
    void theCongressIsNamedAsAnImportWouldNameIt() {
        Graph congress = read("congress.ttl");
        List<Triple> identifiers = congress.find(Node.ANY, node(Terms.DCT_IDENTIFIER), Node.ANY)
                .filterKeep(triple -> triple.getObject().getLiteralLexicalForm().startsWith("bioguide:"))
                .toList();

        assertEquals(100, identifiers.size());
        for (Triple triple : identifiers) {
            String key = triple.getObject().getLiteralLexicalForm().substring("bioguide:".length());
            assertEquals(
                    ThingNames.named("congress.bioguide", key),
                    triple.getSubject().getURI());
        }
    }

    @Test
    void aMembershipIsNamedAfterItsParts() {
        Graph congress = read("congress.ttl");
        List<Node> memberships = congress.find(Node.ANY, RDF.Nodes.type, node(Terms.ORG_MEMBERSHIP))
                .mapWith(Triple::getSubject)
                .toList();

        assertTrue(memberships.size() > 1_000);
        for (Node membership : memberships) {
            assertEquals(
                    ThingNames.named(
                            "kith.membership",
                            value(congress, membership, Terms.ORG_MEMBER).orElseThrow(),
                            value(congress, membership, Terms.ORG_ORGANIZATION_PROPERTY)
                                    .orElseThrow(),
                            value(congress, membership, Terms.ORG_ROLE_PROPERTY).orElseThrow(),
                            value(congress, membership, Terms.SCHEMA_START_DATE).orElse("-")),
                    membership.getURI());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"seed.ttl", "congress.ttl"})
    void everyThingHasAHandleOfItsOwn(String file) {
        Graph graph = read(file);
        Set<Node> things = new HashSet<>();
        graph.find(Node.ANY, RDF.Nodes.type, Node.ANY).forEach(triple -> things.add(triple.getSubject()));
        Set<String> handles = new HashSet<>();

        graph.find(Node.ANY, node(Terms.KITH_HANDLE), Node.ANY).forEach(triple -> {
            assertTrue(handles.add(triple.getObject().getLiteralLexicalForm()), triple.toString());
            things.remove(triple.getSubject());
        });

        assertEquals(Set.of(), things);
    }

    @Test
    void noExampleIsLargerThanAMegabyte() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            for (Path file : files.toList()) {
                assertTrue(Files.size(file) <= MAX_EXAMPLE_BYTES, file.toString());
            }
        }
    }

    private static Optional<String> value(Graph graph, Node subject, String predicate) {
        return graph.stream(subject, node(predicate), Node.ANY)
                .map(Triple::getObject)
                .map(object -> object.isURI() ? object.getURI() : object.getLiteralLexicalForm())
                .findFirst();
    }

    private static String only(Graph graph, String predicate) {
        List<Triple> triples = graph.find(Node.ANY, node(predicate), Node.ANY).toList();
        assertEquals(1, triples.size());
        return triples.get(0).getObject().getLiteralLexicalForm();
    }

    private static Node node(String iri) {
        return NodeFactory.createURI(iri);
    }

    /** Strictly: a warning of the parser, such as a date that is none, fails the test. */
    private static Graph read(String file) {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.source(EXAMPLES.resolve(file))
                .lang(Lang.TURTLE)
                .errorHandler(ErrorHandlerFactory.errorHandlerStrict)
                .parse(graph);
        return graph;
    }
}
