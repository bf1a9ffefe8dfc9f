package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ModificationTest {
    private static final Sandbox SANDBOX =
            Sandbox.install(Map.of("foaf", "http://xmlns.com/foaf/0.1/", "ex", "http://example.org/"));

    private final PlainSpace space =
            PlainSpace.of("PREFIX ex: <http://example.org/> ex:s ex:p 1 . GRAPH ex:g { ex:s ex:p 2 }");

    private Receipt made(String update) {
        return made(update, 100);
    }

    private Receipt made(String update, long maxQuads) {
        return made(Modification.parse(SANDBOX, update, List.of(), List.of()), maxQuads);
    }

    private Receipt made(Modification modification, long maxQuads) {
        try (WriteAccess write = space.write()) {
            modification.make(write, Duration.ofSeconds(20), maxQuads);
            return write.commit("");
        }
    }

    private KithException refused(String update) {
        return assertThrows(KithException.class, () -> made(update));
    }

    @Test
    void anUpdateSaysWhatItDid() {
        Receipt receipt = made("DELETE { ?s ex:p 1 } INSERT { ?s ex:p 3, 4 } WHERE { ?s ex:p 1 }");

        assertAll(
                () -> assertEquals(2, receipt.added()),
                () -> assertEquals(1, receipt.removed()),
                () -> assertEquals(3, space.quads().size()));
    }

    @Test
    void anUpdateThatChangesNothingMakesNoDelta() {
        Receipt receipt = made("INSERT DATA { ex:s ex:p 1 }");

        assertAll(() -> assertNull(receipt.delta()), () -> assertEquals(0, receipt.added()));
    }

    @Test
    void aDryRunShowsTheDiffAndChangesNothing() {
        Receipt receipt;
        try (WriteAccess write = space.write()) {
            Modification.parse(SANDBOX, "INSERT DATA { ex:s ex:p 9 }", List.of(), List.of())
                    .make(write, Duration.ofSeconds(20), 100);
            receipt = write.dryRun(10);
        }

        assertAll(
                () -> assertTrue(receipt.diff().startsWith("+ <http://example.org/s>"), receipt.diff()),
                () -> assertEquals(2, space.quads().size()));
    }

    @Test
    void severalOperationsAreOneChange() {
        made("INSERT DATA { ex:a ex:p 1 } ; INSERT { ex:b ex:p ?o } WHERE { ex:a ex:p ?o }");

        assertAll(() -> assertEquals(4, space.quads().size()), () -> assertEquals(1, space.commits()));
    }

    @Test
    void anUpdateThatFailsInTheMiddleLeavesNothing() {
        refused("INSERT DATA { ex:a ex:p 1 } ; CLEAR GRAPH ex:nothere");

        assertEquals(2, space.quads().size());
    }

    @Test
    void aSyntaxErrorSaysWhere() {
        assertEquals(
                "the update is not SPARQL at line 1, column 26: '}' is not expected here",
                refused("INSERT DATA { ex:s ex:p  }").getMessage());
    }

    @Test
    void oneQuadTooManyIsRefused() {
        made("INSERT DATA { ex:a ex:p 1, 2, 3 }", 3);

        assertThrows(LimitReached.class, () -> made("INSERT DATA { ex:b ex:p 1, 2, 3, 4 }", 3));
        assertEquals(5, space.quads().size());
    }

    @Test
    void copyingAGraphCountsItsQuads() {
        made("INSERT DATA { GRAPH ex:h { ex:a ex:p 1, 2, 3 } }", 3);

        assertThrows(LimitReached.class, () -> made("ADD ex:h TO ex:i", 2));
        made("ADD ex:h TO ex:i", 3);
        assertEquals(8, space.quads().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLEAR ALL",
                "DROP ALL",
                "CLEAR GRAPH ex:h",
                "DROP GRAPH ex:h",
                "CLEAR NAMED",
                "MOVE ex:g TO ex:h",
                "COPY ex:g TO ex:h"
            })
    void whatIsClearedAndDroppedCounts(String update) {
        made("INSERT DATA { GRAPH ex:h { ex:a ex:p 1, 2, 3, 4 } }");

        assertThrows(LimitReached.class, () -> made(update, 3));
        assertEquals(6, space.quads().size());
        made(update, 10);
        assertTrue(space.quads().size() < 6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLEAR DEFAULT", "DROP GRAPH ex:g"})
    void clearingWhatHasNoEndEndsAtItsDeadline(String update) {
        Modification late = Modification.parse(SANDBOX, update, List.of(), List.of());

        KithException ended = assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThrows(
                        KithException.class, () -> late.make(new Endless(), Duration.ofMillis(100), Long.MAX_VALUE)));

        assertEquals(Code.TIMED_OUT, ended.code());
    }

    @Test
    void aRelativeIriIsNotWritten() {
        KithException refused = refused("INSERT DATA { <ada> ex:p 1 }");

        assertAll(
                () -> assertEquals(Code.USAGE, refused.code()),
                () -> assertTrue(refused.getMessage().startsWith("<ada> is a relative IRI"), refused.getMessage()));
    }

    @Test
    void anIriThatNoDocumentCouldHoldIsNotWritten() {
        assertAll(
                () -> assertTrue(refused("INSERT DATA { ex:s ex:p <http://e/%zz> }")
                        .getMessage()
                        .contains("has a %")),
                () -> assertTrue(refused("INSERT DATA { ex:s ex:p <<( ex:s ex:p <http://e/%zz> )>> }")
                        .getMessage()
                        .contains("has a %")));
    }

    @Test
    void graphsNamedBesideTheUpdateAreWhatItsPatternsRead() {
        Modification modification = Modification.parse(
                SANDBOX, "INSERT { ex:found ex:p ?o } WHERE { ?s ?p ?o }", List.of("http://example.org/g"), List.of());

        Receipt receipt = made(modification, 10);

        assertEquals(1, receipt.added());
    }

    @Test
    void graphsNamedBothBesideAndInsideAreRefused() {
        for (String update : List.of(
                "WITH ex:g INSERT { ?s ?p 3 } WHERE { ?s ?p ?o }",
                "INSERT { ?s ?p 3 } USING ex:g WHERE { ?s ?p ?o }")) {
            KithException refused = assertThrows(
                    KithException.class,
                    () -> Modification.parse(SANDBOX, update, List.of("http://example.org/g"), List.of()));
            assertEquals(Code.USAGE, refused.code());
        }
    }

    @Test
    void anUpdateMayReadAGraphItHasJustMade() {
        made("INSERT DATA { GRAPH ex:new { ex:a ex:p 7 } } ; INSERT { ex:c ex:p ?o } USING ex:new WHERE { ?s ?p ?o }");

        assertEquals(4, space.quads().size());
    }

    @Test
    void anAbandonedUpdateEndsAtOnce() {
        Modification modification = Modification.parse(SANDBOX, "CLEAR ALL", List.of(), List.of());
        modification.abandon();

        KithException ended = assertThrows(KithException.class, () -> made(modification, 10));

        assertAll(
                () -> assertEquals(Code.INTERRUPTED, ended.code()),
                () -> assertEquals(2, space.quads().size()));
    }

    /** A space in which every look finds one quad a millisecond, for ever. */
    private static final class Endless implements WriteAccess {
        @Override
        public DatasetGraph dataset() {
            DatasetGraph some = PlainSpace.of("<http://example.org/g> { <http://example.org/s> a 1 }")
                    .dataset();
            return new DatasetGraphWrapper(some) {
                @Override
                public boolean containsGraph(Node graph) {
                    return true;
                }

                @Override
                public Iterator<Quad> find(Node graph, Node s, Node p, Node o) {
                    Quad quad = Quad.create(graph, graph, graph, graph);
                    return Stream.generate(() -> quad)
                            .peek(each -> LockSupport.parkNanos(1_000_000))
                            .iterator();
                }
            };
        }

        @Override
        public void revert(String delta) {
            throw new UnsupportedOperationException("no past is kept here");
        }

        @Override
        public void mayBeSplit() {}

        @Override
        public Receipt commit(String note) {
            throw new AssertionError("what is late is not made");
        }

        @Override
        public Receipt dryRun(int maxDiffLines) {
            throw new AssertionError("what is late is not made");
        }

        @Override
        public void close() {}
    }
}
