package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import kith.daemon.query.Receipt;
import kith.daemon.query.Rejected;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.daemon.replica.TestNode;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.TxnType;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon tells of the past of a space, and how it undoes a part of it. */
final class SpaceChronicleTest {
    private static final String THING = "urn:thing";
    private static final Quad NAME = quad("name", "'Ada'");
    private static final Quad PHONE = quad("phone", "'1'");
    private static final Quad PERSON = Quad.create(
            Quad.defaultGraphIRI,
            SSE.parseTriple(
                    "(<urn:thing> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Person>)"));
    private static final Quad FOAF_NAME =
            Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing> <http://xmlns.com/foaf/0.1/name> 'Ada')"));

    /** Another name that holds beside the first, as if its author had not heard of it. */
    private static final Quad LATER_NAME = Quad.create(
            Quad.defaultGraphIRI, SSE.parseTriple("(<urn:thing> <http://xmlns.com/foaf/0.1/name> 'Ada B.')"));

    @TempDir
    private Path folder;

    private TestNode ada;
    private SpaceChronicle chronicle;
    private SpaceAccess access;

    @BeforeEach
    void open() {
        ada = TestNode.open(folder.resolve("ada"), 1);
        ada.found("river");
        chronicle = new SpaceChronicle(ada.replica());
        access = new ReplicaSpaces(ada.replicas(), count -> ada.machine().random(count))
                .space("river")
                .orElseThrow();
    }

    @AfterEach
    void close() {
        ada.close();
    }

    private static Quad quad(String field, String value) {
        return Quad.create(
                Quad.defaultGraphIRI, SSE.parseTriple("(<" + THING + "> <urn:" + field + "> " + value + ")"));
    }

