package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kith.daemon.http.Conflicts.Choice;
import kith.daemon.http.Conflicts.Keep;
import kith.daemon.query.Modification;
import kith.daemon.query.Receipt;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.Sandbox;
import kith.daemon.query.WriteAccess;
import kith.daemon.replica.TestNode;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conflicts between two people, told to both and ended by either. */
final class SpaceConflictsTest {
    private static final String THING = "urn:x:ada";
    private static final String NAME = Prefixes.FOAF + "name";

    @TempDir
    private Path folder;

    private final Sandbox sandbox = Sandbox.install(Prefixes.map());
    private TestNode ada;
    private TestNode ben;

    @BeforeEach
    void open() {
        ada = TestNode.open(folder.resolve("ada"), 1);
        ben = TestNode.open(folder.resolve("ben"), 2);
        ada.found("river");
        ben.joinThrough(ada);
    }

    @AfterEach
    void close() {
        ada.close();
        ben.close();
    }

    private void exchange() {
        ada.pullFrom(ben);
        ben.pullFrom(ada);
    }

    private WriteAccess write(TestNode node) {
        return new ReplicaSpaces(node.replicas(), count -> node.machine().random(count))
                .space("river")
                .orElseThrow()
                .write();
    }

    private void update(TestNode node, String update) {
        try (WriteAccess write = write(node)) {
            Modification.parse(sandbox, update, List.of(), List.of()).make(write, Duration.ofSeconds(30), 1_000);
            write.commit("");
        }
    }

    private Receipt settle(TestNode node, Keep keep, Map<String, String> value) {
        try (WriteAccess write = write(node)) {
            new SpaceConflicts(node.replica()).settle(new Choice(THING, null, null, keep, value), write.dataset());
            return write.commit("");
        }
    }

