package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import kith.daemon.exchange.Document.Target;
import kith.daemon.query.LimitReached;
import kith.daemon.query.PlainSpace;
import kith.daemon.query.Sandbox;
import kith.daemon.query.WriteAccess;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.quad.BlankNames;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentTest {
    private static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());
    private static final Target PLAIN = new Target(null, null);

    @TempDir
    private Path folder;

    private final PlainSpace space = new PlainSpace();

    private Spool spool(byte[] bytes) {
        Spool spool = new Spool(folder, 1 << 30);
        spool.write(ByteBuffer.wrap(bytes));
        return spool;
    }

    private long imported(String text, Syntax syntax, Target target) {
        return imported(text.getBytes(StandardCharsets.UTF_8), syntax, target);
    }

    private long imported(byte[] bytes, Syntax syntax, Target target) {
        try (Spool spool = spool(bytes)) {
            Document document = new Document(SANDBOX, spool, syntax, target);
            document.read(new ImportLimits(1 << 30, 1_000));
            try (WriteAccess write = space.write()) {
                document.addTo(write.dataset());
                return write.commit("").added();
            }
        }
    }

    private String refused(String text, Syntax syntax) {
        KithException refused = assertThrows(KithException.class, () -> imported(text, syntax, PLAIN));
        assertEquals(Code.USAGE, refused.code());
        assertEquals(Set.of(), space.quads());
        return String.valueOf(refused.getMessage());
    }

    /** The same three statements, one of them about a blank node, in each syntax. */
    private static String threeStatements(Syntax syntax) {
        return switch (syntax) {
            case TTL, TRIG -> "@prefix e: <http://e/> . e:s e:p 'x'@en , 5 ; e:q [] .";
            case NT, NQ -> """
                <http://e/s> <http://e/p> "x"@en .
                <http://e/s> <http://e/p> "5"^^<http://www.w3.org/2001/XMLSchema#integer> .
                <http://e/s> <http://e/q> _:b .
                """;
            case JSONLD -> """
                {"@id": "http://e/s", "http://e/p": [{"@value": "x", "@language": "en"}, 5], "http://e/q": {}}
                """;
            case RDFXML -> """
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">
                <rdf:Description rdf:about="http://e/s"><e:p xml:lang="en">x</e:p>
                <e:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">5</e:p>
                <e:q rdf:parseType="Resource"></e:q></rdf:Description></rdf:RDF>
                """;
        };
    }

    @ParameterizedTest
    @EnumSource(Syntax.class)
    void eachSyntaxIsRead(Syntax syntax) {
        assertEquals(3, imported(threeStatements(syntax), syntax, PLAIN));
    }

    @ParameterizedTest
    @EnumSource(Syntax.class)
    void theSameBytesAgainMakeNothing(Syntax syntax) {
        imported(threeStatements(syntax), syntax, PLAIN);

        assertEquals(0, imported(threeStatements(syntax), syntax, PLAIN));
    }

    @Test
    void otherBytesMakeOtherBlankNodes() {
        imported("_:a <http://e/p> 1 .", Syntax.TTL, PLAIN);

        assertEquals(1, imported("_:a <http://e/p> 1 . ", Syntax.TTL, PLAIN));
    }

    @Test
    void blankNodesAreNamedAfterTheDocument() {
        imported("_:a <http://e/p> _:a , [] , <_:a> .", Syntax.TTL, PLAIN);

        Set<Object> blanks = new HashSet<>();
        for (Quad quad : space.quads()) {
            assertTrue(BlankNames.isNamed(quad.getSubject()) && BlankNames.isNamed(quad.getObject()));
            blanks.add(quad.getObject());
        }
        assertEquals(2, blanks.size());
    }

    @Test
    void aBlankNodeThatHasOurNameKeepsIt() {
        String name = "k0123456789abcdef0123456789abcdef";

        imported("_:" + name + " <http://e/p> 1 .", Syntax.TTL, PLAIN);

        assertEquals(name, space.quads().iterator().next().getSubject().getBlankNodeLabel());
    }

    @Test
    void aTargetGraphTakesWhatNamesNone() {
        Target target = new Target(null, NodeFactory.createURI("http://e/g"));

        imported("<http://e/s> <http://e/p> 1 . <http://e/h> { <http://e/s> <http://e/p> 2 }", Syntax.TRIG, target);

        Set<String> graphs = new HashSet<>();
        space.quads().forEach(quad -> graphs.add(quad.getGraph().getURI()));
        assertEquals(Set.of("http://e/g", "http://e/h"), graphs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TTL    | <http://e/s> <http://e/p> 1 .#<http://e/s> <http://e/p> . | line 2, column 27",
                "TRIG   | <http://e/g> { <http://e/s> <http://e/p> 1 | line 1, column",
                "NT     | <http://e/s> <http://e/p> . | line 1, column 27",
                "NQ     | <http://e/s> <http://e/p> <http://e/o> <http://e/g> . #x | line 2, column 1",
                "JSONLD | {\"@id\": \"http://e/s\",#} | line 2, column",
                "RDFXML | <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>#<a> | line 2, column",
            })
    void aBrokenDocumentSaysWhereAndNothingOfItIsKept(Syntax syntax, String text, String place) {
        String complaint = refused(text.replace('#', '\n').replace("rdf-syntax-ns\n", "rdf-syntax-ns#"), syntax);

        assertTrue(complaint.contains(place), complaint);
    }

    @Test
    void aHalfWrittenDocumentIsNotImported() {
        String whole = "<http://e/s> <http://e/p> 1 .\n".repeat(100);

        String complaint = refused(whole.substring(0, whole.length() - 5), Syntax.TTL);

        assertTrue(complaint.contains("line 100"), complaint);
    }

    @ParameterizedTest
    @EnumSource(Syntax.class)
    void oddBytesAreBadInputAndNothingElse(Syntax syntax) {
        for (String odd : new String[] {":%", "\0", "\uFFFF", "<", "<<(", "{\"@id\":", "&", "_:", "@prefix", "%"}) {
            try (Spool spool = spool(odd.getBytes(StandardCharsets.UTF_8))) {
                KithException bad = assertThrows(
                        KithException.class,
                        () -> new Document(SANDBOX, spool, syntax, PLAIN).read(new ImportLimits(1 << 30, 10)),
                        odd);
                assertEquals(KithException.Blame.USER, bad.blame());
            }
        }
    }

    @Test
    void bytesThatAreNoUtf8AreBadInput() {
        byte[] latin1 = "<http://e/s> <http://e/p> 'caf\u00e9' .".getBytes(StandardCharsets.ISO_8859_1);

        KithException bad = assertThrows(KithException.class, () -> imported(latin1, Syntax.TTL, PLAIN));

        assertAll(
                () -> assertEquals(Code.USAGE, bad.code()),
                () -> assertTrue(bad.getMessage().contains("line 1, column 32: this is no UTF-8"), bad.getMessage()));
    }

    @ParameterizedTest
    @CsvSource({
        "TTL, <http://e/s> <http://e/p> <http://e/%zz> .",
        "TTL, <http://e/s> <http://e/p> <http://e/\\u0020x> .",
        "TTL, <s> <http://e/p> 1 .",
        "TTL, <http://e/s> <http://e/p> 1^^<x> .",
        "NT, <http://e/s> <p> <http://e/o> .",
        "NQ, <http://e/s> <http://e/p> <http://e/o> <g> .",
        "NT, <http://e/s> <http://e/p> <http://e/a|b> .",
    })
    void anIriThatIsNoneIsAnError(Syntax syntax, String text) {
        String complaint = refused(text, syntax);

        assertTrue(complaint.contains("line 1, column"), complaint);
    }

    @Test
    void badIrisOfXmlAndJsonAreErrorsToo() {
        String xml = threeStatements(Syntax.RDFXML);
        String json = threeStatements(Syntax.JSONLD);

        assertAll(
                () -> assertTrue(refused(xml.replace("about=\"http://e/s\"", "about=\"s\""), Syntax.RDFXML)
                        .contains("line 2")),
                () -> assertTrue(refused(xml.replace("about=\"http://e/s\"", "about=\"http://e/a b\""), Syntax.RDFXML)
                        .contains("line 2")),
                () -> assertTrue(refused(json.replace("\"http://e/s\"", "\"s\""), Syntax.JSONLD)
                        .contains("relative IRI")),
                () -> assertFalse(refused(json.replace("\"http://e/s\"", "\"http://e/a b\""), Syntax.JSONLD)
                        .isEmpty()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"TTL", "TRIG", "RDFXML", "JSONLD"})
    void aGivenBaseResolvesRelativeIris(Syntax syntax) {
        String relative = threeStatements(syntax)
                .replace("e:s e:p", "<s> e:p")
                .replace("about=\"http://e/s\"", "about=\"s\"")
                .replace("\"@id\": \"http://e/s\"", "\"@id\": \"s\"");
        assertNotEquals(threeStatements(syntax), relative);

        imported(relative, syntax, new Target("http://base.example/", null));

        assertTrue(space.quads().stream()
                .allMatch(quad -> quad.getSubject().getURI().equals("http://base.example/s")));
    }

    @Test
    void oneQuadTooManyIsRefused() {
        try (Spool spool = spool(threeStatements(Syntax.TTL).getBytes(StandardCharsets.UTF_8))) {
            Document document = new Document(SANDBOX, spool, Syntax.TTL, PLAIN);

            assertEquals(3, document.read(new ImportLimits(1 << 30, 3)));
            assertThrows(LimitReached.class, () -> document.read(new ImportLimits(1 << 30, 2)));
        }
    }

    @Test
    void theLimitHoldsInsideParsersThatWrapExceptions() {
        try (Spool spool = spool(threeStatements(Syntax.JSONLD).getBytes(StandardCharsets.UTF_8))) {
            assertThrows(
                    LimitReached.class,
                    () -> new Document(SANDBOX, spool, Syntax.JSONLD, PLAIN).read(new ImportLimits(1 << 30, 2)));
        }
    }

    @Test
    void deepXmlIsRefused() {
        StringBuilder deep = new StringBuilder(
                "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>");
        deep.append("<rdf:Description><e:p>".repeat(1_000));

        assertTrue(refused(deep.toString(), Syntax.RDFXML).contains("line 1"));
    }

    private static String withEntity(String declared) {
        return "<?xml version='1.0'?>\n<!DOCTYPE rdf:RDF [ " + declared + " ]>\n"
                + "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>"
                + "<rdf:Description rdf:about='http://e/s'><e:p>a &x; b</e:p></rdf:Description></rdf:RDF>";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
                "<!ENTITY x PUBLIC 'p' 'http://127.0.0.1:9/x'>",
                "<!ENTITY y SYSTEM 'file:///etc/passwd'> <!ENTITY x 'a &y;'>",
                "<!ENTITY % y SYSTEM 'file:///etc/passwd'> %y; <!ENTITY x 'text'>"
            })
    void anEntityThatIsInAnotherFileIsRefused(String declared) {
        String no = refused(withEntity(declared), Syntax.RDFXML);

        assertTrue(no.contains("nothing is fetched"), no);
        assertEquals(0, space.quads().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16"})
    void entitiesOfADocumentsOwnAreRead(String encoding) {
        byte[] document = withEntity("<!ENTITY x 'text'> <!ENTITY % y 'more'>").getBytes(Charset.forName(encoding));

        assertEquals(1, imported(document, Syntax.RDFXML, PLAIN));
        assertTrue(space.quads().toString().contains("a text b"));
    }

    @Test
    void anAbandonedImportEnds() {
        try (Spool spool = spool(threeStatements(Syntax.TTL).getBytes(StandardCharsets.UTF_8))) {
            Document document = new Document(SANDBOX, spool, Syntax.TTL, PLAIN);
            document.abandon();

            KithException ended = assertThrows(KithException.class, () -> document.read(new ImportLimits(1 << 30, 10)));
            assertEquals(Code.INTERRUPTED, ended.code());
        }
    }

    @Test
    void aSmallHeapAllowsFewerQuadsAndTheErrorTellsBothWaysOut() {
        ImportLimits limits = new ImportLimits(1 << 20, 2_000_000, 3 * ImportLimits.HEAP_BYTES_A_QUAD);
        String text = "<urn:s> <urn:p> <urn:a>, <urn:b>, <urn:c> ";

        assertEquals(3, read(text + ".", limits));
        assertEquals(
                "the daemon has memory for 3 quads of this document: split it and import the parts, or give the daemon"
                        + " more (KITHD_JAVA_OPTIONS=-Xmx...)",
                assertThrows(LimitReached.class, () -> read(text + ", <urn:d> .", limits))
                        .getMessage());
        assertThrows(
                LimitReached.class,
                () -> read("<urn:s> <urn:p> <urn:a>, <urn:b>, '" + "x".repeat(300) + "' .", limits));
    }

    @Test
    void theRoomForAnImportIsTheHeapWithoutWhatElseIsGoingOn() {
        ImportLimits limits = new ImportLimits(1 << 20, 2_000_000);

        assertEquals(2_000_000, limits.onHeap(4L << 30).quads());
        assertEquals(
                50_000,
                limits.onHeap(ImportLimits.HEAP_BYTES_BESIDE + 50_000 * ImportLimits.HEAP_BYTES_A_QUAD)
                        .quads());
        assertEquals(10_000, limits.onHeap(1).quads());
    }

    private long read(String turtle, ImportLimits limits) {
        try (Spool spool = new Spool(folder, 1 << 20)) {
            spool.write(ByteBuffer.wrap(turtle.getBytes(StandardCharsets.UTF_8)));
            try (Document document = new Document(SANDBOX, spool, Syntax.TTL, PLAIN)) {
                return document.read(limits);
            }
        }
    }
}
