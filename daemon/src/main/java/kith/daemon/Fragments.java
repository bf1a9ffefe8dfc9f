package kith.daemon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import kith.daemon.replica.Replica;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Operation;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;

/**
 * What is left of things that one author removed while another, who had not heard of it, said something of them
 * ({@code docs/protocol/merge.md}, "Fragments"). Over one snapshot, for one request.
 */
final class Fragments {
    /** Classes of things, standing or taken back, that one search looks at. */
    static final int MAX_CLASSES = 200_000;
    /** Deltas that one search reads to learn what their authors had seen. */
    static final int MAX_DELTAS = 100_000;
    /** Facts of one thing that are looked at. */
    static final int MAX_REMAINS = 10_000;

    private static final int MAX_EXAMPLES = 3;
    /** Removals of one thing that are looked at: the last ones. */
    private static final int MAX_REMOVALS = 16;

    private static final int BATCH = 256;
    private static final long BATCH_BYTES = 8L << 20;

    private final Replica replica;
    private final Snapshot snapshot;
    /** By log, and by another log that it names: the number of who named it, and up to where it had seen that. */
    private final Map<LogId, Map<LogId, NavigableMap<Long, Long>>> seen = new HashMap<>();

    private int read;
    private boolean more;

    Fragments(Replica replica, Snapshot snapshot) {
        this.replica = replica;
        this.snapshot = snapshot;
    }

    /**
     * A thing without a class.
     *
     * @param classes what the removal took from it
     * @param removal the last delta that took a class and whose author had not seen {@code edit}
     * @param edit the last delta that said something of what remains, and whose author had not seen the removal
     * @param remains facts that show, counted up to {@link #MAX_REMAINS}
     */
    record Fragment(Node thing, List<Quad> classes, Dot removal, Dot edit, int remains, List<Quad> examples) {}

