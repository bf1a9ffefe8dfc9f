package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import kith.ontology.merge.Effect;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown follows the views, also when the change of views is cut short. */
final class RederivingTest {
    private static final int THINGS = 5_000;
    private static final Views ONE = Views.of(List.of(rule("urn:size", Policy.GREATEST)), List.of());

    @TempDir
    private Path folder;

    private Store store;
    private SpaceStore space;

    @BeforeEach
    void write() {
        store = Store.open(folder, Pen.SMALL);
        space = Pen.space(store, "river");
        List<Quad> quads = new ArrayList<>();
        for (int i = 0; i < THINGS; i++) {
            quads.add(quad(i, "size", 1));
            quads.add(quad(i, "size", 2));
            quads.add(quad(i, "other", 1));
            quads.add(quad(i, "other", 2));
        }
        new Pen(space, "ada").says(quads);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Views.Ruling rule(String predicate, Policy policy) {
        return new Views.Ruling(predicate, Optional.empty(), policy);
    }

    private static Quad quad(int thing, String field, int value) {
        return Quad.create(
                Quad.defaultGraphIRI, SSE.parseTriple("(<urn:" + thing + "> <urn:" + field + "> " + value + ")"));
    }

    private long hidden() {
        try (Snapshot snapshot = space.snapshot()) {
            return snapshot.hidden(Integer.MAX_VALUE).size();
        }
    }

    private void reopen() {
        store.close();
        store = Store.open(folder, Pen.SMALL);
        space = store.spaces().getFirst();
    }

    @Test
    void otherViewsHideAndBringBackInStepsOfWhatTheyChange() {
        Effect hides = space.derive(ONE);

        assertEquals(THINGS, hides.vanished().size());
        assertEquals(List.of(), hides.appeared());
        assertEquals(THINGS, hidden());
        assertEquals(Effect.NONE, space.derive(ONE));

        Effect back = space.derive(Views.ofProfile());

        assertEquals(Set.copyOf(hides.vanished()), Set.copyOf(back.appeared()));
        assertEquals(0, hidden());
        assertEquals(4L * THINGS, space.counts().quads());
    }

    @Test
    void aPredicateThatDoesNotChangeIsNotLookedAt() {
        AtomicInteger commits = new AtomicInteger();
        Rederiving rederiving = new Rederiving(space, () -> {
            commits.incrementAndGet();
            return space.begin(dot -> true);
        });

        rederiving.from(DerivedBy.PROFILE, Views.of(List.of(rule("urn:nowhere", Policy.LEAST)), List.of()));

        assertEquals(0, commits.get());
    }

    @Test
    void whatWasCutShortIsBegunAnewWithWhateverViewsAreThere() {
        AtomicInteger commits = new AtomicInteger();
        Rederiving cut = new Rederiving(space, () -> {
            if (commits.incrementAndGet() > 1) {
                throw new IllegalStateException("the power is gone");
            }
            return space.begin(dot -> true);
        });
        assertThrows(IllegalStateException.class, () -> cut.from(DerivedBy.PROFILE, ONE));
        long half = hidden();
        reopen();

        space.derive(Views.ofProfile());

        assertTrue(half > 0 && half < THINGS);
        assertEquals(0, hidden());
        reopen();
        assertEquals(THINGS, space.derive(ONE).vanished().size());
        reopen();
        assertEquals(ONE, space.views());
        assertEquals(THINGS, hidden());
    }
}
