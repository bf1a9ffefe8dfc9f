package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule and shapes that one node adds count on both. */
final class SchemaIT {
    private static final String SIZE = "urn:x:size";

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
    void aRuleAddedOnOneNodeIsSeenOnBoth() throws IOException {
        ada = Node.started(folder.resolve("ada"), "ada-laptop");
        ben = Node.started(folder.resolve("ben"), "ben-phone");
        ada.kith("space", "create", "river");
        ben.kith("join", ada.kith("invite").line());
        ada.update("river", "INSERT DATA { <urn:x:boat> a <urn:x:Boat> ; <urn:x:size> 1, 2 ; <urn:x:flag> 'red' }");
        inStep();

        String rehearsal = ada.kith("schema", "add", "--predicate", SIZE, "--policy", "greatest", "--dry-run")
                .out();
        assertEquals("- <urn:x:boat> <urn:x:size> \"1\"^^xsd:integer", rehearsal.strip());
        ada.kith("schema", "add", "--predicate", SIZE, "--class", "urn:x:Boat", "--policy", "greatest");
        inStep();
        assertEquals("2", sizes(ada));
        assertEquals("2", sizes(ben));
        assertTrue(ben.kith("schema", "list").out().contains("greatest"));
        assertTrue(ben.kith("conflicts", "list").out().contains("urn:x:boat"));

        Path shapes = Files.writeString(folder.resolve("boats.ttl"), """
                PREFIX sh: <http://www.w3.org/ns/shacl#>
                <urn:x:BoatShape> sh:targetClass <urn:x:Boat> ; sh:property [ sh:path <urn:x:flag> ; sh:in ( "red" "blue" ) ] .
                """);
        ada.kith("schema", "add", "boats", "-f", shapes);
        inStep();
        assertTrue(ben.kith("schema", "show", "boats").out().contains("sh:in"));
        Program.Run refused =
                Program.kith(folder.resolve("ben"), "update", "INSERT DATA { <urn:x:boat> <urn:x:flag> 'green' }");
        assertEquals(7, refused.exit(), refused.err());
        assertEquals(
                5, Program.kith(folder.resolve("ben"), "schema", "rm", "boats").exit());

        ada.kith("schema", "rm", SIZE, "--class", "urn:x:Boat");
        ada.kith("schema", "rm", "boats");
        inStep();
        assertEquals("1 2", sizes(ben));
        ben.kith("update", "INSERT DATA { <urn:x:boat> <urn:x:flag> 'green' }");
        assertEquals(
                ada.kith("schema", "list").out(), ben.kith("schema", "list").out());
    }

    private void inStep() {
        ada.kith("sync", "--wait");
        ben.kith("sync", "--wait");
        assertEquals(ada.digest("river"), ben.digest("river"));
    }

    private static String sizes(Node node) {
        return node.kith("query", "--csv", "SELECT ?v { <urn:x:boat> <urn:x:size> ?v } ORDER BY ?v")
                .out()
                .replace("\r", "")
                .strip()
                .replace("v\n", "")
                .replace("\n", " ");
    }
}
