package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Plane;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaTest {
    private static final Quad ADA = quad("<urn:ada> <urn:name> 'Ada'");

    @TempDir
    Path folder;

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

    @Test
    void whatOneWritesTheOtherShows() {
        alice.asserts(ADA);

        bo.pullFrom(alice);

        assertTrue(bo.shows(ADA));
        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void anAssertionOutlivesARetractionThatNeverSawIt() {
        alice.asserts(ADA);
        bo.pullFrom(alice);

        alice.retracts(ADA);
        bo.retracts(ADA);
        bo.asserts(ADA);
        bo.pullFrom(alice);
        alice.pullFrom(bo);

        assertTrue(alice.shows(ADA));
        assertTrue(bo.shows(ADA));
        assertEquals(alice.digest(), bo.digest());
    }

    @Test
    void aRetractionThatSawEveryAssertionWins() {
        alice.asserts(ADA);
        bo.pullFrom(alice);

        bo.retracts(ADA);
        alice.pullFrom(bo);

        assertFalse(alice.shows(ADA));
        assertEquals(0, alice.replica().store().counts().quads());
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() {
        alice.asserts(ADA);
        String before = alice.digest();

        alice.close();
        alice = TestNode.open(folder.resolve("alice"), 1);

        assertTrue(alice.shows(ADA));
        assertEquals(before, alice.digest());
        assertEquals("river", alice.replica().authority().name());
    }

    @Test
    void aReaderMayNotWrite() {
        TestNode reader = TestNode.open(folder.resolve("reader"), 3);
        reader.joinThrough(alice, kith.ontology.access.Level.READER);

        CompletionException refused = assertThrows(CompletionException.class, () -> reader.asserts(ADA));

        assertEquals(Code.NOT_ALLOWED, ((KithException) refused.getCause()).code());
        reader.close();
    }

    @Test
    void deltasWithoutAKnownGrantAreKeptUnseenUntilItComes() {
        TestNode late = TestNode.open(folder.resolve("late"), 4);
        late.joinThrough(alice);
        late.asserts(ADA);

        List<Receipt> receipts = bo.pullPlane(late, Plane.DATA);

        assertInstanceOf(Receipt.Accepted.class, receipts.getFirst());
        assertFalse(bo.shows(ADA));
        assertEquals(0, bo.replica().frontier(Plane.DATA).size());

        bo.pullPlane(alice, Plane.CONTROL);

        assertTrue(bo.shows(ADA));
        assertEquals(late.digest(), bo.digest());
        late.close();
    }

    @Test
    void writingWhatIsThereAlreadyMakesNothing() {
        alice.asserts(ADA);
        long deltas = alice.replica().store().counts().deltas();

        alice.asserts(ADA);

        assertEquals(deltas, alice.replica().store().counts().deltas());
    }

    @Test
    void aStoreThatWasSetBackGoesOnInANewLog() {
        alice.asserts(ADA);
        var log = alice.replica().frontier(Plane.DATA).seqs().firstKey();
        alice.watermark().note(log, 7);

        alice.close();
        alice = TestNode.open(folder.resolve("alice"), 1);
        alice.asserts(quad("<urn:ada> <urn:age> 36"));

        assertEquals(2, alice.replica().frontier(Plane.DATA).size());
        assertEquals(1, alice.replica().frontier(Plane.DATA).seq(log));
    }

    @Test
    void whatHasNoFormIsInNoQuad() {
        alice.asserts(ADA);
        List<Node> formless = List.of(
                NodeFactory.createBlankNode("fresh"),
                NodeFactory.createURI("no scheme"),
                NodeFactory.createLiteralString("half \ud800 a pair, and more"),
                NodeFactory.createTripleTerm(
                        NodeFactory.createLiteralString("s"),
                        NodeFactory.createURI("urn:p"),
                        NodeFactory.createBlankNode("fresh")));

        try (Snapshot snapshot = alice.replica().snapshot()) {
            for (Node term : formless) {
                assertFalse(snapshot.find(Node.ANY, term, Node.ANY, Node.ANY).hasNext());
                assertFalse(snapshot.find(Node.ANY, Node.ANY, Node.ANY, term).hasNext());
            }
        }
    }

    @Test
    void aTermNamedLikeTheDefaultGraphIsReadAsItWasWritten() {
        Quad named = quad("<urn:ada> <urn:in> <urn:x-arq:DefaultGraphNode>");
        Quad other = quad("<urn:ada> <urn:in> <urn:x-arq:DefaultGraph>");

        alice.asserts(named, other);

        try (Snapshot snapshot = alice.replica().snapshot()) {
            assertEquals(2, snapshot.size());
            assertTrue(snapshot.contains(named) && snapshot.contains(other));
            assertEquals(
                    named.getObject(),
                    snapshot.find(Node.ANY, Node.ANY, Node.ANY, named.getObject())
                            .next()
                            .getObject());
        }
    }

    static Quad quad(String triple) {
        return Quad.create(Quad.defaultGraphIRI, SSE.parseTriple("(" + triple + ")"));
    }
}
