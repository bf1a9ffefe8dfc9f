package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people change one thing; either can tell who said what, look back, and undo. */
final class HistoryIT {
    @TempDir
    Path folder;

    private Node ada;
    private Node ben;

    @AfterEach
    void stop() {
        ada.stop();
        ben.stop();
    }

    @Test
    void thePastIsToldAskedAndUndone() {
        ada = Node.started(folder.resolve("ada"), "ada-laptop");
        ben = Node.started(folder.resolve("ben"), "ben-phone");
        String adasDid = Node.field(ada.get("/v1/status"), "did");
        String bensDid = Node.field(ben.get("/v1/status"), "did");
        ada.kith("space", "create", "river");
        ben.kith("join", ada.kith("invite").line());

        ada.kith("person", "add", "ada", "--name", "Ada Byron", "--phone", "+442079460001");
        inStep();
        String before = ben.kith("log", "--limit", "1", "-o", "name").line();
        ben.kith("person", "set", "ada", "phone=+442079460002");
        String edit = ben.kith("log", "--limit", "1", "-o", "name").line();
        inStep();

        for (Node each : new Node[] {ada, ben}) {
            assertEquals("Ada Byron," + adasDid, row(each, "blame", "person/ada", "--field", "name"));
            assertEquals("+442079460002," + bensDid, row(each, "blame", "ada", "--field", "phone"));
            assertEquals(
                    "ben-phone",
                    each.kith("blame", "ada", "--field", "phone", "--json")
                            .out()
                            .replaceAll("(?s).*\"device\": *\"([^\"]*)\".*", "$1"));
        }
        String history = ada.kith("history", "ada", "--field", "phone", "--csv", "--fields", "sign,value,holds,author")
                .out();
        assertEquals("""
                sign,value,holds,author
                +,+442079460001,false,ADA
                -,+442079460001,true,BEN
                +,+442079460002,true,BEN
                """, history.replace(adasDid, "ADA").replace(bensDid, "BEN"));
        assertTrue(ada.kith("show", edit).out().contains("foaf:phone <tel:+442079460002>"));
        assertNotEquals(before, edit);
        assertEquals("tel:+442079460001", phone(ada, before));
        assertEquals("tel:+442079460002", phone(ada, edit));
        assertEquals(
                1,
                Program.kith(folder.resolve("ada"), "diff", before + ".." + edit)
                        .exit());

        assertTrue(ada.kith("revert", edit, "--dry-run").out().contains("- <"));
        assertTrue(ada.kith("revert", edit).out().startsWith("+1 fact  -1 fact  change "));
        inStep();

        assertEquals("+442079460001," + adasDid, row(ben, "blame", "ada", "--field", "phone"));
        assertEquals("no change", ben.kith("revert", edit).line());
        assertEquals("tel:+442079460002", phone(ben, edit));
        assertEquals(ada.digest("river"), ben.digest("river"));
    }

    @Test
    void aConflictIsShownAndEnded() {
        ada = Node.started(folder.resolve("ada"), "ada-laptop");
        ben = Node.started(folder.resolve("ben"), "ben-phone");
        ada.kith("space", "create", "river");
        ben.kith("join", ada.kith("invite").line());
        ada.kith("schema", "add", "--predicate", "foaf:nick", "--policy", "all");
        ada.kith("person", "add", "ada", "--name", "Ada Byron", "--nick", "A.", "--nick", "B.");
        ada.kith("schema", "add", "--predicate", "foaf:nick", "--policy", "least");
        inStep();
        assertTrue(ben.kith("conflicts", "list").out().contains("B."));
        assertTrue(ben.kith("conflicts", "show", "ada", "--field", "nick")
                .out()
                .contains("it is the least (least, rule of change "));

        assertTrue(ben.kith("conflicts", "resolve", "ada", "--field", "nick", "--value", "B.", "--dry-run")
                .out()
                .contains("+ <"));
        ben.kith("conflicts", "resolve", "ada", "--field", "nick", "--value", "B.");
        inStep();

        assertEquals("no conflicts", ada.kith("conflicts", "list").err().strip());
        assertEquals(
                "ben-phone",
                ada.kith("query", "--csv", """
                                SELECT ?by { ?ada kith:handle "ada" ; foaf:nick "B."
                                  GRAPH <urn:kith:provenance> { ?fact rdf:subject ?ada ; rdf:object "B." ; kith:saidIn/kith:deviceName ?by } }
                                """).out().replace("\r", "").strip().replace("by\n", ""));
        assertEquals(
                3,
                Program.kith(folder.resolve("ada"), "conflicts", "show", "ada").exit());
    }

    private void inStep() {
        ada.kith("sync", "--wait");
        ben.kith("sync", "--wait");
    }

    /** The value and the author of the only row. */
    private static String row(Node node, Object... words) {
        Object[] all = java.util.Arrays.copyOf(words, words.length + 3);
        all[words.length] = "--csv";
        all[words.length + 1] = "--fields";
        all[words.length + 2] = "value,author";
        return node.kith(all).out().strip().replace("value,author\n", "");
    }

    private static String phone(Node node, String moment) {
        return node.kith("query", "--csv", "--at", moment, "SELECT ?v { ?p kith:handle \"ada\" ; foaf:phone ?v }")
                .out()
                .replace("\r", "")
                .strip()
                .replace("v\n", "");
    }
}
