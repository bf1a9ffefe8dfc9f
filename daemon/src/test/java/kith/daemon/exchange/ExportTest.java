package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import kith.daemon.query.PlainSpace;
import kith.daemon.query.Sandbox;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ExportTest {
    private static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());
    private static final Export EXPORT = new Export(Prefixes.map());

    private static final String AWKWARD = """
            @prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix e: <http://e/> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            e:s a foaf:Person , e:Thing ; foaf:name "Ada" , "Ada"@en , "Ada"@en-GB ;
              e:text "quote \\" backslash \\\\ line\\nreturn\\rtab\\t <&> ]]> \\u0085 \\U0001F600 " ;
              e:number 5 , "05"^^xsd:integer , 1.50 , 1e0 , true , "1"^^xsd:boolean , "x"^^xsd:integer ;
              e:date "2026-01-01"^^xsd:date ; e:empty "" ; e:odd <geo:1,2> , <urn:x:y> , <http://e/a%20b> ;
              e:blank _:k0123456789abcdef0123456789abcdef ; e:list ( 1 2 ) .
            _:k0123456789abcdef0123456789abcdef foaf:knows e:s .
            <geo:1,2> a <http://www.w3.org/2003/01/geo/wgs84_pos#Point> .
            """;

    @TempDir
    private Path folder;

    private static String written(DatasetGraph dataset, Syntax syntax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        dataset.executeRead(() -> EXPORT.write(dataset, syntax, out));
        return out.toString(StandardCharsets.UTF_8);
    }

    private DatasetGraph read(String text, Syntax syntax) {
        DatasetGraph dataset = DatasetGraphFactory.createTxnMem();
        try (Spool spool = new Spool(folder, 1 << 30)) {
            spool.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            Document document = new Document(SANDBOX, spool, syntax, new Document.Target(null, null));
            document.read(new ImportLimits(1 << 30, 1_000));
            dataset.executeWrite(() -> document.addTo(dataset));
        }
        return dataset;
    }

    private static Set<Quad> quads(DatasetGraph dataset) {
        Set<Quad> quads = new HashSet<>();
        dataset.executeRead(() -> dataset.find().forEachRemaining(quads::add));
        return quads;
    }

    @ParameterizedTest
    @EnumSource(Syntax.class)
    void whatIsExportedAndImportedAgainIsTheSameToTheLastBlankNode(Syntax syntax) {
        DatasetGraph dataset = read(AWKWARD, Syntax.TTL);

        DatasetGraph again = read(written(dataset, syntax), syntax);

        assertEquals(quads(dataset), quads(again));
    }

    @Test
    void blankNodesOfJsonLdKeepTheirNamesAsGraphAndAsType() {
        DatasetGraph dataset = read("""
                _:k0123456789abcdef0123456789abcdef {
                  <http://e/s> a _:k00000000000000000000000000000001 .
                  _:k00000000000000000000000000000001 <http://e/p> "_:k00000000000000000000000000000001" }
                """, Syntax.TRIG);

        assertEquals(quads(dataset), quads(read(written(dataset, Syntax.JSONLD), Syntax.JSONLD)));
    }

    @Test
    void aBlankNodeOfJsonLdCannotPassAsAnIriByItself() {
        String document = "{\"@id\": \"urn:x-kith-blank:k0123456789abcdef0123456789abcdef\", \"http://e/p\": 1}";

        KithException refused = assertThrows(KithException.class, () -> read(document, Syntax.JSONLD));

        assertAll(
                () -> assertEquals(Code.USAGE, refused.code()),
                () -> assertTrue(refused.getMessage().contains("is no IRI to be kept"), refused.getMessage()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"TRIG", "NQ", "JSONLD"})
    void namedGraphsComeBack(Syntax syntax) {
        DatasetGraph dataset = read(
                "<http://e/s> <http://e/p> 1 . <http://e/g> { <http://e/s> <http://e/p> 2 } "
                        + "<http://e/h> { <http://e/s> <http://e/p> 'x'@en }",
                Syntax.TRIG);

        assertEquals(quads(dataset), quads(read(written(dataset, syntax), syntax)));
    }

    @Test
    void turtleIsSortedAndTheSameBytesWhateverTheOrder() {
        String turtle =
                written(read("@prefix e: <http://e/> . e:b e:q 2, 1 ; e:p 3 . e:a a e:C .", Syntax.TTL), Syntax.TTL);

        assertAll(
                () -> assertEquals("""

                        <http://e/a>
                            a <http://e/C> .

                        <http://e/b>
                            <http://e/p> 3 ;
                            <http://e/q>
                                1 ,
                                2 .
                        """, turtle),
                () -> assertEquals(
                        turtle,
                        written(
                                read("@prefix e: <http://e/> . e:a a e:C . e:b e:p 3 ; e:q 1, 2 .", Syntax.TTL),
                                Syntax.TTL)));
    }

    @Test
    void onlyPrefixesInUseAreDeclared() {
        String turtle = written(read("<http://e/a> <http://xmlns.com/foaf/0.1/name> 'Ada' .", Syntax.TTL), Syntax.TTL);

        assertEquals("@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n\n<http://e/a>\n    foaf:name \"Ada\" .\n", turtle);
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"TTL", "NT", "RDFXML"})
    void aSyntaxWithoutGraphsDropsNoneInSilence(Syntax syntax) {
        DatasetGraph dataset = read("<http://e/g> { <http://e/s> <http://e/p> 2 }", Syntax.TRIG);

        KithException refused = assertThrows(KithException.class, () -> written(dataset, syntax));

        assertTrue(refused.getMessage().contains("application/n-quads"), refused.getMessage());
    }

    @Test
    void oneGraphCanBeExportedAlone() {
        DatasetGraph dataset =
                read("<http://e/s> <http://e/p> 1 . <http://e/g> { <http://e/s> <http://e/p> 2 }", Syntax.TRIG);
        dataset.begin(org.apache.jena.query.TxnType.READ);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        EXPORT.write(Export.only(dataset, NodeFactory.createURI("http://e/g")), Syntax.TTL, out);

        assertEquals("\n<http://e/s>\n    <http://e/p> 2 .\n", out.toString(StandardCharsets.UTF_8));
        KithException missing = assertThrows(
                KithException.class, () -> Export.only(dataset, NodeFactory.createURI("http://e/nothere")));
        assertEquals(Code.NOT_FOUND, missing.code());
        dataset.end();
    }

    @Test
    void rdfXmlSaysWhatItCannotWrite() {
        for (String bad : new String[] {
            "<http://e/s> <http://e/p/1> 1 .", "<http://e/s> <http://e/p> '\\u0001' .",
            "<http://e/s> <http://e/p> 'x'@en--ltr .", "<http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> ."
        }) {
            DatasetGraph dataset = read(bad, Syntax.TTL);
            KithException refused = assertThrows(KithException.class, () -> written(dataset, Syntax.RDFXML), bad);
            assertEquals(Code.USAGE, refused.code());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Syntax.class,
            names = {"TTL", "NT"})
    void tripleTermsComeBack(Syntax syntax) {
        DatasetGraph dataset = read("<http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> 'x'@en )>> .", Syntax.TTL);

        assertEquals(quads(dataset), quads(read(written(dataset, syntax), syntax)));
    }

    @Test
    void aBlankNodeWithAStrangeLabelIsWrittenWithAPlainOne() {
        DatasetGraph dataset = PlainSpace.of("").dataset();
        dataset.executeWrite(() -> dataset.add(
                Quad.defaultGraphIRI,
                NodeFactory.createBlankNode("9-a b"),
                NodeFactory.createURI("http://e/p"),
                NodeFactory.createBlankNode("plain")));

        assertEquals("_:x392d612062 <http://e/p> _:plain .\n", written(dataset, Syntax.NT));
    }
}
