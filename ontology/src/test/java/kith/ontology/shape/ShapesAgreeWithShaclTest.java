package kith.ontology.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Prefixes;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.Test;

/** A general SHACL engine that reads {@code shapes.ttl}, its SPARQL included, finds the same faults. */
class ShapesAgreeWithShaclTest {
    private static final int WORLDS = 60;
    private static final List<String> VALUES = List.of(
            "'a'",
            "'A b'",
            "'a'@en",
            "7",
            "0",
            "-95.5",
            "200.0",
            "'2020-01-01'^^xsd:date",
            "'2021-01-01'^^xsd:date",
            "'2020'^^xsd:gYear",
            "'x'^^xsd:date",
            "'2026-11-20T09:14:00Z'^^xsd:dateTime",
            "<mailto:a@x>",
            "<tel:123>",
            "<https://x.example/>",
            "'00:1b:44:11:3a:b7'",
            "'10.0.3.12'",
            "'10.0.3.256'",
            "'2001:db8::1'",
            "'sw.x'",
            "'ssh-ed25519 AAAA'",
            "'C3BA9770 7C9E3C80 019DD55E 2207529A B876700D'");

    private final Graph shapes = read();

    @Test
    void onRandomThingsOfEveryKind() {
        long faults = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            Graph world = world(new Random(seed));

            Set<String> ours = ours(world);

            assertEquals(theirs(world), ours, "seed " + seed);
            faults += ours.size();
        }
        assertTrue(faults > WORLDS, "the worlds have faults to find");
    }

    @Test
    void onEveryCheckDigitOfRandomBookNumbers() {
        Random random = new Random(11);
        Graph books = GraphFactory.createDefaultGraph();
        for (int book = 0; book < 12; book++) {
            boolean ten = book % 2 == 0;
            StringBuilder digits = new StringBuilder(ten ? "" : book % 4 == 1 ? "978" : "979");
            while (digits.length() < (ten ? 9 : 12)) {
                digits.append(random.nextInt(10));
            }
            for (char check : "0123456789Xx".toCharArray()) {
                addBook(books, digits.toString() + check);
            }
        }
        for (String odd : List.of("", "-", "0-387-09750-3", "978 0 387 09750 3", "X387097503", "9780387097503x", "é")) {
            addBook(books, odd);
        }

        Set<String> ours = ours(books);

        assertEquals(theirs(books), ours);
        assertTrue(ours.size() > 100 && ours.size() < books.size() / 3, "some are right and some are wrong");
    }

    private static void addBook(Graph books, String isbn) {
        Node book = NodeFactory.createURI("https://x.example/" + books.size());
        books.add(book, RDF.Nodes.type, NodeFactory.createURI(Terms.FOAF_DOCUMENT));
        books.add(book, NodeFactory.createURI(Terms.DCT_TITLE), NodeFactory.createLiteralString("t"));
        books.add(book, NodeFactory.createURI(Terms.SCHEMA_ISBN), NodeFactory.createLiteralString(isbn));
    }

    private static Graph world(Random random) {
        Graph world = GraphFactory.createDefaultGraph();
        int things = 12;
        for (int i = 0; i < things; i++) {
            Kind kind = Profile.kinds().get(random.nextInt(Profile.kinds().size()));
            Node thing = thing(i);
            world.add(thing, RDF.Nodes.type, NodeFactory.createURI(kind.classIri()));
            if (random.nextInt(4) == 0) {
                Kind other = Profile.kinds().get(random.nextInt(Profile.kinds().size()));
                world.add(thing, RDF.Nodes.type, NodeFactory.createURI(other.classIri()));
            }
            for (Field field : kind.fields()) {
                for (int n = random.nextInt(3); n > 0; n--) {
                    Node value = random.nextInt(3) == 0 ? thing(random.nextInt(things)) : value(random);
                    world.add(thing, NodeFactory.createURI(field.predicate()), value);
                }
            }
        }
        return world;
    }

    private static Node thing(int i) {
        return i % 3 == 0 ? NodeFactory.createBlankNode("b" + i) : NodeFactory.createURI("https://x.example/" + i);
    }

    private static Node value(Random random) {
        String text = VALUES.get(random.nextInt(VALUES.size()));
        return NodeFactoryExtra.parseNode(
                text.replace("xsd:", "http://www.w3.org/2001/XMLSchema#").replaceAll("\\^\\^(http\\S+)", "^^<$1>"));
    }

    private static Set<String> ours(Graph world) {
        Set<Node> subjects = world.stream().map(triple -> triple.getSubject()).collect(Collectors.toSet());
        Set<String> found = new TreeSet<>();
        for (Node subject : subjects) {
            for (ShapeFault fault : Shapes.ofProfile().faults(world, List.of(subject))) {
                found.add(fault.line());
            }
        }
        return found;
    }

    private Set<String> theirs(Graph world) {
        org.apache.jena.shacl.Shapes parsed = org.apache.jena.shacl.Shapes.parse(shapes);
        Set<String> found = new TreeSet<>();
        for (var shape : parsed.getTargetShapes()) {
            Set<Node> own = shape.getPropertyShapes().stream()
                    .map(property -> property.getShapeNode())
                    .collect(Collectors.toSet());
            for (var entry : ShaclValidator.get().validate(parsed, world).getEntries()) {
                if (own.contains(entry.source())) {
                    found.add(FaultText.of(shape, entry).line());
                }
            }
        }
        return found;
    }

    private static Graph read() {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.source(Prefixes.class.getResourceAsStream("/kith/ontology/shapes.ttl"))
                .lang(Lang.TURTLE)
                .parse(graph);
        return graph;
    }
}
