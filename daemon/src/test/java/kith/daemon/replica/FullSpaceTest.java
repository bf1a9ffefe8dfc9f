package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

/** What acts weigh, and what happens where there is no room for more. */
final class FullSpaceTest extends Flooding {
    @Test
    void whatAnActRestatesTakesLittleMoreRoomThanItsPayload() {
        GrantId grant = boJoins(Level.ADMIN);
        long before = heap();

        for (int act = 0; act < 4; act++) {
            Bytes payload = ActCodec.encode(large());
            give(cy, say(control(bo.self().device(), grant, act), bo.self().device(), List.of(payload)));
        }

        long taken = heap() - before;
        assertTrue(taken < 50_000_000, "4 acts take " + taken + " bytes");
    }

    @Test
    void whatAnEndedAdminSaysOnHasTheRoomOfWhatWaits() {
        GrantId grant = boJoins(Level.ADMIN);
        LogRoot log = control(bo.self().device(), grant);
        give(alice, say(log, bo.self().device(), junk(1)));
        alice.cuts(bo);
        cy.pullFrom(alice);
        Receipt last = null;
        for (int i = 0; i < 60; i++) {
            last = give(cy, say(log, bo.self().device(), junk(250)));
        }
        assertFalse(last instanceof Receipt.Accepted);
        assertTrue(cy.replica().held(log.id()) < 500);
    }

    @Test
    void shapesOfAReaderWeighWhatTheyTakeUnpacked() {
        GrantId grant = boJoins(Level.READER);
        LogRoot log = control(bo.self().device(), grant);

        Receipt packed = give(cy, say(log, bo.self().device(), List.of(packed(0))));

        assertTrue(packed(0).length() < 4_096);
        assertInstanceOf(Receipt.NoRoom.class, packed);
    }

    @Test
    void shapesOfNobodyWeighWhatTheyTakeUnpacked() {
        LogRoot log = control(bo.self().device(), new GrantId(alice.machine().random(GrantId.BYTES)));

        int kept = 0;
        while (kept < 250
                && give(cy, say(log, bo.self().device(), List.of(packed(kept)))) instanceof Receipt.Accepted) {
            kept++;
        }

        assertTrue(kept > 32 && kept < 65, kept + " acts");
    }

    @Test
    void whatIsHeldWeighsTheSameAfterAStart() {
        LogRoot log = control(bo.self().device(), new GrantId(alice.machine().random(GrantId.BYTES)));
        int kept = 0;
        while (kept < 250
                && give(cy, say(log, bo.self().device(), List.of(packed(kept)))) instanceof Receipt.Accepted) {
            kept++;
        }
        LogHead refused = heads.get(log.id());
        cy.close();
        cy = TestNode.open(folder.resolve("cy"), 3);

        LogRoot other = control(bo.self().device(), new GrantId(alice.machine().random(GrantId.BYTES)));
        Receipt more = give(cy, say(other, bo.self().device(), List.of(packed(0))));

        assertEquals(kept + 1, refused.seq());
        assertInstanceOf(Receipt.NoRoom.class, more);
    }

    @Test
    void whatPeersWouldNotKeepIsNotSaid() {
        boJoins(Level.ADMIN);
        bo.pullFrom(alice);
        int said = 0;
        Optional<KithException> refusal = Optional.empty();
        while (said < 1_000 && refusal.isEmpty()) {
            try {
                bo.replica().act(large()).join();
                said++;
            } catch (CompletionException refused) {
                refusal = Optional.of((KithException) refused.getCause());
            }
        }

        assertTrue(refusal.orElseThrow().getMessage().contains("keeps no more acts"), refusal.toString());
        cy.pullPlane(bo, Plane.CONTROL);
        assertEquals(bo.replica().frontier(Plane.CONTROL), cy.replica().frontier(Plane.CONTROL));
        alice.cuts(bo);
        cy.pullPlane(alice, Plane.CONTROL);
        assertFalse(cy.knows(bo));
    }

    /** Shapes of nearly as many bytes as may be, in a payload of little. */
    private static Bytes packed(int number) {
        Node says = NodeFactory.createURI("urn:d");
        Node text = NodeFactory.createLiteralString(number + "a".repeat(Act.MAX_SHAPE_BYTES - 100));
        Quad triple = Quad.create(Quad.defaultGraphIRI, NodeFactory.createURI("urn:s"), says, text);
        return ActCodec.encode(new Act.Shape("s", Set.of(triple), Set.of()));
    }

    /** Nearly as much as an act may say. */
    private Act large() {
        SortedSet<Integer> all =
                new TreeSet<>(IntStream.range(0, 65_536).boxed().toList());
        Map<Dot, SortedSet<Integer>> restated = new HashMap<>();
        for (int i = 0; i < 15; i++) {
            restated.put(new Dot(new LogId(alice.machine().random(LogId.BYTES)), 1), all);
        }
        return new Act.Erase(List.of(), restated);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
