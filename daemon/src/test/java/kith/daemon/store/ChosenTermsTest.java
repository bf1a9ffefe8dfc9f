package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import kith.ontology.delta.Edit;
import kith.ontology.vocab.Terms;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever may write chooses the terms, and must not choose how long the lane works on them. */
final class ChosenTermsTest {
    /** A delta may have as many operations and more; looked through one after another they take minutes. */
    private static final int MANY = 60_000;

    private static final Duration SOON = Duration.ofSeconds(5);
    /** How much longer than others what was chosen may take; lists took a hundred times as long. */
    private static final int TIMES = 10;

    private static final Node P = NodeFactory.createURI("urn:p");

    @TempDir
    private Path folder;

    private Store store;
    private SpaceStore space;
    private Pen mallory;

    @BeforeEach
    void open() {
        store = Store.open(folder, Pen.SMALL);
        space = Pen.space(store, "river");
        mallory = new Pen(space, "mallory");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static List<Quad> quads(int count, IntFunction<Quad> each) {
        List<Quad> quads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            quads.add(each.apply(i));
        }
        return quads;
    }

    private static Quad valued(Node value) {
        return Quad.create(Quad.defaultGraphIRI, NodeFactory.createURI("urn:s"), P, value);
    }

    /** Texts of two letters a bit, which Java gives the same hash: {@code "Aa"} and {@code "BB"}. */
    private static Node text(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 17; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return NodeFactory.createLiteralString(text.toString());
    }

    /** Integers whose ids, which are their values, have the same hash. */
    private static Node integer(int number) {
        long high = 0x41L << 24 | (1L << 23) + number;
        long low = (0x12345678L ^ high) & 0xffff_ffffL;
        long value = ((high & 0xff_ffffL) << 32 | low) - (1L << 55);
        return NodeFactory.createLiteralDT(Long.toString(value), XSDDatatype.XSDinteger);
    }

    /** What a delta says is handed over as it was read: its author wrote it at leisure. */
    private void saysAsRead(List<Quad> quads) {
        try (Commit commit = space.begin(dot -> true)) {
            mallory.addAs(commit, new Edit(quads, List.of(), Optional.empty(), Optional.empty()));
            commit.write();
        }
    }

    /** Some times as long as it takes here and now to enter as many quads that nobody chose. */
    private Duration usual() {
        List<Quad> quads = quads(MANY, i -> valued(NodeFactory.createLiteralString("an ordinary text " + i)));
        long begin = System.nanoTime();
        saysAsRead(quads);
        Duration some = Duration.ofNanos(System.nanoTime() - begin).multipliedBy(TIMES);
        return some.compareTo(SOON) > 0 ? some : SOON;
    }

    @Test
    void textsOfTheSameHashAreEnteredAsOthersAre() {
        assertEquals(text(1).hashCode(), text(2).hashCode());
        List<Quad> quads = quads(MANY, i -> valued(text(i)));
        assertTimeoutPreemptively(usual(), () -> saysAsRead(quads));
        assertEquals(2 * MANY, space.counts().quads());
    }

    @Test
    void numbersOfTheSameHashAreEnteredAsOthersAre() {
        long one = InlineTerm.id(integer(1)).orElseThrow();
        long other = InlineTerm.id(integer(2)).orElseThrow();
        assertEquals(Long.hashCode(one), Long.hashCode(other));
        List<Quad> quads = quads(MANY, i -> valued(integer(i)));
        assertTimeoutPreemptively(usual(), () -> saysAsRead(quads));
        assertEquals(2 * MANY, space.counts().quads());
    }

    @Test
    void aFieldInManyGraphsIsLookedAtOnce() {
        Node name = NodeFactory.createURI(Terms.FOAF_NAME);
        Duration usual = usual();
        for (String value : List.of("before", "after")) {
            List<Quad> quads = quads(
                    MANY,
                    i -> Quad.create(
                            NodeFactory.createURI("urn:g" + i),
                            NodeFactory.createURI("urn:s"),
                            name,
                            NodeFactory.createLiteralString(value)));
            assertTimeoutPreemptively(usual, () -> saysAsRead(quads));
        }
        assertEquals(2 * MANY, space.counts().quads());
    }
}
