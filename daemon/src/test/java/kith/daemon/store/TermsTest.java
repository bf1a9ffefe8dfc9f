package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TermsTest {
    private static final Node S = NodeFactory.createURI("urn:s");
    private static final Node P = NodeFactory.createURI("urn:p");

    @TempDir
    private Path folder;

    private static Node text(String text) {
        return NodeFactory.createLiteralString(text);
    }

    private static Quad quad(Node object) {
        return Quad.create(Quad.defaultGraphIRI, S, P, object);
    }

    @Seeds(value = 10, shrink = false)
    void aTermHasOneIdAndAnIdOneTermAfterARestartToo(Gen gen) {
        Path where = folder.resolve("seed" + gen.seed());
        List<Node> objects = gen.list(1, 40, () -> SomeTerms.term(gen));
        long[] ids;
        try (Store store = Store.open(where, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada")
                    .says(objects.stream().distinct().map(TermsTest::quad).toList());
            ids = ids(space, objects);
        }
        try (Store store = Store.open(where, Pen.SMALL)) {
            Terms terms = store.spaces().getFirst().terms();
            for (int i = 0; i < ids.length; i++) {
                assertEquals(objects.get(i), terms.term(ids[i]));
                assertEquals(OptionalLong.of(ids[i]), terms.find(objects.get(i)));
            }
        }
    }

    private static long[] ids(SpaceStore space, List<Node> terms) {
        return terms.stream()
                .mapToLong(term -> space.terms().find(term).orElseThrow())
                .toArray();
    }

    @Test
    void aTermOfNoQuadIsNotFound() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");

            assertTrue(space.terms().find(text("never said")).isEmpty());
        }
    }

    @Test
    void longTermsThatBeginAlikeAreToldApart() {
        List<Node> alike = List.of(text("x".repeat(5_000) + "a"), text("x".repeat(5_000) + "b"));
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada").says(alike.stream().map(TermsTest::quad).toList());

            long[] ids = ids(space, alike);

            assertAll(
                    () -> assertEquals(alike.getFirst(), space.terms().term(ids[0])),
                    () -> assertEquals(alike.getLast(), space.terms().term(ids[1])));
        }
    }

    @Test
    void spacesThatShareTheCacheDoNotShareTerms() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore river = Pen.space(store, "river");
            SpaceStore lake = Pen.space(store, "lake");
            new Pen(river, "ada").says(quad(text("of the river")));
            new Pen(lake, "ada").says(quad(text("of the lake")));

            long[] ids = ids(river, List.of(text("of the river")));

            assertAll(
                    () -> assertEquals(
                            ids[0], ids(lake, List.of(text("of the lake")))[0], "both are the third new term"),
                    () -> assertEquals(text("of the river"), river.terms().term(ids[0])),
                    () -> assertEquals(text("of the lake"), lake.terms().term(ids[0])),
                    () -> assertTrue(lake.terms().find(text("of the river")).isEmpty()));
        }
    }

    @Test
    void textThatIsNoUnicodeIsInNoQuad() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            new Pen(space, "ada").says(quad(text("?")), quad(text("a long text, then ?")));

            try (Snapshot snapshot = space.snapshot()) {
                assertAll(
                        () -> assertTrue(
                                !snapshot.find(Node.ANY, S, P, text("\ud800")).hasNext()),
                        () -> assertTrue(!snapshot.find(Node.ANY, S, P, text("a long text, then \ud800"))
                                .hasNext()));
            }
        }
    }

    @Test
    void theCacheIsBoundedByTheBytesOfItsTermsAndNotByTheirNumber() {
        TermCache cache = new TermCache(1_000_000);

        for (int i = 0; i < 200; i++) {
            Node large = text(i + "x".repeat(50_000));
            cache.putId(1, large, i);
            cache.putTerm(1, i, large);
        }
        cache.putTerm(1, 1_000, S);

        assertAll(
                () -> assertTrue(cache.bytes() <= 1_000_000),
                () -> assertTrue(cache.bytes() > 500_000),
                () -> assertNotNull(cache.term(1, 1_000)));
    }

    @Test
    void theWeightOfATermGrowsWithItsLetters() {
        Node triple = NodeFactory.createTripleTerm(S, P, text("x".repeat(1_000)));

        assertAll(
                () -> assertTrue(TermCache.weight(text("x".repeat(1_000))) >= 2_000),
                () -> assertTrue(TermCache.weight(triple) >= 2_000),
                () -> assertTrue(TermCache.weight(S) < 300));
    }
}
