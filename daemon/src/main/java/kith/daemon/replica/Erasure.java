package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Act;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Quad;

/** Finds what is to be erased, tells what that would do, and says it. Safe from any thread; reads what is held now. */
public final class Erasure {
    /** Deltas that are erased at once. */
    public static final int MAX_DELTAS = 10_240;

    /** Deltas of which one act restates asserts: an act keeps to the size of a payload. */
    private static final int MAX_RESTATED = 8_192;

    private static final int READ_DELTAS = 256;
    private static final long READ_BYTES = 4L << 20;

    private final Replica replica;
    private final SpaceStore store;

    /**
     * What an erasure would do.
     *
     * @param deltas that lose their payload, in the order of their logs
     * @param vanishing quads that show now and then will not
     * @param others deltas that are not among them and name quads that these name: their payloads repeat the text
     * @param restated what the deltas took back and stays taken back
     */
    public record Plan(
            List<SignedDelta> deltas,
            Set<Quad> vanishing,
            SortedSet<Dot> others,
            Map<Dot, SortedSet<Integer>> restated) {
        /** The acts that say it: what stays taken back is said before what took it back goes. */
        List<Act.Erase> acts() {
            List<Act.Erase> acts = new ArrayList<>();
            Map<Dot, SortedSet<Integer>> part = new TreeMap<>();
            for (Map.Entry<Dot, SortedSet<Integer>> of : new TreeMap<>(restated).entrySet()) {
                part.put(of.getKey(), of.getValue());
                if (part.size() == MAX_RESTATED) {
                    acts.add(new Act.Erase(List.of(), part));
                    part = new TreeMap<>();
                }
            }
            for (int from = 0; from < deltas.size(); from += Act.MAX_ERASED) {
                int to = Math.min(deltas.size(), from + Act.MAX_ERASED);
                List<Cutoff> named =
                        deltas.subList(from, to).stream().map(Cutoff::at).toList();
                acts.add(new Act.Erase(named, part));
                part = Map.of();
            }
            return acts;
        }
    }

    public Erasure(Replica replica) {
        this.replica = replica;
        this.store = replica.store();
    }

    /** Deltas that count and say or take back anything in which a term stands. Reads all rows. */
    public List<SignedDelta> naming(Node term) {
        Set<Dot> dots = new TreeSet<>();
        try (Snapshot now = replica.snapshot()) {
            Iterator<Quad> held = now.everHeld(Node.ANY, Node.ANY);
            while (held.hasNext()) {
                Quad quad = held.next();
                if (names(quad.asTriple(), term) || term.equals(quad.getGraph())) {
                    now.history(quad).operations().forEach(operation -> dots.add(operation.dot()));
                }
                mustBeFew(dots.size());
            }
        }
        return dots.stream()
                .filter(dot -> root(dot).plane() == Plane.DATA)
                .map(dot -> store.delta(dot).orElseThrow())
                .filter(delta -> !delta.entry().isWithdrawn())
                .toList();
    }

    /** Whether a term stands in a triple, as the type of a literal and in a triple within it too. */
    private static boolean names(Triple triple, Node term) {
        return Stream.of(triple.getSubject(), triple.getPredicate(), triple.getObject())
                .anyMatch(each -> each.equals(term)
                        || (each.isTripleTerm() && names(each.getTriple(), term))
                        || (each.isLiteral() && term.hasURI(each.getLiteralDatatypeURI())));
    }

    /** Deltas of a device, or of all devices of a person, that are held with their payload, up to a clock. */
    public List<SignedDelta> by(KeyId author, long clock) {
        List<SignedDelta> found = new ArrayList<>();
        for (LogState log : store.logs()) {
            boolean theirs = log.root().author().equals(author)
                    || grant(log.root())
                            .filter(grant -> grant.person().equals(author))
                            .isPresent();
            if (theirs && log.root().plane() == Plane.DATA) {
                collect(log, clock, found);
            }
        }
        return found;
    }

    private void collect(LogState log, long clock, List<SignedDelta> found) {
        LogId id = log.root().id();
        long next = 1;
        while (next <= log.head().seq()) {
            for (SignedDelta delta : store.read(id, next, READ_DELTAS, READ_BYTES)) {
                if (HybridClock.isAfter(delta.entry().clock(), clock)) {
                    return;
                }
                if (!delta.entry().isWithdrawn()) {
                    found.add(delta);
                    mustBeFew(found.size());
                }
                next = delta.dot().seq() + 1;
            }
        }
    }

    private static void mustBeFew(int deltas) {
        if (deltas > MAX_DELTAS) {
            throw KithException.user(
                    Code.CONFLICT,
                    "more than " + MAX_DELTAS
                            + " deltas would be erased at once; name a part of them, as with --before");
        }
    }