    private static List<JsonObject> rows(JsonArray rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static String text(JsonObject row, String key) {
        return row.get(key).getAsString();
    }

    /** The id of the newest delta. */
    private String newest() {
        return text(new History(ada.replica()).newest(1).get(0).getAsJsonObject(), "delta");
    }

    private Receipt revert(String delta) {
        try (WriteAccess write = access.write()) {
            write.revert(delta);
            return write.commit("");
        }
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    @Test
    void aDeltaIsShownWithItsAuthorAndAllThatItSays() {
        ada.asserts(NAME, PHONE);
        ada.retracts(PHONE);

        JsonObject told = chronicle.delta(newest());

        JsonObject change = rows(told.getAsJsonArray("changes")).getFirst();
        assertAll(
                () -> assertEquals(ada.self().node().did(), text(told, "author")),
                () -> assertEquals(ada.person().id().did(), text(told, "person")),
                () -> assertFalse(told.has("device"), "a founding names no device"),
                () -> assertEquals("data", text(told, "plane")),
                () -> assertEquals(0, told.get("left").getAsLong()),
                () -> assertEquals("-", text(change, "sign")),
                () -> assertEquals(THING, text(change, "thing")),
                () -> assertEquals("urn:phone", text(change, "field")),
                () -> assertEquals("1", text(change.getAsJsonObject("value"), "value")),
                () -> assertEquals(told, chronicle.delta(text(told, "link").substring(0, 20))));
    }

    @Test
    void anActOfAuthorityIsShownInWords() {
        JsonObject told = chronicle.delta(newest());

        assertEquals("control", text(told, "plane"));
        assertEquals("founded river", text(told, "note"));
        assertTrue(told.getAsJsonArray("changes").isEmpty());
    }

    @Test
    void aWrongIdIsRefusedForWhatItIs() {
        assertAll(
                () -> assertEquals(Code.NOT_FOUND, refused(() -> chronicle.delta("00000000"))),
                () -> assertEquals(Code.USAGE, refused(() -> chronicle.delta("0000000"))),
                () -> assertEquals(Code.USAGE, refused(() -> chronicle.delta("gggggggg"))),
                () -> assertEquals(Code.USAGE, refused(() -> chronicle.diff("yesterday", "2026-11-20", 1))),
                () -> assertEquals(Code.USAGE, refused(() -> chronicle.diff("2026-13-20", "2026-11-20", 1))),
                () -> assertEquals(Code.USAGE, refused(() -> chronicle.diff("9999-01-01", "2026-11-20", 1))),
                () -> assertEquals(Code.USAGE, refused(() -> chronicle.blame("thing", null))));
    }

    @Test
    void blameNamesWhoSaidWhatShowsAndNothingElse() {
        ada.asserts(NAME);
        String first = newest();
        ada.asserts(PHONE);
        ada.retracts(PHONE);

        List<JsonObject> rows = rows(chronicle.blame(THING, null));

        assertEquals(1, rows.size());
        assertEquals("urn:name", text(rows.getFirst(), "field"));
        assertEquals(first, text(rows.getFirst(), "delta"));
        assertEquals(ada.self().node().did(), text(rows.getFirst(), "author"));
        assertTrue(chronicle.blame(THING, "urn:phone").isEmpty());
    }

    @Test
    void historyTellsAlsoWhatNoLongerHoldsOldestFirst() {
        ada.asserts(PHONE);
        ada.retracts(PHONE);
        ada.asserts(NAME);

        List<String> told = rows(chronicle.history(THING, null, 10)).stream()
                .map(row -> text(row, "sign") + text(row, "field") + " " + row.get("holds"))
                .toList();

        assertEquals(List.of("+urn:phone false", "-urn:phone true", "+urn:name true"), told);
        assertEquals(2, chronicle.history(THING, "urn:phone", 10).size());
        assertEquals(
                "+urn:name",
                rows(chronicle.history(THING, null, 1)).stream()
                        .map(row -> text(row, "sign") + text(row, "field"))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void aValueThatIsHiddenFromThenOnIsGoneInADiff() {
        ada.asserts(FOAF_NAME);
        String first = newest();
        ada.asserts(LATER_NAME);

        JsonObject diff = chronicle.diff(first, newest(), 10);

        assertAll(
                () -> assertEquals(1, diff.get("added").getAsInt()),
                () -> assertEquals(1, diff.get("removed").getAsInt()));
    }

    @Test
    void aConflictIsToldWithWhatIsShownAndWhatIsHidden() {
        ada.asserts(FOAF_NAME);
        String first = newest();
        ada.asserts(LATER_NAME);

        List<JsonObject> conflicts =
                rows(new SpaceConflicts(ada.replica()).list(10).getAsJsonArray("conflicts"));

        JsonObject conflict = conflicts.getFirst();
        JsonObject hidden = rows(conflict.getAsJsonArray("hidden")).getFirst();
        assertAll(
                () -> assertEquals(1, conflicts.size()),
                () -> assertEquals(THING, text(conflict, "thing")),
                () -> assertEquals("Ada B.", text(conflict.getAsJsonObject("shown"), "value")),
                () -> assertEquals("Ada", text(hidden, "value")),
                () -> assertEquals(first, text(hidden, "delta")),
                () -> assertEquals(ada.self().node().did(), text(hidden, "author")));
    }

    @Test
    void moreConflictsThanAnAnswerHoldsAreRefused() {
        String large = "x".repeat((int) Portion.MAX_CHARS / 16);
        for (int i = 0; i < 17; i++) {
            ada.asserts(Quad.create(
                    Quad.defaultGraphIRI,
                    FOAF_NAME.getSubject(),
                    FOAF_NAME.getPredicate(),
                    NodeFactory.createLiteralString(large + i)));
        }

        assertEquals(Code.CONFLICT, refused(() -> new SpaceConflicts(ada.replica()).list(1)));
    }

    @Test
    void aDiffListsBothWaysAndCountsWhatFindsNoRoom() {
        ada.asserts(PHONE);
        String first = newest();
        ada.retracts(PHONE);
        ada.asserts(NAME);
        String last = newest();

        JsonObject diff = chronicle.diff(first, last, 10);
        JsonObject back = chronicle.diff(last, first, 1);

        assertAll(
                () -> assertEquals(1, diff.get("added").getAsInt()),
                () -> assertEquals(1, diff.get("removed").getAsInt()),
                () -> assertEquals(2, diff.getAsJsonArray("changes").size()),
                () -> assertEquals(1, back.getAsJsonArray("changes").size()),
                () -> assertEquals(1, back.get("left").getAsInt()),
                () -> assertEquals(
                        0, chronicle.diff(last, last, 10).get("added").getAsInt()),
                () -> assertEquals(
                        1,
                        chronicle
                                .diff("2020-01-01", "2100-01-01T00:00:00Z", 9)
                                .get("added")
                                .getAsInt()));
    }

    @Test
    void theSpaceIsReadAsItStood() {
        ada.asserts(PHONE);
        String before = newest();
        ada.retracts(PHONE);

        assertAll(
                () -> assertTrue(showed(before, PHONE)),
                () -> assertFalse(showed(newest(), PHONE)),
                () -> assertFalse(showed("2020-01-01", PHONE)));
    }

    private boolean showed(String moment, Quad quad) {
        DatasetGraph past = access.readAt(moment);
        past.begin(TxnType.READ);
        try {
            return past.contains(quad.getGraph(), quad.getSubject(), quad.getPredicate(), quad.getObject());
        } finally {
            past.end();
            past.close();
        }
    }

    @Test
    void aRevertTakesBackWhatWasSaidAndRestoresWhatWasTaken() {
        ada.asserts(PHONE);
        String said = newest();
        ada.retracts(PHONE);
        String taken = newest();

        assertEquals(1, revert(taken).added());
        assertTrue(ada.shows(PHONE));
        assertEquals(null, revert(taken).delta());
        assertEquals(0, revert(said).removed(), "it is another delta that says it now");
        assertTrue(ada.shows(PHONE));
    }

    @Test
    void aRevertIsADeltaThatCanBeReverted() {
        ada.asserts(NAME, PHONE);
        ada.retracts(PHONE);
        revert(newest());
        String restored = newest();

        assertEquals(1, revert(restored).removed());
        assertFalse(ada.shows(PHONE));
        assertTrue(ada.shows(NAME));
    }

    @Test
    void aRevertThatWouldBreakAShapeIsRejected() {
        ada.asserts(PERSON, FOAF_NAME);
        ada.retracts(FOAF_NAME);
        ada.asserts(FOAF_NAME);

        assertThrows(Rejected.class, () -> revert(newest()));
        assertTrue(ada.shows(FOAF_NAME));
    }

    @Test
    void anActOfAuthorityIsNotReverted() {
        String act = newest();

        assertEquals(Code.USAGE, refused(() -> revert(act)));
    }
}
