package kith.daemon.sync;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;

/** The indexes that a peer gives logs on one channel, and how far it says it holds them. */
final class TheirIndex {
    /** Deltas of one log that a peer may hold and we lack: more than 30,000 a second for a year. */
    static final long MAX_AHEAD = 1L << 40;

    private final Map<Integer, Place> places = new HashMap<>();
    private final Map<LogId, Integer> indexes = new HashMap<>();
    private final Set<Plane> whole = EnumSet.noneOf(Plane.class);
    private Bytes nonce = Bytes.EMPTY;

    /** What is known behind an index: first its tag or its root, in the end the log. */
    private static final class Place {
        private Optional<Plane> plane = Optional.empty();
        private Optional<Bytes> tag = Optional.empty();
        private Optional<LogId> log = Optional.empty();
        private Optional<LogRoot> root = Optional.empty();
        private long seq;
    }

    /** A log of the peer's by its index, and how far the peer holds it. */
    record Known(int index, LogId log, long seq) {}

    void keyedBy(Bytes theirNonce) {
        nonce = theirNonce;
    }

    Bytes nonce() {
        return nonce;
    }

    /** Equal roots: there is nothing to hear. */
    void inStep() {
        whole.addAll(EnumSet.allOf(Plane.class));
    }

    boolean isWhole(Plane plane) {
        return whole.contains(plane);
    }

    void take(Message.Vector vector) {
        if (whole.contains(vector.plane())) {
            throw new Violation("a vector after its end");
        }
        for (Message.Vector.Place said : vector.places()) {
            believable(said.seq(), 0);
            Place place = new Place();
            place.plane = Optional.of(vector.plane());
            place.tag = Optional.of(said.tag());
            place.seq = said.seq();
            if (places.put(said.index(), place) != null) {
                throw new Violation("an index given twice");
            }
        }
        if (vector.last()) {
            whole.add(vector.plane());
        }
    }

    /** What nobody can have written keeps us from ever being in step. */
    private static void believable(long seq, long held) {
        if (seq - held > MAX_AHEAD) {
            throw new Violation("a claim to hold " + (seq - held) + " deltas that we lack");
        }
    }

    void bind(int index, LogId log) {
        Place place = place(index);
        place.log = Optional.of(log);
        indexes.put(log, index);
    }

    void name(int index, LogRoot root) {
        Place place = place(index);
        boolean other = place.log.isPresent() && !place.log.get().equals(root.id());
        boolean mistagged = place.tag.isPresent() && !place.tag.get().equals(Tags.ofLog(root.id(), nonce));
        if (other || mistagged || (place.plane.isPresent() && place.plane.get() != root.plane())) {
            throw new Violation("an index that changes its meaning");
        }
        place.plane = Optional.of(root.plane());
        place.root = Optional.of(root);
        bind(index, root.id());
    }

    /** @param held how far we hold the log */
    void noted(Message.Mark mark, long held) {
        Place place = places.get(mark.index());
        if (place == null) {
            throw new Violation("a note of a log that was not named");
        }
        believable(mark.seq(), held);
        place.seq = Math.max(place.seq, mark.seq());
    }

    /** The peer left a branch of a log for another, of which it holds so much. */
    void standsAt(LogId log, long seq) {
        indexOf(log).map(places::get).ifPresent(place -> place.seq = seq);
    }

    Optional<LogId> log(int index) {
        return Optional.ofNullable(places.get(index)).flatMap(place -> place.log);
    }

    Optional<LogRoot> root(int index) {
        return Optional.ofNullable(places.get(index)).flatMap(place -> place.root);
    }

    Optional<Long> seq(int index) {
        return Optional.ofNullable(places.get(index)).map(place -> place.seq);
    }

    Optional<Integer> indexOf(LogId log) {
        return Optional.ofNullable(indexes.get(log));
    }

    Set<LogId> boundLogs() {
        return new HashSet<>(indexes.keySet());
    }

    /** Whether the peer told of logs of a plane that it has not named yet. */
    boolean hasNameless(Plane plane) {
        return places.values().stream()
                .anyMatch(place ->
                        place.log.isEmpty() && place.plane.filter(plane::equals).isPresent());
    }

    /** The indexes of logs of a plane that the peer told of and has not named yet. */
    List<Integer> nameless(Plane plane) {
        List<Integer> nameless = new ArrayList<>();
        places.forEach((index, place) -> {
            if (place.log.isEmpty() && place.plane.filter(plane::equals).isPresent()) {
                nameless.add(index);
            }
        });
        return nameless;
    }

    List<Known> known(Plane plane) {
        List<Known> known = new ArrayList<>();
        places.forEach((index, place) -> {
            if (place.log.isPresent() && place.plane.filter(plane::equals).isPresent()) {
                known.add(new Known(index, place.log.get(), place.seq));
            }
        });
        return known;
    }

    private Place place(int index) {
        return places.computeIfAbsent(index, fresh -> new Place());
    }
}
