package kith.ontology.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {
    private static final String ADA = "urn:uuid:00000000-0000-4000-8000-00000000000a";

    private final Shapes shapes = Shapes.ofProfile();

    @Test
    void aThingOfEveryKindWithEveryFieldConforms() {
        Graph graph = graph("""
                <$> a foaf:Person ; kith:handle "ada" ; foaf:name "Ada"@en ; foaf:givenName "Ada" ; foaf:familyName "B" ;
                    foaf:nick "a", "b" ; vcard:bday "1815-12-10"^^xsd:date ; foaf:mbox <mailto:ada@x> ;
                    foaf:phone <tel:+442079460000> , <tel:1-800-555-0100;ext=7> ; foaf:homepage <https://x.example/> ;
                    foaf:account _:account ; foaf:knows <urn:example:bo> ; org:basedAt _:site ; kith:status "active" ;
                    kith:tag "x", "y" ; rdfs:comment "n" ; foaf:img <https://x.example/i.png> ;
                    dct:identifier "1" ; owl:sameAs <https://x.example/ada> .
                _:account a foaf:OnlineAccount ; foaf:accountName "ada" ;
                    foaf:accountServiceHomepage <https://x.example/> .
                _:site a org:Site ; rdfs:label "x" ; vcard:street-address "1 Street" ; geo:lat 52.37 ; geo:long -4.89e0 .
                _:org a org:Organization ; foaf:name "River" ; skos:altLabel "Fluss"@de ; org:purpose "p" ;
                    org:hasSite _:site ; schema:foundingDate "2001-01-01"^^xsd:date .
                _:unit a org:OrganizationalUnit ; foaf:name "Unit" ; org:unitOf _:org .
                _:role a org:Role ; skos:prefLabel "Treasurer" .
                [] a org:Membership ; org:member <$> ; org:organization <urn:example:org> ; org:role _:role ;
                    schema:startDate "2020-01-01"^^xsd:date ; schema:endDate "2020-01-01"^^xsd:date .
                _:model a vf:ResourceSpecification ; rdfs:label "m" ; schema:manufacturer _:unit ; schema:mpn "7" .
                [] a saref:Device ; rdfs:label "sw" ; vf:conformsTo _:model ; schema:serialNumber "7" ;
                    vf:primaryAccountable <$> ; kith:custodian _:org ; vf:currentLocation _:site ;
                    kith:hostname "sw.x" ; kith:ip "10.0.3.12", "2001:db8::1", "::" ; kith:mac "00:1b:44:11:3a:b7" ;
                    kith:sshHostKey "ssh-ed25519 AAAA" ; kith:firmware "7" ;
                    kith:lastSeen "2026-11-20T09:14:00Z"^^xsd:dateTime ; kith:hasInterface <urn:example:eth0> .
                [] a foaf:Document, schema:Book ; dct:title "t" ; dct:creator <$> ; schema:editor <$> ;
                    dct:publisher _:org ; dct:issued "2010"^^xsd:gYear ; schema:numberOfPages 1 ;
                    schema:isbn "0387097503", "978-0-387-09750-3", "0-8044-2957-x" ;
                    kith:torrentHash "C3BA9770 7C9E3C80 019DD55E 2207529A B876700D" .
                """);

        ShapeReport report = shapes.report(graph);

        assertEquals(List.of(), report.faults());
        assertTrue(report.conforms());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "foaf:Person | foaf:nick 'x' | kith:PersonShape | foaf:name | ",
                "foaf:Person | foaf:name 'a', 'b' | kith:PersonShape | foaf:name | ",
                "foaf:Person | foaf:name <urn:example:a> | kith:PersonShape | foaf:name | <urn:example:a>",
                "foaf:Person | foaf:name 'a' ; vcard:bday '1815' | kith:PersonShape | vcard:bday | \"1815\"",
                "foaf:Person | foaf:name 'a' ; vcard:bday '1815-02-30'^^xsd:date | kith:PersonShape | vcard:bday"
                        + " | \"1815-02-30\"^^xsd:date",
                "foaf:Person | foaf:name 'a' ; foaf:mbox 'a@x' | kith:PersonShape | foaf:mbox | \"a@x\"",
                "foaf:Person | foaf:name 'a' ; foaf:phone <tel:home> | kith:PersonShape | foaf:phone | <tel:home>",
                "foaf:Person | foaf:name 'a' ; org:basedAt foaf:x | kith:PersonShape | org:basedAt | foaf:x",
                "foaf:Person | foaf:name 'a' ; kith:handle 'A b' | kith:ThingShape | kith:handle | \"A b\"",
                "foaf:Person | foaf:name 'a' ; kith:handle 'a', 'b' | kith:ThingShape | kith:handle | ",
                "org:Organization | skos:altLabel 'x' | kith:OrganizationShape | foaf:name | ",
                "org:OrganizationalUnit | skos:altLabel 'x' | kith:OrganizationShape | foaf:name | ",
                "org:Site | geo:lat 441.508 | kith:PlaceShape | geo:lat | \"441.508\"^^xsd:decimal",
                "org:Site | geo:long 181 | kith:PlaceShape | geo:long | \"181\"^^xsd:integer",
                "org:Site | geo:lat 'north' | kith:PlaceShape | geo:lat | \"north\"",
                "org:Role | skos:altLabel 'x' | kith:RoleShape | skos:prefLabel | ",
                "saref:Device | rdfs:label 'a' ; kith:mac '00:1B:44:11:3A:B7' | kith:DeviceShape | kith:mac"
                        + " | \"00:1B:44:11:3A:B7\"",
                "saref:Device | rdfs:label 'a' ; kith:ip '10.0.3.256' | kith:DeviceShape | kith:ip | \"10.0.3.256\"",
                "saref:Device | rdfs:label 'a' ; kith:ip '10.0.3' | kith:DeviceShape | kith:ip | \"10.0.3\"",
                "saref:Device | rdfs:label 'a' ; kith:hostname 'a b' | kith:DeviceShape | kith:hostname | \"a b\"",
                "vf:ResourceSpecification | rdfs:label 'a' ; schema:manufacturer foaf:x | kith:ModelShape"
                        + " | schema:manufacturer | foaf:x",
                "foaf:Document | dct:title 'a' ; schema:isbn '0387097504' | kith:DocumentShape | schema:isbn"
                        + " | \"0387097504\"",
                "foaf:Document | dct:title 'a' ; schema:isbn '978-0-387-09750-4' | kith:DocumentShape | schema:isbn"
                        + " | \"978-0-387-09750-4\"",
                "foaf:Document | dct:title 'a' ; schema:isbn '038709750' | kith:DocumentShape | schema:isbn"
                        + " | \"038709750\"",
                "schema:Book | dct:title 'a' ; schema:isbn 'X387097503' | kith:DocumentShape | schema:isbn"
                        + " | \"X387097503\"",
                "foaf:Document | dct:title 'a' ; kith:torrentHash 'C3BA9770' | kith:DocumentShape | kith:torrentHash"
                        + " | \"C3BA9770\"",
                "foaf:Document | dct:title 'a' ; schema:numberOfPages 0 | kith:DocumentShape | schema:numberOfPages"
                        + " | \"0\"^^xsd:integer",
                "org:Membership | org:member foaf:a ; org:organization foaf:b, foaf:c | kith:MembershipShape"
                        + " | org:organization | ",
            })
    void aFaultNamesShapeThingPathAndValue(String type, String says, String shape, String path, String value) {
        Graph graph = graph("<$> a " + type + " ; " + says + " .");

        List<ShapeFault> faults = shapes.faults(graph, List.of(node(ADA)));

        assertEquals(1, faults.size(), faults::toString);
        ShapeFault fault = faults.get(0);
        assertEquals(List.of(shape, ADA, path), List.of(fault.shape(), fault.focus(), fault.path()));
        assertEquals(value == null ? "" : value, fault.value());
        assertFalse(fault.message().isBlank());
    }

    @Test
    void aMembershipDoesNotEndBeforeItBegins() {
        Graph graph = graph("""
                <$> a org:Membership ; org:member foaf:a ; org:organization foaf:b ;
                    schema:startDate "2020-01-02"^^xsd:date ; schema:endDate "2020-01-01"^^xsd:date .
                """);

        List<ShapeFault> faults = shapes.faults(graph, List.of(node(ADA)));

        assertEquals(1, faults.size());
        assertEquals("schema:startDate", faults.get(0).path());
    }

    @Test
    void aFaultIsOneLineThatSaysWhatIsExpected() {
        Graph graph = graph("<$> a foaf:Person ; foaf:name 'a' ; vcard:bday 'line\\nbreak' .");

        ShapeFault fault = shapes.faults(graph, List.of(node(ADA))).get(0);

        assertEquals(
                "kith:PersonShape: " + ADA
                        + " vcard:bday \"line break\" - expected birthday: at most one, a date of type xsd:date",
                fault.line());
    }

    @Test
    void aLongValueIsCut() {
        String longest = "é".repeat(Shapes.MAX_VALUE_CHARS);
        Graph graph = graph("<$> a foaf:Person ; foaf:name 'a' ; vcard:bday '" + longest + "' .");
        Graph longer = graph("<$> a foaf:Person ; foaf:name 'a' ; vcard:bday '" + longest + "é' .");

        assertEquals(
                '"' + longest + '"',
                shapes.faults(graph, List.of(node(ADA))).get(0).value());
        assertEquals(
                '"' + longest + "…\"",
                shapes.faults(longer, List.of(node(ADA))).get(0).value());
    }

    @Test
    void whatWasNotTouchedIsNotJudged() {
        Graph graph = graph("<$> a foaf:Person . <urn:example:bo> a foaf:Person ; foaf:name 'Bo' ; foaf:nick 'b' .");

        assertTrue(shapes.report(graph, List.of(node("urn:example:bo"))).conforms());
        assertTrue(shapes.report(graph, List.of(node("urn:example:nobody"))).conforms());
        assertEquals(1, shapes.faults(graph, List.of(node(ADA), node(ADA))).size());
    }

    @Test
    void aThingIsJudgedAsSoonAsItHasAClass() {
        Graph graph = graph("<$> foaf:nick 'a' .");
        assertTrue(shapes.report(graph, List.of(node(ADA))).conforms());

        graph.add(Triple.create(node(ADA), RDF.Nodes.type, node(Prefixes.FOAF + "Person")));

        assertFalse(shapes.report(graph, List.of(node(ADA))).conforms());
    }

    @Test
    void aWriterAnswersForWhatTheWritingBroke() {
        Graph before = graph("<$> a foaf:Person ; foaf:name 'Ada', 'Ada B.' .");
        Graph fine = graph("<$> a foaf:Person ; foaf:name 'Ada', 'Ada B.' ; foaf:mbox <mailto:ada@x> .");
        Graph wrong = graph("<$> a foaf:Person ; foaf:name 'Ada', 'Ada B.' ; foaf:mbox 'ada@x' .");
        Graph settled = graph("<$> a foaf:Person ; foaf:name 'Ada' .");

        assertEquals("foaf:name", shapes.faults(fine, List.of(node(ADA))).get(0).path());
        assertTrue(shapes.introduced(before, fine, List.of(node(ADA))).conforms());
        assertTrue(shapes.introduced(before, settled, List.of(node(ADA))).conforms());
        List<ShapeFault> faults =
                shapes.introduced(before, wrong, List.of(node(ADA))).faults();
        assertEquals(1, faults.size());
        assertEquals("foaf:mbox", faults.get(0).path());
        assertEquals(
                "foaf:name",
                shapes.introduced(settled, before, List.of(node(ADA)))
                        .faults()
                        .get(0)
                        .path());
    }

    @Test
    void aBlankNodeIsJudgedToo() {
        Graph graph = graph("_:x a foaf:Person .");
        Node blank = graph.find().next().getSubject();

        ShapeFault fault = shapes.faults(graph, List.of(blank)).get(0);

        assertEquals("_:" + blank.getBlankNodeLabel(), fault.focus());
    }

    @Test
    void aHundredFaultsAreReportedAndTheOthersCounted() {
        Graph graph = GraphFactory.createDefaultGraph();
        List<Node> people = IntStream.range(0, Shapes.MAX_FAULTS + 7)
                .mapToObj(i -> node("urn:example:" + i))
                .toList();
        people.forEach(person -> graph.add(person, RDF.Nodes.type, node(Prefixes.FOAF + "Person")));

        ShapeReport report = shapes.report(graph, people);

        assertEquals(Shapes.MAX_FAULTS, report.faults().size());
        assertEquals(7, report.beyond());
        assertEquals(
                0, shapes.report(graph, people.subList(0, Shapes.MAX_FAULTS)).beyond());
    }

    @Test
    void manyThreadsJudgeAtOnce() throws Exception {
        Graph graph = graph("<$> a foaf:Document ; dct:title 'a' ; schema:isbn '0387097504' .");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Callable<Integer> judge = () -> {
                int faults = 0;
                for (int i = 0; i < 50; i++) {
                    faults += shapes.faults(graph, List.of(node(ADA))).size();
                }
                return faults;
            };

            for (Future<Integer> faults : threads.invokeAll(List.of(judge, judge, judge, judge))) {
                assertEquals(50, faults.get());
            }
        }
    }

    /** Guards against a price that grows faster than the count of things; the limit is generous, for machines differ. */
    @Test
    void tenThousandsOfThingsAreJudgedQuickly() {
        Graph graph = GraphFactory.createDefaultGraph();
        for (int i = 0; i < 20_000; i++) {
            Node person = node("urn:example:" + i);
            graph.add(person, RDF.Nodes.type, node(Prefixes.FOAF + "Person"));
            graph.add(person, node(Prefixes.FOAF + "name"), NodeFactory.createLiteralString("P" + i));
            graph.add(person, node(Prefixes.KITH + "handle"), NodeFactory.createLiteralString("p" + i));
            graph.add(person, node(Prefixes.FOAF + "mbox"), node("mailto:p" + i + "@x.example"));
        }

        ShapeReport report = assertTimeout(Duration.ofSeconds(10), () -> shapes.report(graph));

        assertTrue(report.conforms());
    }

    private static Node node(String iri) {
        return NodeFactory.createURI(iri);
    }

    private static Graph graph(String turtle) {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.fromString(Prefixes.prologue() + turtle.replace("<$>", "<" + ADA + ">"), Lang.TURTLE)
                .parse(graph);
        return graph;
    }
}
