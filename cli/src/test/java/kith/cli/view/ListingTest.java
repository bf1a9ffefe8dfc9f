package kith.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;

/** Rows in every form. */
class ListingTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Listing people = new Listing(
            List.of(Column.of("name"), Column.of("mail"), Column.wide("id")),
            List.of(
                    JsonText.read("{\"name\":\"Ada\",\"mail\":[\"a@x\",\"b@x\"],\"id\":7}"),
                    JsonText.read("{\"name\":\"Zo\u00eb, \\\"Z\\\"\",\"id\":8,\"extra\":true}")),
            "name");

    @Test
    void aTableHasItsColumnsUnderTitlesAndNoSpaceAtTheEnd() throws IOException {
        assertEquals("NAME      MAIL\nAda       a@x, b@x\nZo\u00eb, \"Z\"\n", printed(Output.TABLE, 0));
    }

    @Test
    void aWideTableHasEveryColumn() throws IOException {
        assertEquals(
                "NAME      MAIL      ID\nAda       a@x, b@x  7\nZo\u00eb, \"Z\"            8\n",
                printed(Output.WIDE, 0));
    }

    @Test
    void jsonHoldsTheRowsWholeInOneDocument() throws IOException {
        Json document = JsonText.read(printed(Output.JSON, 0));

        assertEquals(people.rows(), document.items());
    }

    @Test
    void ndjsonHoldsARowALine() throws IOException {
        String[] lines = printed(Output.NDJSON, 0).split("\n");

        assertEquals(2, lines.length);
        assertEquals(people.rows().get(1), JsonText.read(lines[1]));
    }

    @Test
    void csvQuotesWhatNeedsItAndJoinsSeveralBySemicolons() throws IOException {
        assertEquals("name,mail,id\nAda,a@x;b@x,7\n\"Zo\u00eb, \"\"Z\"\"\",,8\n", printed(Output.CSV, 0));
    }

    @Test
    void tsvEscapesTabsAndLineEnds() throws IOException {
        Listing odd = new Listing(
                List.of(Column.of("x"), Column.of("y")),
                List.of(JsonText.read("{\"x\":\"a\\tb\\\\\\n\",\"y\":1}")),
                "x");

        odd.print(terminal(0), Output.TSV, Paint.NONE);

        assertEquals("x\ty\na\\tb\\\\\\n\t1\n", text());
    }

    @Test
    void namesAreOneALine() throws IOException {
        assertEquals("Ada\nZo\u00eb, \"Z\"\n", printed(Output.NAME, 0));
    }

    @Test
    void fieldsChooseColumnsAndTheirOrder() throws IOException {
        people.only(List.of("id", "name")).print(terminal(0), Output.CSV, Paint.NONE);

        assertEquals("id,name\n7,Ada\n8,\"Zo\u00eb, \"\"Z\"\"\"\n", text());
    }

    @Test
    void anUnknownFieldIsAnsweredWithThoseThereAre() {
        KithException fault = assertThrows(KithException.class, () -> people.only(List.of("nmae")));

        assertEquals("there is no field 'nmae'; there are name, mail, id", fault.getMessage());
    }

    @Test
    void onATerminalLongCellsAreCutAndTheTitleIsBold() throws IOException {
        Listing wide = new Listing(
                List.of(Column.of("a"), Column.of("b")),
                List.of(JsonText.read("{\"a\":\"" + "x".repeat(100) + "\",\"b\":\"short\"}")),
                "a");

        wide.print(terminal(40), Output.TABLE, Paint.ANSI);

        String[] lines = text().split("\n");
        assertTrue(lines[0].startsWith("\u001b[1m"), lines[0]);
        assertEquals("x".repeat(32) + "\u2026  short", lines[1]);
    }

    @Test
    void whatAPeerWroteDoesNotSteerTheTerminal() throws IOException {
        Listing hostile = new Listing(
                List.of(Column.of("a")), List.of(JsonText.read("{\"a\":\"x\\u001b[2Jy\\u009b\\u202eq\\nz\"}")), "a");

        hostile.print(terminal(80), Output.TABLE, Paint.NONE);

        assertEquals("A\nx\\u001b[2Jy\\u009b\\u202eq\\nz\n", text());
    }

    @Test
    void wideCharactersTakeTwoColumns() throws IOException {
        Listing wide = new Listing(
                List.of(Column.of("a"), Column.of("b")),
                List.of(
                        JsonText.read("{\"a\":\"\u6c34\u8eca\",\"b\":1}"),
                        JsonText.read("{\"a\":\"e\u0301cole\",\"b\":2}")),
                "a");

        wide.print(terminal(0), Output.TABLE, Paint.NONE);

        assertEquals("A      B\n\u6c34\u8eca   1\ne\u0301cole  2\n", text());
    }

    @Test
    void anEmptyListingIsAnEmptyTableAndAnEmptyJsonList() throws IOException {
        Listing none = new Listing(List.of(Column.of("a")), List.of(), "a");
        none.print(terminal(0), Output.TABLE, Paint.NONE);
        none.print(terminal(0), Output.JSON, Paint.NONE);
        none.print(terminal(0), Output.CSV, Paint.NONE);

        assertEquals("[]\na\n", text());
    }

    private String printed(Output output, int columns) throws IOException {
        people.print(terminal(columns), output, Paint.NONE);
        return text();
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private Terminal terminal(int columns) {
        return new Terminal(
                new ByteArrayInputStream(new byte[0]),
                out,
                OutputStream.nullOutputStream(),
                new Terminal.Traits(false, columns > 0, false, columns, Map.of()));
    }
}
