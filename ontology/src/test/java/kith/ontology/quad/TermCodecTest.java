package kith.ontology.quad;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.junit.jupiter.api.Test;

final class TermCodecTest {
    private static final Node P = NodeFactory.createURI("urn:p");

    @Seeds(600)
    void aTermIsReadAsItWasWritten(Gen gen) {
        Node term = SomeTerms.term(gen);

        Node read = TermCodec.decode(TermCodec.encode(term));

        assertEquals(term, read);
        if (term.isLiteral()) {
            assertEquals(term.getLiteralLexicalForm(), read.getLiteralLexicalForm());
            assertEquals(term.getLiteralDatatypeURI(), read.getLiteralDatatypeURI());
        }
    }

    @Seeds(300)
    void termsAreEqualWhereTheirBytesAre(Gen gen) {
        Gen twin = new Gen(gen.seed() / 2, gen.size());
        Node one = SomeTerms.term(gen);
        Node other = SomeTerms.term(gen.coin() ? twin : gen);

        assertEquals(one.equals(other), TermCodec.encode(one).equals(TermCodec.encode(other)));
    }

    @Seeds(100)
    void whateverIsTakenIsTheOneFormOfItsTerm(Gen gen) {
        byte[] good = TermCodec.encode(SomeTerms.term(gen)).toArray();

        Mangled.each(gen, 100, good, bytes -> {
            Node term = TermCodec.decode(bytes);
            assertEquals(Bytes.of(bytes), TermCodec.encode(term));
        });
    }

    @Test
    void lettersAreKeptWhereTheValueIsTheSame() {
        Node one = NodeFactory.createLiteralDT("1", TypeMapper.getInstance().getSafeTypeByName("urn:type"));
        Node padded = NodeFactory.createLiteralDT("01", TypeMapper.getInstance().getSafeTypeByName("urn:type"));

        assertEquals("01", TermCodec.decode(TermCodec.encode(padded)).getLiteralLexicalForm());
        assertEquals("1", TermCodec.decode(TermCodec.encode(one)).getLiteralLexicalForm());
    }

    @Test
    void aDatatypeFromOutsideLeavesNothingBehind() {
        byte[] iri = "urn:type:of-a-stranger".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] bytes = new ByteWriter().u8(6).sized(iri).bytes(new byte[] {'x'}).toArray();

        Node term = TermCodec.decode(bytes);

        assertEquals("urn:type:of-a-stranger", term.getLiteralDatatypeURI());
        assertEquals(null, TypeMapper.getInstance().getTypeByName("urn:type:of-a-stranger"));
    }

    @Test
    void tripleTermsNestSixteenDeepAndNoDeeper() {
        assertEquals(nested(TermCodec.MAX_NESTING), TermCodec.decode(TermCodec.encode(nested(TermCodec.MAX_NESTING))));
        assertRejected(nested(TermCodec.MAX_NESTING + 1));

        byte[] inner = TermCodec.encode(nested(TermCodec.MAX_NESTING)).toArray();
        byte[] deeper =
                triple(TermCodec.encode(P).toArray(), TermCodec.encode(P).toArray(), inner);

        assertThrows(MalformedException.class, () -> TermCodec.decode(deeper));
    }

    @Test
    void aTripleTermSpeaksOfAnIriOrABlankNode() {
        Node literal = NodeFactory.createLiteralString("s");
        Node odd = NodeFactory.createTripleTerm(literal, P, P);
        Node nested = NodeFactory.createTripleTerm(NodeFactory.createTripleTerm(P, P, P), P, P);
        Node saidByLiteral = NodeFactory.createTripleTerm(P, literal, P);

        assertRejected(odd);
        assertRejected(nested);
        assertRejected(saidByLiteral);

        byte[] p = TermCodec.encode(P).toArray();
        byte[] inSubject = triple(TermCodec.encode(nested(1)).toArray(), p, p);
        assertThrows(MalformedException.class, () -> TermCodec.decode(inSubject));
    }

    @Test
    void theLongestTermPassesAndOneByteMoreDoesNot() {
        Node longest = NodeFactory.createLiteralString("x".repeat(TermCodec.MAX_TERM_BYTES - 1));

        assertEquals(longest, TermCodec.decode(TermCodec.encode(longest)));
        assertRejected(NodeFactory.createLiteralString("x".repeat(TermCodec.MAX_TERM_BYTES)));
        assertThrows(MalformedException.class, () -> TermCodec.decode(new byte[TermCodec.MAX_TERM_BYTES + 1]));
    }

    @Test
    void theLongestIriPassesAndOneByteMoreDoesNot() {
        Node longest = NodeFactory.createURI("urn:" + "x".repeat(TermCodec.MAX_IRI_BYTES - 4));
        byte[] longer =
                new ByteWriter().bytes(TermCodec.encode(longest)).u8('x').toArray();

        assertEquals(longest, TermCodec.decode(TermCodec.encode(longest)));
        assertThrows(MalformedException.class, () -> TermCodec.decode(longer));
        assertRejected(NodeFactory.createURI("urn:" + "x".repeat(TermCodec.MAX_IRI_BYTES - 3)));
    }

    @Test
    void theLongestLanguageTagPassesAndALongerOneDoesNot() {
        String longest = "en" + "-x23".repeat(63) + "a";
        Node most = NodeFactory.createLiteralLang("text", longest.toLowerCase(java.util.Locale.ROOT));

        assertEquals(255, longest.length());
        assertEquals(most, TermCodec.decode(TermCodec.encode(most)));
        assertRejected(NodeFactory.createLiteralLang("text", longest + "b"));
    }

    @Test
    void whatIsNoIriHasNoForm() {
        assertRejected(NodeFactory.createURI(""));
        assertRejected(NodeFactory.createURI("relative"));
        assertRejected(NodeFactory.createURI("urn:a b"));
        assertRejected(NodeFactory.createURI("urn:<a>"));
    }

    @Test
    void halfASurrogatePairHasNoForm() {
        assertRejected(NodeFactory.createLiteralString("half \ud800 a pair"));
        assertRejected(NodeFactory.createURI("urn:\udc00"));
    }

    @Test
    void aBlankNodeThatTheDoorDidNotNameIsOurBug() {
        assertThrows(
                IllegalArgumentException.class, () -> TermCodec.encode(NodeFactory.createBlankNode("as-in-the-file")));
    }

    private static void assertRejected(Node term) {
        KithException refused = assertThrows(KithException.class, () -> TermCodec.encode(term));
        assertEquals(KithException.Blame.USER, refused.blame());
        assertEquals(Code.REJECTED, refused.code());
    }

    private static Node nested(int levels) {
        Node term = P;
        for (int i = 0; i < levels; i++) {
            term = NodeFactory.createTripleTerm(P, P, term);
        }
        return term;
    }

    private static byte[] triple(byte[] subject, byte[] predicate, byte[] object) {
        return new ByteWriter()
                .u8(7)
                .sized(subject)
                .sized(predicate)
                .sized(object)
                .toArray();
    }
}
