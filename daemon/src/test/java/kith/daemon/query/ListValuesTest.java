package kith.daemon.query;

import static kith.daemon.query.Lists.cells;
import static kith.daemon.query.Lists.shown;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kith.daemon.replica.TestNode;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A list in a field of one value is one value: replaced whole, shown whole. */
final class ListValuesTest {
    private static final String ADA = "urn:ada";
    private static final String INSERT = "INSERT DATA { <urn:ada> foaf:name %s }";
    private static final String REPLACE =
            "DELETE { ?s foaf:name ?old } INSERT { ?s foaf:name %s } WHERE { ?s foaf:name ?old }";

    @TempDir
    private Path folder;

    private final Lists lists = new Lists();
    private TestNode alice;
    private TestNode bo;

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        alice.found("river");
        bo.joinThrough(alice);
    }

    @AfterEach
    void close() {
        alice.close();
        bo.close();
    }

    private void exchange() {
        alice.pullFrom(bo);
        bo.pullFrom(alice);
    }

    /** Both write a list while they do not hear each other, bo the later one. */
    private void twoLists() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));
        // Of two that were said in one millisecond either may be shown.
        long said = alice.machine().nowMillis();
        while (bo.machine().nowMillis() <= said) {
            Thread.onSpinWait();
        }
        lists.update(bo, INSERT.formatted("('x' 'y')"));
        exchange();
    }

    private Receipt revert(TestNode node, Receipt receipt) {
        return lists.write(node, write -> write.revert(String.valueOf(receipt.delta())));
    }

    @Test
    void anInsertTakesTheCellsOfTheListItReplaces() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));

        Receipt receipt = lists.update(alice, INSERT.formatted("(4 5)"));

        assertAll(
                () -> assertEquals(Set.of("(4 5)"), shown(alice, ADA)),
                () -> assertEquals(4, cells(alice).size()),
                () -> assertEquals(1, receipt.deltas()),
                () -> assertEquals(7, receipt.removed()),
                () -> assertEquals(5, receipt.added()));
    }

    @Test
    void aValueThatIsNoListReplacesOneToo() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));

        lists.update(alice, REPLACE.formatted("'Ada'"));

        assertEquals(Set.of("Ada"), shown(alice, ADA));
        assertEquals(Set.of(), cells(alice));
    }

    @Test
    void theEmptyListReplacesOneAndIsReplaced() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));

        lists.update(alice, INSERT.formatted("()"));

        assertEquals(Set.of("()"), shown(alice, ADA));
        assertEquals(Set.of(), cells(alice));
        lists.update(alice, INSERT.formatted("(1)"));
        assertEquals(Set.of("(1)"), shown(alice, ADA));
    }

    @Test
    void deletingTheFieldTakesTheCells() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));

        lists.update(alice, "DELETE WHERE { <urn:ada> foaf:name ?list }");

        assertEquals(Set.of(), cells(alice));
    }

    @Test
    void aRehearsalTellsOfTheCells() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));

        try (WriteAccess write = Lists.space(alice).write()) {
            lists.modify(write, INSERT.formatted("'Ada'"));
            Receipt receipt = write.dryRun(20);

            assertEquals(7, receipt.removed());
            assertTrue(receipt.diff().contains("rdf-syntax-ns#rest"));
        }
    }

    @Test
    void aListOfAFieldOfManyValuesStays() {
        lists.update(alice, "INSERT DATA { <urn:ada> foaf:nick (1 2) }");

        lists.update(alice, "DELETE WHERE { <urn:ada> foaf:nick ?list }");

        assertEquals(4, cells(alice).size());
    }

    @Test
    void listsInAListGoWithIt() {
        lists.update(alice, INSERT.formatted("(1 (2 (3 4)) ())"));
        assertEquals(Set.of("(1 (2 (3 4)) ())"), shown(alice, ADA));

        lists.update(alice, INSERT.formatted("(5)"));

        assertEquals(2, cells(alice).size());
    }

    @Test
    void aMemberThatIsAThingStays() {
        lists.update(alice, INSERT.formatted("(1 [ rdfs:label 'a thing' ])"));

        lists.update(alice, INSERT.formatted("(5)"));

        assertEquals(3, cells(alice).size());
    }

    @Test
    void aCellOfWhichMoreIsSaidStaysAndWhatFollowsIt() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));
        lists.update(alice, "INSERT { ?second rdfs:label 'mine' } WHERE { <urn:ada> foaf:name/rdf:rest ?second }");

        lists.update(alice, INSERT.formatted("'Ada'"));

        assertEquals(5, cells(alice).size());
    }

    @Test
    void aTailThatIsSharedStays() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));
        lists.update(alice, "INSERT { <urn:bo> foaf:name ?tail } WHERE { <urn:ada> foaf:name/rdf:rest ?tail }");

        lists.update(alice, INSERT.formatted("'Ada'"));

        assertEquals(Set.of("(2 3)"), shown(alice, "urn:bo"));
        assertEquals(4, cells(alice).size());
        lists.update(alice, "DELETE WHERE { <urn:bo> foaf:name ?list }");
        assertEquals(Set.of(), cells(alice));
    }

    @Test
    void aListThatIsPointedAtFromElsewhereStays() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));
        lists.update(alice, "INSERT { <urn:club> rdfs:seeAlso ?list } WHERE { <urn:ada> foaf:name ?list }");

        lists.update(alice, INSERT.formatted("'Ada'"));

        assertEquals(6, cells(alice).size());
    }

    @Test
    void aListThatMovesToAnotherFieldStays() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));

        lists.update(
                alice,
                "DELETE { <urn:ada> foaf:name ?list } INSERT { <urn:bo> foaf:name ?list }"
                        + " WHERE { <urn:ada> foaf:name ?list }");

        assertEquals(Set.of("(1 2 3)"), shown(alice, "urn:bo"));
    }

    @Test
    void takingTheHeadOffLeavesTheTailWhole() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));
        exchange();

        lists.update(
                alice,
                "DELETE { ?s foaf:name ?list } INSERT { ?s foaf:name ?tail }"
                        + " WHERE { ?s foaf:name ?list . ?list rdf:rest ?tail }");
        lists.update(bo, "DELETE WHERE { <urn:ada> foaf:name ?list }");
        exchange();

        assertAll(
                () -> assertEquals(Set.of("(2 3)"), shown(bo, ADA)),
                () -> assertEquals(4, cells(bo).size()),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void aListThatOneRequestWritesAndReplacesIsNeverSaid() {
        Receipt receipt = lists.update(alice, INSERT.formatted("(1 2 3)") + ";" + REPLACE.formatted("(4)"));

        assertEquals(3, receipt.added());
        assertEquals(2, cells(alice).size());
    }

    @Test
    void theSameListInAnotherGraphIsAnother() {
        lists.update(alice, "INSERT DATA { GRAPH <urn:one> { <urn:ada> foaf:name (1 2) } }");
        lists.update(alice, "COPY GRAPH <urn:one> TO GRAPH <urn:two>");

        lists.update(alice, "DELETE WHERE { GRAPH <urn:one> { <urn:ada> foaf:name ?list } }");

        assertEquals(Set.of("(1 2)"), shown(alice, ADA));
        assertEquals(4, cells(alice).size());
    }

    @Test
    void aListThatGoesRoundIsTakenOnce() {
        Node one = Lists.blank("one");
        Node two = Lists.blank("two");
        lists.write(alice, write -> {
            say(write, Lists.thing(ADA), Lists.NAME, one);
            say(write, one, RDF.first.asNode(), NodeFactory.createLiteralString("a"));
            say(write, one, RDF.rest.asNode(), two);
            say(write, two, RDF.first.asNode(), one);
            say(write, two, RDF.rest.asNode(), one);
        });

        lists.update(alice, INSERT.formatted("'Ada'"));

        assertEquals(Set.of(), cells(alice));
    }

    private static void say(WriteAccess write, Node subject, Node predicate, Node object) {
        write.dataset().add(Quad.create(Quad.defaultGraphIRI, subject, predicate, object));
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).collect(Collectors.joining(" ", "(", ")"));
    }

    @Test
    void aListOfTheMostCellsIsReplacedWhole() {
        lists.update(alice, INSERT.formatted(members(ListValues.MAX_CELLS)));

        lists.update(alice, INSERT.formatted(members(ListValues.MAX_CELLS)));

        assertEquals(2 * ListValues.MAX_CELLS, cells(alice).size());
    }

    @Test
    void aListOfMoreCellsIsNoValueAndStays() {
        lists.update(alice, INSERT.formatted(members(ListValues.MAX_CELLS + 1)));

        Receipt receipt = lists.update(alice, INSERT.formatted("'Ada'"));

        assertEquals(1, receipt.removed());
        assertEquals(2 * (ListValues.MAX_CELLS + 1), cells(alice).size());
    }

    @Test
    void longMembersCountForMoreCells() {
        String member = "'" + "x".repeat(ListValues.CHARS_OF_A_CELL * (ListValues.MAX_CELLS / 10)) + "'";
        lists.update(alice, INSERT.formatted("(" + (member + " ").repeat(10) + ")"));

        Receipt receipt = lists.update(alice, INSERT.formatted("'Ada'"));

        assertEquals(1, receipt.removed());
    }

    @Test
    void aChangeOfTooManyCellsIsRefused() {
        int tenth = ListValues.CHARS_OF_A_CELL * (ListValues.MAX_CELLS / 10 - 1);
        String large = "(" + ("'" + "x".repeat(tenth) + "' ").repeat(10) + ")";
        int fields = ListValues.MAX_CELLS_OF_CHANGE / ListValues.MAX_CELLS + 1;
        for (int i = 0; i < fields; i++) {
            lists.update(alice, "INSERT DATA { <urn:many:" + i + "> foaf:name " + large + " }");
        }

        KithException refusal =
                assertThrows(KithException.class, () -> lists.update(alice, "DELETE WHERE { ?thing foaf:name ?list }"));

        assertTrue(refusal.getMessage().contains("cells"), refusal.getMessage());
    }

    @Test
    void ofTwoListsOneIsShownWholeAndTheNextWriteEndsBoth() {
        twoLists();

        assertAll(
                () -> assertEquals(Set.of("(x y)"), shown(alice, ADA)),
                () -> assertEquals(Set.of("(x y)"), shown(bo, ADA)),
                () -> assertEquals(1, Lists.hidden(alice)));
        lists.update(alice, INSERT.formatted("(9)"));
        exchange();
        assertAll(
                () -> assertEquals(Set.of("(9)"), shown(bo, ADA)),
                () -> assertEquals(0, Lists.hidden(bo)),
                () -> assertEquals(2, cells(bo).size()),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void aListThatIsChosenIsWholeThoughSomebodyReplacedItMeanwhile() {
        twoLists();
        Quad hidden = Lists.holding(alice, ADA).stream()
                .filter(quad -> !alice.shows(quad))
                .findFirst()
                .orElseThrow();

        lists.update(bo, INSERT.formatted("(9)"));
        lists.write(alice, write -> write.dataset().add(hidden));
        exchange();

        assertAll(
                () -> assertEquals(Set.of("(1 2 3)"), shown(alice, ADA)),
                () -> assertEquals(Set.of("(1 2 3)"), shown(bo, ADA)),
                () -> assertEquals(alice.digest(), bo.digest()));
        lists.update(bo, INSERT.formatted("'Ada'"));
        assertEquals(Set.of(), cells(bo));
    }

    @Test
    void revertingTheReplacementBringsTheShownListBackAndNotTheHidden() {
        twoLists();
        Receipt replaced = lists.update(alice, INSERT.formatted("(9)"));

        revert(alice, replaced);
        exchange();

        assertAll(
                () -> assertEquals(Set.of("(x y)"), shown(bo, ADA)),
                () -> assertEquals(4, cells(bo).size()),
                () -> assertEquals(0, Lists.hidden(bo)),
                () -> assertEquals(alice.digest(), bo.digest()));
    }

    @Test
    void revertingBringsBackTheTailThatALaterChangeTook() {
        lists.update(alice, INSERT.formatted("(1 2 3)"));
        Receipt popped = lists.update(
                alice,
                "DELETE { ?s foaf:name ?list } INSERT { ?s foaf:name ?tail }"
                        + " WHERE { ?s foaf:name ?list . ?list rdf:rest ?tail }");
        lists.update(alice, INSERT.formatted("'Ada'"));

        revert(alice, popped);

        assertEquals(Set.of("(1 2 3)"), shown(alice, ADA));
        assertEquals(6, cells(alice).size());
    }

    @Test
    void anEqualListTakesThePlaceOfTheOneBefore() {
        lists.update(alice, INSERT.formatted("(1 2)"));
        Set<Quad> before = cells(alice);

        lists.update(alice, INSERT.formatted("(1 2)"));

        assertEquals(Set.of("(1 2)"), shown(alice, ADA));
        assertEquals(4, cells(alice).size());
        assertTrue(before.stream().noneMatch(cells(alice)::contains));
    }
}
