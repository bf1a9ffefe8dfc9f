package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Retraction;
import org.apache.jena.sparql.core.Quad;

/**
 * What several authors said while each knew only some of the rest; and, slow and plain, what is to be seen of it: the
 * reference that everything clever is compared with.
 *
 * @param said in an order in which it may have been said
 */
public record History(List<Said> said) {
    /** One delta of one author. */
    public record Said(Dot dot, Edit edit) {}

    public History {
        said = List.copyOf(said);
    }

    /** The quads that some valid delta asserts with a dot that no valid delta's retraction of that quad names. */
    public Set<Quad> holding(Predicate<Dot> valid) {
        Set<Quad> holding = new HashSet<>();
        for (Said one : said) {
            for (Quad quad : one.edit().asserts()) {
                if (valid.test(one.dot()) && !isRetracted(quad, one.dot(), valid)) {
                    holding.add(quad);
                }
            }
        }
        return holding;
    }

    /** The dots of the asserts that make a quad hold. */
    public Set<Dot> live(Quad quad, Predicate<Dot> valid) {
        Set<Dot> live = new HashSet<>();
        for (Said one : said) {
            boolean counts = valid.test(one.dot()) && one.edit().asserts().contains(quad);
            if (counts && !isRetracted(quad, one.dot(), valid)) {
                live.add(one.dot());
            }
        }
        return live;
    }

    private boolean isRetracted(Quad quad, Dot dot, Predicate<Dot> valid) {
        return said.stream()
                .filter(one -> valid.test(one.dot()))
                .flatMap(one -> one.edit().retracts().stream())
                .anyMatch(retraction ->
                        retraction.quad().equals(quad) && retraction.seen().contains(dot));
    }

    /** Every quad that anybody spoke of. */
    public Set<Quad> quads() {
        Set<Quad> quads = new HashSet<>();
        for (Said one : said) {
            quads.addAll(one.edit().asserts());
            one.edit().retracts().forEach(retraction -> quads.add(retraction.quad()));
        }
        return quads;
    }

    /** What the authors of {@code logs} may have said: at most {@code most} deltas about one small world. */
    public static History of(Gen gen, List<LogId> logs, int most) {
        return new Telling(gen, logs, SomeTerms.worldOfFields(gen, 6)).tell(gen.count(1, most));
    }

    /** A history in the making. */
    private static final class Telling {
        private final Gen gen;
        private final List<LogId> logs;
        private final List<Quad> world;
        private final List<Said> said = new ArrayList<>();
        private final List<List<Said>> known = new ArrayList<>();
        private final long[] seqs;

        Telling(Gen gen, List<LogId> logs, List<Quad> world) {
            this.gen = gen;
            this.logs = logs;
            this.world = world;
            this.seqs = new long[logs.size()];
            logs.forEach(log -> known.add(new ArrayList<>()));
        }

        History tell(int count) {
            for (int i = 0; i < count; i++) {
                int author = gen.from(0, logs.size() - 1);
                if (gen.oneIn(3)) {
                    hear(author, gen.from(0, logs.size() - 1));
                }
                Said one = new Said(new Dot(logs.get(author), ++seqs[author]), edit(author));
                said.add(one);
                known.get(author).add(one);
            }
            return new History(said);
        }

        private void hear(int author, int from) {
            for (Said one : known.get(from)) {
                if (!known.get(author).contains(one)) {
                    known.get(author).add(one);
                }
            }
        }

        private Edit edit(int author) {
            List<Retraction> retracts = new ArrayList<>();
            for (Quad quad : gen.some(world)) {
                List<Dot> seen = gen.oneIn(5) ? anyDots() : live(author, quad);
                if (!seen.isEmpty()) {
                    retracts.add(new Retraction(quad, seen));
                }
            }
            return new Edit(gen.some(world), retracts, Optional.empty(), Optional.empty());
        }

        /** What an honest author names: the asserts of the quad that it knows to hold. */
        private List<Dot> live(int author, Quad quad) {
            TreeSet<Dot> live = new TreeSet<>();
            for (Said one : known.get(author)) {
                if (one.edit().asserts().contains(quad)) {
                    live.add(one.dot());
                }
            }
            for (Said one : known.get(author)) {
                one.edit().retracts().stream()
                        .filter(retraction -> retraction.quad().equals(quad))
                        .forEach(retraction -> live.removeAll(retraction.seen()));
            }
            return List.copyOf(live);
        }

        /** What another may name: dots of anybody, its own and those to come included. */
        private List<Dot> anyDots() {
            return List.copyOf(new TreeSet<>(gen.list(1, 3, () -> new Dot(gen.pick(logs), gen.from(1, 8)))));
        }
    }
}
