package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import kith.daemon.http.Eraser.Wanted;
import kith.daemon.replica.TestNode;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon tells of an erasure before and after it, and whom it refuses. */
final class SpaceEraserTest {
    private static final String THING = "urn:thing";
    private static final Quad NAME = quad("urn:thing", "name", "'Ada'");
    private static final Quad PHONE = quad("urn:thing", "phone", "'1'");
    private static final Quad FRIEND = quad("urn:bo", "knows", "<urn:thing>");
    private static final Quad OTHER = quad("urn:bo", "name", "'Bo'");

    @TempDir
    private Path folder;

    private TestNode ada;
    private TestNode bo;
    private SpaceEraser eraser;

    private static Quad quad(String thing, String field, String value) {
        return Quad.create(
                Quad.defaultGraphIRI, SSE.parseTriple("(<" + thing + "> <urn:" + field + "> " + value + ")"));
    }

    @BeforeEach
    void open() {
        ada = TestNode.open(folder.resolve("ada"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        ada.found("river");
        bo.joinThrough(ada);
        ada.pullFrom(bo);
        eraser = new SpaceEraser(ada.replica(), "ada");
    }

    @AfterEach
    void close() {
        ada.close();
        bo.close();
    }

    @Test
    void aPlanTellsWhatWouldVanishAndWhoElseSaysIt() {
        ada.asserts(NAME, PHONE);
        String first = newest();
        ada.retracts(PHONE);
        String second = newest();

        JsonObject plan = eraser.plan(deltas(first));

        assertEquals(1, plan.get("count").getAsInt());
        assertEquals(1, plan.get("vanishing").getAsInt());
        assertEquals(
                List.of(second), List.of(plan.getAsJsonArray("others").get(0).getAsString()));
        assertEquals(
                first,
                plan.getAsJsonArray("deltas")
                        .get(0)
                        .getAsJsonObject()
                        .get("delta")
                        .getAsString());
        assertTrue(ada.shows(NAME));
    }

    @Test
    void whatWasTakenBackStaysSoOnEveryReplica() {
        ada.asserts(NAME, PHONE);
        ada.retracts(PHONE);
        bo.pullFrom(ada);

        JsonObject plan = eraser.plan(deltas(newest()));
        eraser.erase(deltas(newest()), null);
        bo.pullFrom(ada);

        assertEquals(1, plan.get("restated").getAsInt());
        for (TestNode each : List.of(ada, bo)) {
            assertTrue(each.shows(NAME));
            assertFalse(each.shows(PHONE));
        }
        assertEquals(ada.digest(), bo.digest());
    }

    @Test
    void aThingGoesWithAllThatNamesIt() {
        ada.asserts(NAME);
        ada.asserts(OTHER);
        ada.asserts(FRIEND);
        ada.retracts(NAME);
        ada.asserts(quad("urn:bo", "says", "<<( <urn:x> <urn:y> <<( <urn:thing> <urn:name> 'Ada' )>> )>>"));
        ada.asserts(quad("urn:bo", "has", "'7'^^<urn:thing>"));

        JsonObject done = eraser.erase(new Wanted(List.of(), THING, null, null), null);

        assertEquals(5, done.get("deltas").getAsInt());
        assertFalse(ada.shows(FRIEND));
        assertTrue(ada.shows(OTHER));
        assertEquals(Code.NOT_FOUND, refused(() -> eraser.plan(new Wanted(List.of(), THING, null, null))));
    }

    @Test
    void anAuthorGoesAsAPersonAndAsADevice() {
        bo.asserts(NAME);
        bo.asserts(PHONE);
        ada.pullFrom(bo);
        String person = bo.person().id().did();
        String device = bo.self().node().did();

        assertEquals(2, count(new Wanted(List.of(), null, person, null)));
        assertEquals(2, count(new Wanted(List.of(), null, device, null)));
        assertEquals(Code.NOT_FOUND, refused(() -> eraser.plan(new Wanted(List.of(), null, device, "2020-01-01"))));
        eraser.erase(new Wanted(List.of(), null, person, null), null);
        assertFalse(ada.shows(PHONE));
    }

    @Test
    void nothingElseIsErasedThanWhatWasTold() {
        ada.asserts(NAME);
        Wanted thing = new Wanted(List.of(), THING, null, null);
        String plan = eraser.plan(thing).get("plan").getAsString();
        ada.asserts(PHONE);

        assertEquals(Code.CONFLICT, refused(() -> eraser.erase(thing, plan)));
        assertTrue(ada.shows(NAME));
    }

    @Test
    void whatMayNotBeErasedIsRefused() {
        ada.asserts(NAME);
        String adas = newest();
        bo.pullFrom(ada);
        SpaceEraser bos = new SpaceEraser(bo.replica(), "bo");
        String act = new History(ada.replica())
                .newest(100).asList().stream()
                        .map(line -> line.getAsJsonObject())
                        .filter(line -> line.get("plane").getAsString().equals("control"))
                        .findFirst()
                        .orElseThrow()
                        .get("delta")
                        .getAsString();

        assertEquals(Code.NOT_ALLOWED, refused(() -> bos.plan(deltas(adas))));
        assertEquals(Code.USAGE, refused(() -> eraser.plan(deltas(act))));
        assertEquals(Code.USAGE, refused(() -> eraser.plan(new Wanted(List.of(), null, null, null))));
        assertEquals(Code.USAGE, refused(() -> eraser.plan(new Wanted(List.of(adas), THING, null, null))));
        assertEquals(Code.USAGE, refused(() -> eraser.plan(new Wanted(List.of(), null, "did:key:zz", null))));
        assertEquals(Code.USAGE, refused(() -> eraser.plan(new Wanted(List.of(), null, "bo", null))));
        assertEquals(Code.USAGE, refused(() -> eraser.plan(new Wanted(List.of(), THING, null, "2020-01-01"))));
    }

    @Test
    void theHistoryTellsWhoErased() {
        ada.asserts(NAME);
        String delta = newest();
        eraser.erase(deltas(delta), null);

        JsonObject told = new SpaceChronicle(ada.replica()).delta(delta);

        assertEquals("erased", told.get("state").getAsString());
        assertEquals(ada.person().id().did(), told.get("erasedBy").getAsString());
        assertTrue(told.getAsJsonArray("changes").isEmpty());
        assertTrue(new SpaceChronicle(ada.replica()).blame(THING, null).isEmpty());
    }

    private int count(Wanted wanted) {
        return eraser.plan(wanted).get("count").getAsInt();
    }

    private static Wanted deltas(String... ids) {
        return new Wanted(List.of(ids), null, null, null);
    }

    private String newest() {
        return new History(ada.replica())
                .newest(1)
                .get(0)
                .getAsJsonObject()
                .get("delta")
                .getAsString();
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }
}
