package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.merge.Effect;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommitTest {
    private static final List<Quad> SOME = SomeTerms.world(new Gen(1), 20);

    @TempDir
    private Path folder;

    static Set<Quad> shown(SpaceStore space) {
        try (Snapshot snapshot = space.snapshot()) {
            Set<Quad> shown = new HashSet<>();
            snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(shown::add);
            return shown;
        }
    }

    private static Edit saying(List<Quad> quads) {
        return new Edit(quads, List.of(), Optional.empty(), Optional.empty());
    }

    @Test
    void nothingShowsBeforeItIsWrittenAndNothingStaysIfItIsNot() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            try (Commit commit = space.begin(dot -> true)) {
                new Pen(space, "ada").add(commit, saying(SOME), true);

                assertEquals(Set.of(), shown(space));
            }
            assertAll(
                    () -> assertEquals(Set.of(), shown(space)),
                    () -> assertEquals(SpaceCounts.NONE, space.counts()),
                    () -> assertTrue(space.logs().isEmpty()));

            new Pen(space, "ada").says(SOME);

            assertEquals(Set.copyOf(SOME), shown(space));
        }
    }

    @Test
    void aSnapshotKeepsTheMomentItWasTaken() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");
            ada.says(SOME.getFirst());
            try (Snapshot before = space.snapshot()) {
                ada.takesBack(SOME.getFirst());
                ada.says(SOME.getLast());

                assertAll(
                        () -> assertTrue(before.contains(SOME.getFirst())),
                        () -> assertEquals(1, before.size()),
                        () -> assertEquals(Set.of(SOME.getLast()), shown(space)));
            }
        }
    }

    @Test
    void aDeltaOutOfTurnIsRefused() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");
            try (Commit unwritten = space.begin(dot -> true)) {
                ada.add(unwritten, saying(SOME), true);
            }

            try (Commit commit = space.begin(dot -> true)) {
                assertThrows(IllegalStateException.class, () -> ada.add(commit, saying(SOME), true));
            }
        }
    }

    @Test
    void whatDoesNotCountIsHeldAndNotShown() {
        try (Store store = Store.open(folder, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen ada = new Pen(space, "ada");

            Effect effect = ada.saysUnseen(SOME.getFirst());

            LogState log = space.log(ada.log()).orElseThrow();
            assertAll(
                    () -> assertEquals(Effect.NONE, effect),
                    () -> assertEquals(Set.of(), shown(space)),
                    () -> assertTrue(log.isWaiting()),
                    () -> assertEquals(new SpaceCounts(0, 1, 1), space.counts()),
                    () -> assertEquals(1, space.read(ada.log(), 1, 10, 1_000).size()));
        }
    }

    // Against the plainest model there is: for each quad the asserts that were not taken back.
    @Seeds(value = 25, shrink = false)
    void theEffectIsTheDifferenceOfWhatShowsAndTheCountsAreRight(Gen gen) {
        Path where = folder.resolve("seed" + gen.seed());
        List<Quad> world = SomeTerms.world(gen, 8);
        Map<Quad, Set<Dot>> model = new HashMap<>();
        try (Store store = Store.open(where, Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            List<Pen> pens = List.of(new Pen(space, "ada"), new Pen(space, "bo"), new Pen(space, "cy"));
            for (int i = gen.count(1, 25); i > 0; i--) {
                Set<Quad> before = shown(space);

                Effect effect = something(gen, gen.pick(pens), space, world, model);

                Set<Quad> after = shown(space);
                assertEquals(minus(after, before), Set.copyOf(effect.appeared()));
                assertEquals(minus(before, after), Set.copyOf(effect.vanished()));
                assertEquals(after.size(), space.counts().quads());
            }
            assertEquals(modelled(model), shown(space));
        }
        try (Store again = Store.open(where, Pen.SMALL)) {
            SpaceStore space = again.spaces().getFirst();
            assertEquals(modelled(model), shown(space));
            assertEquals(modelled(model).size(), space.counts().quads());
            assertEquals(
                    space.logs().stream().mapToLong(log -> log.head().seq()).sum(),
                    space.counts().deltas());
        }
    }

    private static Effect something(Gen gen, Pen pen, SpaceStore space, List<Quad> world, Map<Quad, Set<Dot>> model) {
        Quad quad = gen.pick(world);
        Set<Dot> asserts = model.computeIfAbsent(quad, any -> new HashSet<>());
        if (!asserts.isEmpty() && gen.coin()) {
            List<Dot> seen = gen.some(List.copyOf(asserts));
            List<Dot> named = seen.isEmpty() ? List.of(asserts.iterator().next()) : seen;
            asserts.removeAll(named);
            return pen.takesBack(quad, named.stream().sorted().toList());
        }
        Effect effect = pen.says(quad);
        long seq = space.log(pen.log()).orElseThrow().head().seq();
        asserts.add(new Dot(pen.log(), seq));
        return effect;
    }

    private static Set<Quad> modelled(Map<Quad, Set<Dot>> model) {
        Set<Quad> shown = new HashSet<>();
        model.forEach((quad, asserts) -> {
            if (!asserts.isEmpty()) {
                shown.add(quad);
            }
        });
        return shown;
    }

    private static Set<Quad> minus(Set<Quad> from, Set<Quad> what) {
        Set<Quad> rest = new HashSet<>(from);
        rest.removeAll(what);
        return rest;
    }
}
