package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TermFilterTest {
    @TempDir
    private Path folder;

    private static byte[] key(int number) {
        return ("a term of some length " + number).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void itNeverDeniesWhatWasAddedAndSeldomAffirmsWhatWasNot() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            TermFilter filter = TermFilter.of(1, store.disk(), 0);
            for (int number = 0; number < 400_000; number++) {
                filter.add(key(number));
            }

            int wrong = 0;
            for (int number = 0; number < 400_000; number++) {
                assertTrue(filter.mayHave(key(number)));
                wrong += filter.mayHave(key(-1 - number)) ? 1 : 0;
            }
            assertTrue(wrong < 4_000, wrong + " of 400,000");
        }
    }

    @Test
    void aSpaceWithManyTermsGoesWithout() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            TermFilter filter = TermFilter.of(1, store.disk(), 60_000);

            assertTrue(filter.mayHave(key(1)));
        }
    }

    @Test
    void whatIsInTheDictionaryIsFoundAfterTheStoreWasOpenedAnew() {
        Node long300 = NodeFactory.createLiteralString("x".repeat(300));
        Quad quad = Quad.create(
                Quad.defaultGraphIRI, NodeFactory.createURI("urn:s"), NodeFactory.createURI("urn:p"), long300);
        try (Store store = Store.open(folder, Pen.SMALL)) {
            new Pen(Pen.space(store, "river"), "ada").says(quad);
        }

        try (Store store = Store.open(folder, Pen.SMALL);
                Snapshot snapshot = store.spaces().getFirst().snapshot()) {
            assertTrue(snapshot.contains(quad));
            assertFalse(snapshot.id(NodeFactory.createURI("urn:other")).isPresent());
            assertEquals(1, snapshot.size());
        }
    }
}