    /** Fragments by the order of their things. Costs a pass over all that was ever said, but for the limits. */
    List<Fragment> all(int limit) {
        List<Fragment> found = new ArrayList<>();
        List<Quad> classes = new ArrayList<>();
        int looked = 0;
        Iterator<Quad> typed = snapshot.everHeld(Node.ANY, Views.TYPE);
        try {
            while (typed.hasNext() && !more) {
                Quad quad = typed.next();
                more = ++looked > MAX_CLASSES || found.size() > limit;
                // What was said of one thing lies side by side.
                if (!classes.isEmpty() && !classes.getFirst().getSubject().equals(quad.getSubject())) {
                    of(classes).ifPresent(found::add);
                    classes.clear();
                }
                classes.add(quad);
            }
            of(classes).ifPresent(found::add);
        } finally {
            Iter.close(typed);
        }
        more |= found.size() > limit;
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** Whether there may be more than was found. */
    boolean mayBeMore() {
        return more;
    }

    Optional<Fragment> of(Node thing) {
        List<Quad> classes = new ArrayList<>();
        snapshot.everHeld(thing, Views.TYPE).forEachRemaining(classes::add);
        return of(classes);
    }

    private Optional<Fragment> of(List<Quad> classes) {
        if (classes.isEmpty() || classes.stream().anyMatch(snapshot::contains)) {
            return Optional.empty();
        }
        Node thing = classes.getFirst().getSubject();
        List<Quad> remains = new ArrayList<>();
        Iterator<Quad> shown = snapshot.find(Node.ANY, thing, Node.ANY, Node.ANY);
        try {
            while (shown.hasNext() && remains.size() < MAX_REMAINS) {
                remains.add(shown.next());
            }
        } finally {
            Iter.close(shown);
        }
        if (remains.isEmpty()) {
            return Optional.empty();
        }
        List<Dot> edits = edits(remains);
        for (Dot removal : removals(classes)) {
            for (Dot edit : edits) {
                if (areStrangers(removal, edit)) {
                    List<Quad> examples = remains.subList(0, Math.min(MAX_EXAMPLES, remains.size()));
                    return Optional.of(new Fragment(
                            thing, takenBy(removal, classes), removal, edit, remains.size(), List.copyOf(examples)));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What a removal took from a thing and that is not said again since: the thing as it was, but for what was said of
     * it meanwhile. Of a field of one value the value that was said last, if the field is empty.
     */
    List<Quad> taken(Fragment fragment) {
        Views views = snapshot.views();
        Set<Node> classes = fragment.classes().stream().map(Quad::getObject).collect(Collectors.toSet());
        Map<Quad, Quad> single = new HashMap<>();
        List<Quad> taken = new ArrayList<>();
        snapshot.everHeld(fragment.thing(), Node.ANY).forEachRemaining(quad -> {
            if (!isTakenBy(fragment.removal(), quad) || snapshot.contains(quad)) {
                return;
            }
            if (views.of(quad.getPredicate(), () -> classes) == Policy.ALL) {
                taken.add(quad);
            } else if (snapshot.holding(quad.getGraph(), quad.getSubject(), quad.getPredicate())
                    .isEmpty()) {
                Quad field = Quad.create(quad.getGraph(), quad.getSubject(), quad.getPredicate(), Node.ANY);
                single.merge(field, quad, (one, other) -> lastSaid(one) >= lastSaid(other) ? one : other);
            }
            if (taken.size() + single.size() > MAX_REMAINS) {
                throw tooMany("were taken from");
            }
        });
        taken.addAll(single.values());
        return taken;
    }

    private boolean isTakenBy(Dot removal, Quad quad) {
        return snapshot.history(quad).operations().stream()
                .anyMatch(operation -> operation instanceof Operation.Retract
                        && operation.dot().equals(removal));
    }

    private long lastSaid(Quad quad) {
        return snapshot.history(quad).operations().stream()
                .filter(operation -> operation instanceof Operation.Assert)
                .mapToLong(operation -> replica.store().clock(operation.dot()))
                .max()
                .orElse(0);
    }

    private static KithException tooMany(String what) {
        return KithException.user(
                Code.CONFLICT, "more than " + MAX_REMAINS + " facts " + what + " this thing; settle it by an update");
    }

    /** All that shows of a thing. */
    static List<Quad> remains(DatasetGraph dataset, Node thing) {
        List<Quad> remains = new ArrayList<>();
        Iterator<Quad> shown = dataset.find(Node.ANY, thing, Node.ANY, Node.ANY);
        try {
            while (shown.hasNext()) {
                if (remains.size() == MAX_REMAINS) {
                    throw tooMany("remain of");
                }
                remains.add(shown.next());
            }
        } finally {
            Iter.close(shown);
        }
        return remains;
    }

    /** Who made what remains hold, the newest first. */
    private List<Dot> edits(List<Quad> remains) {
        Set<Dot> edits = new LinkedHashSet<>();
        remains.forEach(quad -> edits.addAll(snapshot.history(quad).live(dot -> true)));
        return newestFirst(edits, MAX_REMAINS);
    }

    private List<Dot> removals(List<Quad> classes) {
        Set<Dot> removals = new LinkedHashSet<>();
        for (Quad quad : classes) {
            for (Operation operation : snapshot.history(quad).operations()) {
                if (operation instanceof Operation.Retract) {
                    removals.add(operation.dot());
                }
            }
        }
        return newestFirst(removals, MAX_REMOVALS);
    }

    private List<Dot> newestFirst(Set<Dot> dots, int most) {
        return dots.stream()
                .sorted(Comparator.comparingLong((Dot dot) -> replica.store().clock(dot))
                        .thenComparing(Comparator.naturalOrder())
                        .reversed())
                .limit(most)
                .toList();
    }

    private List<Quad> takenBy(Dot removal, List<Quad> classes) {
        return classes.stream().filter(quad -> isTakenBy(removal, quad)).toList();
    }

    /** Whether two deltas are of two authors, neither of whom had seen the other's. */
    private boolean areStrangers(Dot one, Dot other) {
        LogState log = replica.store().log(one.log()).orElseThrow();
        LogState others = replica.store().log(other.log()).orElseThrow();
        return !log.root().author().equals(others.root().author()) && !hadSeen(one, other) && !hadSeen(other, one);
    }

    private boolean hadSeen(Dot who, Dot what) {
        Map.Entry<Long, Long> named = seen.computeIfAbsent(who.log(), this::named)
                .getOrDefault(what.log(), new TreeMap<>())
                .floorEntry(who.seq());
        return named != null && named.getValue() >= what.seq();
    }

    /** What the deltas of a log name of other logs: each names heads of others as soon as it has seen them. */
    private Map<LogId, NavigableMap<Long, Long>> named(LogId log) {
        Map<LogId, NavigableMap<Long, Long>> named = new HashMap<>();
        long next = 1;
        while (true) {
            List<SignedDelta> deltas = replica.store().read(log, next, BATCH, BATCH_BYTES);
            read += deltas.size();
            if (deltas.isEmpty() || read > MAX_DELTAS) {
                more |= !deltas.isEmpty();
                return named;
            }
            for (SignedDelta delta : deltas) {
                delta.entry()
                        .deps()
                        .forEach(dep -> named.computeIfAbsent(dep.log(), first -> new TreeMap<>())
                                .merge(delta.dot().seq(), dep.seq(), Math::max));
            }
            next = deltas.getLast().dot().seq() + 1;
        }
    }
}
