package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InlineTermTest {
    private static final long MOST = (1L << 55) - 1;
    /** Seventeen characters with its sign. */
    private static final long LEAST = -9_999_999_999_999_999L;

    private static OptionalLong of(String lexical, RDFDatatype type) {
        return InlineTerm.id(NodeFactory.createLiteralDT(lexical, type));
    }

    private static OptionalLong of(String text) {
        return InlineTerm.id(NodeFactory.createLiteralString(text));
    }

    // What was signed is what is read, to the letter.
    @Seeds(3_000)
    void whatIsInlineIsThatVeryTermAgain(Gen gen) {
        Node term = SomeTerms.term(gen);

        OptionalLong id = InlineTerm.id(term);

        assertEquals(
                id.isPresent() ? Optional.of(term) : Optional.empty(),
                id.isPresent() ? InlineTerm.term(id.getAsLong()) : Optional.empty());
        assertFalse(id.isPresent() && InlineTerm.isNumbered(id.getAsLong()));
    }

    @Seeds(500)
    void integersSortAsTheirIdsDo(Gen gen) {
        long one = integer(gen);
        long other = integer(gen);

        assertEquals(
                Integer.signum(Long.compare(one, other)), Integer.signum(Long.compareUnsigned(idOf(one), idOf(other))));
    }

    private static long integer(Gen gen) {
        return gen.coin() ? gen.magnitude(55) : -gen.magnitude(53);
    }

    private static boolean isInline(long value) {
        return of(Long.toString(value), XSDDatatype.XSDinteger).isPresent();
    }

    private static long idOf(long value) {
        return of(Long.toString(value), XSDDatatype.XSDinteger).orElseThrow();
    }

    @Seeds(500)
    void datesSortAsTheirIdsDo(Gen gen) {
        LocalDate one = LocalDate.ofEpochDay(gen.fromLong(-700_000, 2_900_000));
        LocalDate other = LocalDate.ofEpochDay(gen.fromLong(-700_000, 2_900_000));

        assertEquals(
                Integer.signum(one.compareTo(other)),
                Integer.signum(Long.compareUnsigned(
                        of(one.toString(), XSDDatatype.XSDdate).orElseThrow(),
                        of(other.toString(), XSDDatatype.XSDdate).orElseThrow())));
    }

    @Seeds(500)
    void shortStringsSortAsTheirBytesDo(Gen gen) {
        String one = shortText(gen);
        String other = shortText(gen);

        assertEquals(
                Integer.signum(Arrays.compareUnsigned(
                        Bytes.utf8(one).toArray(), Bytes.utf8(other).toArray())),
                Integer.signum(
                        Long.compareUnsigned(of(one).orElseThrow(), of(other).orElseThrow())));
    }

    private static String shortText(Gen gen) {
        String text = gen.text(6);
        while (Bytes.utf8(text).length() > 6) {
            text = text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, text.length()) - 1));
        }
        return text;
    }

    @Test
    void theLastThatFitsIsInlineAndTheNextIsNot() {
        assertAll(
                () -> assertTrue(isInline(MOST)),
                () -> assertTrue(!isInline(MOST + 1)),
                () -> assertTrue(isInline(LEAST)),
                () -> assertTrue(!isInline(LEAST - 1)),
                () -> assertTrue(of("123456").isPresent()),
                () -> assertTrue(of("1234567").isEmpty()),
                () -> assertTrue(of("\u00e9\u00e9\u00e9").isPresent()),
                () -> assertTrue(of("\u00e9\u00e9\u00e9.").isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "+1", "-0", " 1", "1.0", "", "1e3", "99999999999999999999", "\u0661"})
    void anIntegerInOtherLettersIsNumbered(String lexical) {
        assertTrue(of(lexical, XSDDatatype.XSDinteger).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30", "2026-1-01", "2026-01-01Z", "10000-01-01", "-044-03-15", "+2026-01-1"})
    void aDateInOtherLettersIsNumbered(String lexical) {
        assertTrue(of(lexical, XSDDatatype.XSDdate).isEmpty());
    }

    // As bytes it would be the question mark that stands for it.
    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "a\ud83d", "\udc00\ud800", "\ud83da"})
    void textThatIsNoUnicodeIsNotInline(String text) {
        assertTrue(of(text).isEmpty());
    }

    @Test
    void aPairOfSurrogatesIsACharacterLikeOthers() {
        Node smile = NodeFactory.createLiteralString("\ud83d\ude00!");

        assertEquals(Optional.of(smile), InlineTerm.term(InlineTerm.id(smile).orElseThrow()));
    }

    @Test
    void lettersInALanguageAreNotThePlainOnes() {
        assertTrue(InlineTerm.id(NodeFactory.createLiteralLang("a", "en")).isEmpty());
    }
}