    private static List<JsonObject> rows(JsonElement rows) {
        return StreamSupport.stream(rows.getAsJsonArray().spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static List<JsonObject> listed(TestNode node) {
        return rows(new SpaceConflicts(node.replica()).list(10).get("conflicts"));
    }

    private static JsonObject shown(TestNode node) {
        return new SpaceConflicts(node.replica()).show(THING, null);
    }

    private static String value(JsonObject row) {
        return row.getAsJsonObject("value").get("value").getAsString();
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    private void twoNames() {
        update(ada, "INSERT DATA { <urn:x:ada> foaf:name 'Ada' }");
        update(ben, "INSERT DATA { <urn:x:ada> foaf:name 'Ada B.' }");
        exchange();
    }

    @Test
    void everyValueIsToldWithWhoSaidItAndWhyOneIsShown() {
        twoNames();

        JsonObject field = rows(shown(ada).get("fields")).getFirst();

        List<JsonObject> values = rows(field.get("values"));
        JsonObject policy = field.getAsJsonObject("policy");
        JsonObject said = rows(values.getFirst().get("saidBy")).getFirst();
        assertAll(
                () -> assertEquals(NAME, field.get("predicate").getAsString()),
                () -> assertEquals("latest", policy.get("policy").getAsString()),
                () -> assertEquals("profile", policy.get("source").getAsString()),
                () -> assertEquals("it was said last", field.get("why").getAsString()),
                () -> assertEquals(2, values.size()),
                () -> assertEquals("Ada B.", value(values.getFirst())),
                () -> assertTrue(values.getFirst().get("shown").getAsBoolean()),
                () -> assertEquals(ben.self().node().did(), said.get("author").getAsString()),
                () -> assertEquals("Ada", value(values.get(1))),
                () -> assertEquals(shown(ada), shown(ben)));
    }

    @Test
    void ofAListThatIsInConflictTheMembersAreTold() {
        update(ada, "INSERT DATA { <urn:x:ada> foaf:name ('a' ('b') <urn:c>) }");
        update(ben, "INSERT DATA { <urn:x:ada> foaf:name (" + "'x' ".repeat(ListText.MAX_MEMBERS) + "'beyond') }");
        exchange();

        JsonObject row = listed(ada).getFirst();

        JsonObject shorter = rows(row.get("hidden")).getFirst();
        List<JsonObject> members = rows(shorter.get("list"));
        JsonObject longer = row.getAsJsonObject("shown");
        assertAll(
                () -> assertEquals(3, members.size()),
                () -> assertEquals("a", members.get(0).get("value").getAsString()),
                () -> assertEquals(1, rows(members.get(1).get("list")).size()),
                () -> assertEquals("urn:c", members.get(2).get("value").getAsString()),
                () -> assertFalse(shorter.has("more")),
                () -> assertEquals(
                        ListText.MAX_MEMBERS, rows(longer.get("list")).size()),
                () -> assertTrue(longer.get("more").getAsBoolean()),
                () -> assertTrue(shown(ben).toString().contains("\"list\"")));
    }

    @Test
    void theRuleThatPicksTheValueIsNamedWithItsClass() {
        new SpaceRulebook(ada.replica()).rule(NAME, Optional.of("urn:x:Boat"), "first", false);
        update(ada, "INSERT DATA { <urn:x:ada> a <urn:x:Boat> }");
        exchange();
        twoNames();

        JsonObject field = rows(shown(ben).get("fields")).getFirst();

        JsonObject policy = field.getAsJsonObject("policy");
        assertEquals("first", policy.get("policy").getAsString());
        assertEquals("rule", policy.get("source").getAsString());
        assertEquals("urn:x:Boat", policy.get("class").getAsString());
        assertEquals("Ada", value(rows(field.get("values")).getFirst()));
    }

    @Test
    void theChosenValueStandsAloneOnBothSides() {
        twoNames();

        settle(ada, Keep.VALUE, Map.of("value", "Ada", "type", "literal"));
        exchange();

        assertAll(
                () -> assertEquals(List.of(), listed(ada)),
                () -> assertEquals(List.of(), listed(ben)),
                () -> assertEquals(
                        "Ada",
                        value(rows(new SpaceChronicle(ben.replica()).blame(THING, NAME))
                                .getFirst())),
                () -> assertEquals(ada.digest(), ben.digest()));
    }

    @Test
    void theShownValueMayBeConfirmedAndTheHiddenOneChosen() {
        twoNames();
        Receipt confirmed = settle(ada, Keep.SHOWN, Map.of());
        assertEquals(0, confirmed.added());
        assertEquals(1, confirmed.removed());
        exchange();
        update(ada, "INSERT DATA { <urn:x:ada> foaf:name 'one' }");
        update(ben, "INSERT DATA { <urn:x:ada> foaf:name 'two' }");
        exchange();

        settle(ben, Keep.HIDDEN, Map.of());
        exchange();

        assertEquals(List.of(), listed(ada));
        assertEquals(
                "one",
                value(rows(new SpaceChronicle(ada.replica()).blame(THING, NAME)).getFirst()));
    }

    @Test
    void whereNothingIsInConflictNothingIsShownOrSettled() {
        update(ada, "INSERT DATA { <urn:x:ada> a foaf:Person ; foaf:name 'Ada' ; foaf:nick 'A', 'B' }");

        assertAll(
                () -> assertEquals(Code.NOT_FOUND, refused(() -> shown(ada))),
                () -> assertEquals(Code.NOT_FOUND, refused(() -> settle(ada, Keep.SHOWN, Map.of()))),
                () -> assertEquals(Code.NOT_FOUND, refused(() -> settle(ada, Keep.RESTORE, Map.of()))),
                () -> assertEquals(Code.NOT_FOUND, refused(() -> settle(ada, Keep.REMOVE, Map.of()))));
    }

    @Test
    void aChoiceThatMeansSeveralOrNoneIsRefused() {
        twoNames();
        update(ada, "INSERT DATA { GRAPH <urn:g> { <urn:x:ada> foaf:name 'x' } }");
        update(ben, "INSERT DATA { GRAPH <urn:g> { <urn:x:ada> foaf:name 'y' } }");
        exchange();

        assertEquals(Code.CONFLICT, refused(() -> settle(ada, Keep.SHOWN, Map.of())));
        try (WriteAccess write = write(ada)) {
            SpaceConflicts conflicts = new SpaceConflicts(ada.replica());
            assertEquals(
                    Code.NOT_FOUND,
                    refused(() -> conflicts.settle(
                            new Choice(THING, NAME, "urn:g", Keep.VALUE, Map.of("value", "Ada")), write.dataset())));
            conflicts.settle(new Choice(THING, NAME, "urn:g", Keep.HIDDEN, Map.of()), write.dataset());
            assertEquals(1, write.dryRun(10).added());
        }
    }

    private void bothKnowHer() {
        update(ada, "INSERT DATA { <urn:x:ada> a foaf:Person ; foaf:name 'Ada' }");
        exchange();
    }

    /** Ada removes the thing while Ben, who does not know, gives it a nick. */
    private void removedWhileEdited() {
        bothKnowHer();
        update(ada, "DELETE WHERE { <urn:x:ada> ?p ?o }");
        update(ben, "INSERT DATA { <urn:x:ada> foaf:nick 'A.' }");
        exchange();
    }

    @Test
    void whatIsSaidOfAThingWhileAnotherRemovesItIsAFragment() {
        removedWhileEdited();

        List<JsonObject> list = listed(ben);

        JsonObject fragment = list.getFirst();
        JsonObject removed = fragment.getAsJsonObject("removed");
        assertAll(
                () -> assertEquals(1, list.size()),
                () -> assertEquals("fragment", fragment.get("kind").getAsString()),
                () -> assertEquals(THING, fragment.get("thing").getAsString()),
                () -> assertEquals(1, fragment.get("remains").getAsInt()),
                () -> assertEquals("A.", value(rows(fragment.get("examples")).getFirst())),
                () -> assertEquals(
                        "[\"" + Prefixes.FOAF + "Person\"]",
                        removed.get("classes").toString()),
                () -> assertEquals(
                        ada.self().node().did(), removed.get("author").getAsString()),
                () -> assertEquals(
                        ben.self().node().did(),
                        fragment.getAsJsonObject("edited").get("author").getAsString()),
                () -> assertEquals(list, listed(ada)),
                () -> assertEquals(fragment, shown(ada).get("fragment")));
    }

    @Test
    void aFragmentIsRestored() {
        removedWhileEdited();

        settle(ben, Keep.RESTORE, Map.of());
        exchange();

        assertEquals(List.of(), listed(ada));
        assertEquals(
                Set.of("Ada", "A.", Prefixes.FOAF + "Person"),
                rows(new SpaceChronicle(ada.replica()).blame(THING, null)).stream()
                        .map(SpaceConflictsTest::value)
                        .collect(Collectors.toSet()));
    }

    @Test
    void aFragmentIsRemoved() {
        removedWhileEdited();

        settle(ben, Keep.REMOVE, Map.of());
        exchange();

        assertEquals(List.of(), listed(ada));
        assertTrue(new SpaceChronicle(ada.replica()).blame(THING, null).isEmpty());
    }

    @Test
    void whatTheRemoverLeftKnowinglyIsNoFragment() {
        bothKnowHer();
        update(ben, "INSERT DATA { <urn:x:ada> foaf:nick 'A.' }");
        exchange();

        update(ada, "DELETE DATA { <urn:x:ada> a foaf:Person ; foaf:name 'Ada' }");
        exchange();

        assertEquals(List.of(), listed(ada));
        assertEquals(List.of(), listed(ben));
    }

    @Test
    void whatIsSaidInKnowledgeOfTheRemovalIsNoFragment() {
        bothKnowHer();
        update(ada, "DELETE WHERE { <urn:x:ada> ?p ?o }");
        exchange();

        update(ben, "INSERT DATA { <urn:x:ada> foaf:nick 'A.' }");
        exchange();

        assertEquals(List.of(), listed(ada));
    }

    @Test
    void aThingThatKeptAnotherClassIsNoFragment() {
        bothKnowHer();
        update(ada, "DELETE WHERE { <urn:x:ada> ?p ?o }");
        update(ben, "INSERT DATA { <urn:x:ada> a <urn:x:Sailor> ; foaf:nick 'A.' }");
        exchange();

        assertEquals(List.of(), listed(ada));
    }

    @Test
    void aListSaysWhetherThereIsMore() {
        for (int i = 0; i < 2; i++) {
            update(ada, "INSERT DATA { <urn:x:" + i + "> a <urn:x:Boat> }");
            exchange();
            update(ada, "DELETE DATA { <urn:x:" + i + "> a <urn:x:Boat> }");
            update(ben, "INSERT DATA { <urn:x:" + i + "> foaf:nick 'A.' }");
            exchange();
        }

        JsonObject one = new SpaceConflicts(ada.replica()).list(1);
        JsonObject all = new SpaceConflicts(ada.replica()).list(2);

        assertTrue(one.get("more").getAsBoolean());
        assertEquals(1, one.getAsJsonArray("conflicts").size());
        assertFalse(all.get("more").getAsBoolean());
        assertEquals(2, all.getAsJsonArray("conflicts").size());
    }
}
