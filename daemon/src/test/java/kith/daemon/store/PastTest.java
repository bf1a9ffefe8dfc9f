package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import kith.ontology.delta.Dot;
import kith.ontology.delta.SignedDelta;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A space as it stood; a {@link Pen} writes its delta number n at clock n. */
final class PastTest {
    private static final Quad FIRST = quad("(<urn:a> <urn:p> 'first')", "urn:g");
    private static final Quad SECOND = quad("(<urn:a> <urn:q> <urn:b>)", "urn:h");
    private static final Quad THIRD = quad("(<urn:b> <urn:p> 'third')", null);

    @TempDir
    private Path folder;

    private Store store;
    private SpaceStore space;
    private Pen ada;

    @BeforeEach
    void write() {
        store = Store.open(folder, Pen.SMALL);
        space = Pen.space(store, "river");
        ada = new Pen(space, "ada");
        ada.says(FIRST);
        ada.says(SECOND);
        ada.takesBack(FIRST);
        ada.says(THIRD);
        ada.says(FIRST);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Quad quad(String triple, String graph) {
        return Quad.create(
                graph == null ? Quad.defaultGraphIRI : NodeFactory.createURI(graph), SSE.parseTriple(triple));
    }

    private Set<Quad> at(long clock, Node graph, Node subject, Node predicate, Node object) {
        try (Snapshot past = space.snapshot(space.until(clock))) {
            Set<Quad> shown = new HashSet<>();
            past.find(graph, subject, predicate, object).forEachRemaining(shown::add);
            return shown;
        }
    }

    private Set<Quad> at(long clock) {
        return at(clock, Node.ANY, Node.ANY, Node.ANY, Node.ANY);
    }

    @Test
    void onlyDeltasUpToTheMomentCount() {
        assertAll(
                () -> assertEquals(Set.of(), at(0)),
                () -> assertEquals(Set.of(FIRST), at(1)),
                () -> assertEquals(Set.of(FIRST, SECOND), at(2)),
                () -> assertEquals(Set.of(SECOND), at(3)),
                () -> assertEquals(Set.of(SECOND, THIRD), at(4)),
                () -> assertEquals(Set.of(FIRST, SECOND, THIRD), at(5)),
                () -> assertEquals(CommitTest.shown(space), at(Long.MAX_VALUE)));
    }

    @Test
    void everyPatternFindsWhatMatchesThen() {
        Node a = NodeFactory.createURI("urn:a");
        Node p = NodeFactory.createURI("urn:p");
        Node b = NodeFactory.createURI("urn:b");

        assertAll(
                () -> assertEquals(Set.of(SECOND), at(4, Node.ANY, a, Node.ANY, Node.ANY)),
                () -> assertEquals(Set.of(THIRD), at(4, Node.ANY, Node.ANY, p, Node.ANY)),
                () -> assertEquals(Set.of(SECOND), at(4, Node.ANY, Node.ANY, Node.ANY, b)),
                () -> assertEquals(Set.of(THIRD), at(4, Quad.defaultGraphIRI, Node.ANY, Node.ANY, Node.ANY)),
                () -> assertEquals(Set.of(), at(3, FIRST.getGraph(), a, p, FIRST.getObject())),
                () -> assertEquals(Set.of(FIRST), at(2, FIRST.getGraph(), a, p, FIRST.getObject())));
    }

    @Test
    void sizeGraphsAndSingleFactsAreThoseOfThePast() {
        try (Snapshot past = space.snapshot(space.until(3))) {
            Set<Node> graphs = new HashSet<>();
            past.graphs().forEachRemaining(graphs::add);

            assertAll(
                    () -> assertEquals(1, past.size()),
                    () -> assertEquals(Set.of(SECOND.getGraph()), graphs),
                    () -> assertFalse(past.contains(FIRST)),
                    () -> assertTrue(past.contains(SECOND)));
        }
    }

    @Test
    void whatDiffersBetweenTwoMomentsIsFoundOnce() {
        Predicate<Dot> old = space.until(2);
        Predicate<Dot> fresh = space.until(4);
        Set<Quad> differing = new HashSet<>();

        try (Snapshot now = space.snapshot()) {
            now.differing(old, fresh).forEachRemaining(differing::add);
        }

        assertEquals(Set.of(FIRST, THIRD), differing);
    }

    @Test
    void whatNoLongerShowsIsStillFoundUnderItsSubject() {
        ada.takesBack(SECOND);
        Set<Quad> held = new HashSet<>();

        try (Snapshot now = space.snapshot()) {
            now.everHeld(NodeFactory.createURI("urn:a"), Node.ANY).forEachRemaining(held::add);
            assertFalse(
                    now.everHeld(NodeFactory.createURI("urn:nobody"), Node.ANY).hasNext());
            assertFalse(now.everHeld(NodeFactory.createURI("urn:b"), NodeFactory.createURI("urn:q"))
                    .hasNext());
        }

        assertEquals(Set.of(FIRST, SECOND), held);
        assertFalse(CommitTest.shown(space).contains(SECOND));
    }

    @Test
    void aDeltaIsFoundByTheBeginningOfItsLink() {
        SignedDelta third = space.delta(new Dot(ada.log(), 3)).orElseThrow();

        assertAll(
                () -> assertEquals(List.of(third.dot()), space.find(third.briefId(), 5)),
                () -> assertEquals(List.of(third.dot()), space.find(third.link().toHex(), 5)),
                () -> assertEquals(5, space.find("", 10).size()),
                () -> assertEquals(2, space.find("", 2).size()),
                () -> assertEquals(Optional.empty(), space.delta(new Dot(ada.log(), 6))));
    }

    @Test
    void aClockBetweenTwoDeltasCutsEachLogForItself() {
        Pen bo = new Pen(space, "bo");
        Quad fourth = quad("(<urn:c> <urn:p> 'fourth')", null);
        bo.says(fourth);

        assertAll(() -> assertEquals(Set.of(FIRST, fourth), at(1)), () -> assertEquals(Set.of(SECOND, fourth), at(3)));
    }
}