    /**
     * What erasing these deltas would do.
     *
     * @throws KithException USER: USAGE if one is no delta of data, NOT_ALLOWED if this device may not erase one,
     *     NOT_FOUND if there is none
     */
    public Plan plan(Collection<SignedDelta> wanted) {
        Map<Dot, SignedDelta> doomed = new TreeMap<>();
        for (SignedDelta delta : wanted) {
            mustBeErasable(delta);
            if (!delta.entry().isWithdrawn() || replica.erasure(delta).isEmpty()) {
                doomed.put(delta.dot(), delta);
            }
        }
        mustBeFew(doomed.size());
        if (doomed.isEmpty()) {
            throw KithException.user(Code.NOT_FOUND, "there is nothing to erase: nothing like it is held any more");
        }
        return new Planning(doomed).plan();
    }

    private void mustBeErasable(SignedDelta delta) {
        LogRoot root = root(delta.dot());
        if (root.plane() != Plane.DATA) {
            throw KithException.user(
                    Code.USAGE, "delta " + delta.briefId() + " is an act of authority, and these stay for ever");
        }
        Optional<Grant> ours = replica.authority().grantOf(replica.self());
        boolean may = ours.isPresent()
                && (isAdminOfAll(ours.get())
                        || grant(root)
                                .filter(grant ->
                                        grant.person().equals(ours.get().person()))
                                .isPresent());
        if (!may) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "delta " + delta.briefId() + " is of another person, and only an admin of all of space "
                            + store.name() + " may erase it");
        }
    }

    private static boolean isAdminOfAll(Grant grant) {
        return grant.level().isAtLeast(Level.ADMIN) && grant.allowance().scope().isAll();
    }

    private Optional<Grant> grant(LogRoot root) {
        return replica.authority().grant(root.grant());
    }

    private LogRoot root(Dot dot) {
        return store.log(dot.log()).orElseThrow().root();
    }

    /** The last act of erasure of each log that says one, and counts. */
    public Map<LogId, Long> acts() {
        return Erasures.acts(replica.authority());
    }

    /** Says a plan; completes when durable, with the brief ids of the acts. */
    public CompletableFuture<List<String>> say(Plan plan) {
        CompletableFuture<List<String>> said = CompletableFuture.completedFuture(List.of());
        for (Act.Erase act : plan.acts()) {
            said = said.thenCompose(before -> replica.act(act).thenApply(id -> {
                List<String> ids = new ArrayList<>(before);
                ids.add(id);
                return ids;
            }));
        }
        return said;
    }

    /** One plan in the making. */
    private final class Planning {
        private final Map<Dot, SignedDelta> doomed;
        private final Map<Dot, Set<Quad>> takenBack = new TreeMap<>();
        private final Set<Quad> named = new HashSet<>();

        Planning(Map<Dot, SignedDelta> doomed) {
            this.doomed = doomed;
        }

        Plan plan() {
            doomed.values().forEach(delta -> Applying.read(delta, Scope.ALL).ifPresent(this::take));
            Set<Quad> vanishing = new HashSet<>();
            TreeSet<Dot> others = new TreeSet<>();
            try (Snapshot now = replica.snapshot()) {
                for (Quad quad : named) {
                    QuadHistory history = now.history(quad);
                    if (now.contains(quad) && isGone(quad, history)) {
                        vanishing.add(quad);
                    }
                    history.operations().stream()
                            .map(Operation::dot)
                            .filter(dot -> !doomed.containsKey(dot) && root(dot).plane() == Plane.DATA)
                            .forEach(others::add);
                }
            }
            return new Plan(List.copyOf(doomed.values()), vanishing, others, places());
        }

        private void take(Edit edit) {
            named.addAll(edit.asserts());
            for (Retraction retraction : edit.retracts()) {
                named.add(retraction.quad());
                retraction.seen().stream()
                        .filter(dot -> !doomed.containsKey(dot))
                        .forEach(dot -> takenBack
                                .computeIfAbsent(dot, first -> new HashSet<>())
                                .add(retraction.quad()));
            }
        }

        private boolean isGone(Quad quad, QuadHistory history) {
            Set<Dot> left = new HashSet<>(history.live(dot -> !doomed.containsKey(dot)));
            left.removeIf(dot -> takenBack.getOrDefault(dot, Set.of()).contains(quad));
            return left.isEmpty();
        }

        /** An assert that is not held, or cannot be read, cannot be told the place of: its author may be anybody. */
        private Map<Dot, SortedSet<Integer>> places() {
            Map<Dot, SortedSet<Integer>> places = new TreeMap<>();
            takenBack.forEach((dot, quads) -> store.delta(dot)
                    .flatMap(delta -> Applying.read(delta, Scope.ALL))
                    .ifPresent(edit -> {
                        Map<Quad, Integer> at = new HashMap<>();
                        edit.asserts().forEach(quad -> at.put(quad, at.size()));
                        TreeSet<Integer> found = new TreeSet<>();
                        quads.stream().filter(at::containsKey).forEach(quad -> found.add(at.get(quad)));
                        if (!found.isEmpty()) {
                            places.put(dot, found);
                        }
                    }));
            return places;
        }
    }
}
