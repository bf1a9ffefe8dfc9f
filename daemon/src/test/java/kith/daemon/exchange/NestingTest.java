package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NestingTest {
    private static final int ONE_TOO_MANY = Nesting.MAX_DEPTH + 1;

    private static void check(String document, Syntax syntax) throws Exception {
        Prescan.check(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)), syntax);
    }

    private static void refused(String document, Syntax syntax) {
        assertThrows(KithException.class, () -> check(document, syntax));
    }

    private static void taken(String document, Syntax syntax) {
        assertDoesNotThrow(() -> check(document, syntax));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[ ", "(", "{", "<< "})
    void theLimitIsKeptForEachBracket(String bracket) {
        taken(bracket.repeat(Nesting.MAX_DEPTH), Syntax.TRIG);
        refused(bracket.repeat(ONE_TOO_MANY), Syntax.TRIG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<urn:s> <urn:p> \"%s\" .", "<urn:s> <urn:p> \"\"\"%s\"\"\" .", "<urn:%s> a <urn:c> ."})
    void aTextThatNoTermCanHoldIsRefusedBeforeItIsGathered(String document) {
        taken(document.formatted("x".repeat(Prescan.MAX_TEXT_BYTES - 10)), Syntax.TTL);
        refused(document.formatted("x".repeat(Prescan.MAX_TEXT_BYTES + 10)), Syntax.TTL);
    }

    @Test
    void soIsATextOfXml() {
        String document =
                "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Bag><r:_1>%s</r:_1></r:Bag></r:RDF>";

        taken(document.formatted("x".repeat(Prescan.MAX_TEXT_BYTES - 100)), Syntax.RDFXML);
        refused(document.formatted("x".repeat(Prescan.MAX_TEXT_BYTES + 10)), Syntax.RDFXML);
    }

    @Test
    void bracketsThatCloseCountNoMore() {
        taken("[ ] ( ) { } << a b c >> <<( a b c )>> ".repeat(1_000), Syntax.TRIG);
        taken("[ ( { << a >> } ) ] ".repeat(1_000), Syntax.TRIG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'((((((((((' ",
                "\"((((((((((\" ",
                "'''(((((((((('''  ",
                "\"\"\"((\"((((\"\"((((\"\"\" ",
                "<http://e/((((((((((> ",
                "# ((((((((((\n",
                "\\(\\(\\(\\(\\(\\(\\(\\(\\(\\( ",
                "'\\'((((((((((' ",
                "\"\\\"((((((((((\" "
            })
    void bracketsInsideTextsIrisAndCommentsDoNotCount(String tenHidden) {
        taken(tenHidden.repeat(100), Syntax.TTL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'' (",
                "\"\" (",
                "''''''(",
                "\"\"\"\"\"\"(",
                "''(",
                "<http://e/>(",
                "# a\n(",
                "'a' (",
                "\"a\\\\\" ("
            })
    void bracketsAfterThemDo(String oneOpen) {
        taken(oneOpen.repeat(Nesting.MAX_DEPTH), Syntax.TTL);
        refused(oneOpen.repeat(ONE_TOO_MANY), Syntax.TTL);
    }

    @Test
    void tripleTermsCountEvenWithoutBlanks() {
        refused("<<(".repeat(ONE_TOO_MANY), Syntax.NT);
        refused("<<(<<(<<( ".repeat(ONE_TOO_MANY), Syntax.TTL);
    }

    @Test
    void jsonHasItsOwnTexts() {
        taken("[\"[[[[[[[[[[\", \"'\", \"#\", \"<\", \"\\\"[[[[[\"],".repeat(100), Syntax.JSONLD);
        refused("{\"a\":[".repeat(ONE_TOO_MANY / 2 + 1), Syntax.JSONLD);
        refused("'[".repeat(ONE_TOO_MANY), Syntax.JSONLD);
    }

    @Test
    void theComplaintSaysWhere() {
        KithException deep =
                assertThrows(KithException.class, () -> check("\n\n" + "(".repeat(ONE_TOO_MANY), Syntax.TTL));

        assertTrue(deep.getMessage().contains("at line 3, column " + ONE_TOO_MANY), deep.getMessage());
        assertEquals(kith.ontology.fault.Code.USAGE, deep.code());
    }
}
