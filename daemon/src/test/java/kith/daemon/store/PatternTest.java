package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.io.TempDir;

final class PatternTest {
    @TempDir
    private Path folder;

    private static boolean isBound(int combination, int part) {
        return (combination & 1 << part) != 0;
    }

    @Seeds(value = 12, shrink = false)
    void everyPatternFindsWhatFilteringEverythingFinds(Gen gen) {
        List<Quad> world = SomeTerms.world(gen, 40);
        List<Quad> gone = gen.some(world);
        try (Store store = Store.open(folder.resolve("seed" + gen.seed()), Pen.SMALL)) {
            SpaceStore space = Pen.space(store, "river");
            Pen pen = new Pen(space, "ada");
            pen.says(world);
            gone.forEach(pen::takesBack);
            Set<Quad> shown = new HashSet<>(world);
            gone.forEach(shown::remove);

            try (Snapshot snapshot = space.snapshot()) {
                for (int bound = 0; bound < 16; bound++) {
                    for (Quad like : world) {
                        Quad pattern = pattern(like, bound);
                        assertEquals(filtered(shown, pattern), found(snapshot, pattern), pattern.toString());
                    }
                }
            }
        }
    }

    private static Quad pattern(Quad like, int bound) {
        return Quad.create(
                isBound(bound, 0) ? like.getGraph() : Node.ANY,
                isBound(bound, 1) ? like.getSubject() : Node.ANY,
                isBound(bound, 2) ? like.getPredicate() : Node.ANY,
                isBound(bound, 3) ? like.getObject() : Node.ANY);
    }

    private static Set<Quad> filtered(Set<Quad> all, Quad pattern) {
        Set<Quad> kept = new HashSet<>();
        for (Quad quad : all) {
            boolean fits = (pattern.getGraph() == Node.ANY || pattern.getGraph().equals(quad.getGraph()))
                    && (pattern.getSubject() == Node.ANY || pattern.getSubject().equals(quad.getSubject()))
                    && (pattern.getPredicate() == Node.ANY
                            || pattern.getPredicate().equals(quad.getPredicate()))
                    && (pattern.getObject() == Node.ANY || pattern.getObject().equals(quad.getObject()));
            if (fits) {
                kept.add(quad);
            }
        }
        return kept;
    }

    private static Set<Quad> found(Snapshot snapshot, Quad pattern) {
        Set<Quad> found = new HashSet<>();
        snapshot.find(pattern.getGraph(), pattern.getSubject(), pattern.getPredicate(), pattern.getObject())
                .forEachRemaining(quad -> assertTrue(found.add(quad), "twice"));
        return found;
    }
}
