package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.merge.Operation;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** What the acts of erasure that count amount to: a function of the authority, whatever is held. Immutable. */
final class Erasures {
    static final Erasures NONE = new Erasures(null);

    private final @Nullable Authority authority;
    private final Map<Bytes, List<Authority.Said<Act.Erase>>> named = new HashMap<>();
    private final Map<Dot, Set<Restated>> restated = new HashMap<>();
    private final Set<Dot> restating = new HashSet<>();

    /**
     * That asserts of a delta stay taken back, though the retractions that did it are erased.
     *
     * @param by the act that says so
     * @param places of the asserts in their delta
     * @param scope within which that act may take anything back
     */
    private record Restated(Dot by, SortedSet<Integer> places, Scope scope) {
        Optional<Operation> of(Quad quad, Dot dot) {
            Retraction retraction = new Retraction(quad, List.of(dot));
            Edit edit = new Edit(List.of(), List.of(retraction), Optional.empty(), Optional.empty());
            return scope.permits(edit, by.log())
                    ? Optional.of(new Operation.Retract(by, Set.of(dot)))
                    : Optional.empty();
        }
    }

    private Erasures(@Nullable Authority authority) {
        this.authority = authority;
    }

    /** What counts by {@code authority}. */
    static Erasures of(Authority authority) {
        Erasures erasures = new Erasures(authority);
        for (Authority.Said<Act.Erase> said : authority.erasures()) {
            for (Cutoff cutoff : said.act().deltas()) {
                erasures.named
                        .computeIfAbsent(cutoff.link(), first -> new ArrayList<>())
                        .add(said);
            }
            if (said.level().isAtLeast(Level.WRITER)) {
                erasures.restate(said.delta(), said.act(), scope(said.delta().root(), authority));
            }
        }
        return erasures;
    }

    /** The last act of erasure of each log that says one, and counts. */
    static Map<LogId, Long> acts(Authority authority) {
        Map<LogId, Long> acts = new TreeMap<>();
        for (Authority.Said<Act.Erase> said : authority.erasures()) {
            acts.merge(said.delta().dot().log(), said.delta().dot().seq(), Math::max);
        }
        return Collections.unmodifiableMap(acts);
    }

    /** Everything that any of these acts could ever have restated: to look at again after a crash. */
    static Erasures ever(Collection<ControlDelta> deltas) {
        Erasures erasures = new Erasures(null);
        for (ControlDelta delta : deltas) {
            if (delta.act() instanceof Act.Erase erase) {
                erasures.restate(delta, erase, Scope.ALL);
            }
        }
        return erasures;
    }

    private static Scope scope(LogRoot speaker, Authority authority) {
        return speaker.isFounding() ? Scope.ALL : Applying.scope(speaker, authority);
    }

    private void restate(ControlDelta by, Act.Erase erase, Scope scope) {
        erase.restated().forEach((dot, places) -> {
            Set<Restated> of = restated.computeIfAbsent(dot, first -> new HashSet<>());
            of.add(new Restated(by.dot(), places, scope));
        });
        restating.add(by.dot());
    }

    /** Whether the act of a dot restates anything: it may be told of a branch, and held in no log of its own. */
    boolean isRestatedBy(Dot by) {
        return restating.contains(by);
    }

    /** The act that erases a delta of the log of {@code root}, if one does: the first that was said. */
    Optional<Authority.Said<Act.Erase>> of(LogRoot root, SignedDelta delta) {
        Authority judging = authority;
        if (judging == null) {
            return Optional.empty();
        }
        return named.getOrDefault(delta.link(), List.of()).stream()
                .filter(said -> judging.mayErase(said, root))
                .findFirst();
    }

    boolean cover(LogRoot root, SignedDelta delta) {
        return of(root, delta).isPresent();
    }

    /** The deltas that are named, in the order of their logs, held or not, rightly or not. */
    Collection<Cutoff> named() {
        Set<Cutoff> all = new TreeSet<>(Comparator.comparing(Cutoff::dot).thenComparing(Cutoff::link));
        named.values()
                .forEach(acts -> acts.forEach(said -> all.addAll(said.act().deltas())));
        return all;
    }

    /** Deltas some of whose asserts one of the two takes back and the other does not. */
    Collection<Dot> differing(Erasures other) {
        Set<Dot> differing = new TreeSet<>(restated.keySet());
        differing.addAll(other.restated.keySet());
        differing.removeIf(
                dot -> restated.getOrDefault(dot, Set.of()).equals(other.restated.getOrDefault(dot, Set.of())));
        return differing;
    }

    /** Hands on what is taken back of what a delta says. */
    void restated(Dot dot, Edit edit, BiConsumer<Quad, Operation> with) {
        for (Restated one : restated.getOrDefault(dot, Set.of())) {
            for (int place : one.places()) {
                if (place < edit.asserts().size()) {
                    Quad quad = edit.asserts().get(place);
                    one.of(quad, dot).ifPresent(operation -> with.accept(quad, operation));
                }
            }
        }
    }
}
