package kith.daemon.sync;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;

/**
 * Finds out in which logs two nodes differ. Equal roots: in none. Where each knows how much of the other's journal it
 * holds, both tell what moved since; where both hold many logs, they find out by a sketch what to tell; else both tell all.
 * On the session's thread only.
 */
final class Comparing {
    /** How far back two branches of an own log are compared at first. */
    private static final long PROBED = 4_096;

    private final Line line;
    private final Shelf shelf;
    private final OurIndex ours;
    private final TheirIndex theirs;
    private final Sending sending;
    private final Fetching fetching;
    private Optional<Message.Resume> said = Optional.empty();
    private Optional<Message.Resume> heard = Optional.empty();
    private Optional<Sketching> sketching = Optional.empty();
    /** Whether we told the peer how far we hold what it may hold otherwise. */
    private boolean hasTold;
    /** What we told of where not all is told. */
    private Optional<Set<LogId>> told = Optional.empty();

    /** Whether the peer tells all that it holds. */
    private boolean hearsAll;
    /** How often something was given up before this conversation. */
    private int givenUpBefore;

    private long movedSaid = -1;
    private long movedHeard = -1;

    Comparing(Line line, OurIndex ours, TheirIndex theirs, Sending sending, Fetching fetching) {
        this.line = line;
        this.shelf = line.shelf();
        this.ours = ours;
        this.theirs = theirs;
        this.sending = sending;
        this.fetching = fetching;
    }

    /** Whether we said where we stand. */
    boolean isSaid() {
        return said.isPresent();
    }

    boolean isHeard() {
        return heard.isPresent();
    }

    boolean isBegun() {
        return isSaid() && isHeard();
    }

    /** Whether all was said that is said to compare: what moves from then on, and moved meanwhile, is news. */
    boolean hasTold() {
        return hasTold;
    }

    void say() {
        givenUpBefore = shelf.givenUp();
        Optional<Journal.Place> held = shelf.journal().heldOf(line.peer(), givenUpBefore);
        Frontier frontier = shelf.frontier();
        sending.snapshot(frontier);
        Bytes root = frontier.root().slice(0, MessageCodec.ROOT_BYTES);
        Message.Resume resume = new Message.Resume(shelf.journal().id(), held, root, frontier.size());
        said = Optional.of(resume);
        line.send(resume);
    }

    void hear(Message.Resume resume) {
        if (isHeard()) {
            throw new Violation("RESUME twice");
        }
        boolean beyond = isOf(resume.held(), shelf.journal().id())
                && resume.held().orElseThrow().position() > shelf.journal().end();
        if (beyond) {
            throw new Violation("a place past the end of our journal");
        }
        heard = Optional.of(resume);
    }

    /** Both said where they stand. */
    void begin() {
        Message.Resume our = said.orElseThrow();
        Message.Resume their = heard.orElseThrow();
        if (our.root().equals(their.root())) {
            hasTold = true;
            sending.inStep(Set.of());
            theirs.inStep();
        } else if (isOf(our.held(), their.journal()) && isOf(their.held(), our.journal())) {
            tell(their.held().map(place -> shelf.journal().since(place.position())));
        } else if (Sketching.isWorthIt(our.logs(), their.logs())) {
            Sketching started = sketching(Sketching.budget(our.logs(), their.logs()));
            sketching = Optional.of(started);
            started.begin();
        } else {
            tell(Optional.empty());
        }
    }

    private Sketching sketching(int budget) {
        boolean isLesser = line.self().compareTo(line.peer()) < 0;
        SketchKey key =
                isLesser ? new SketchKey(ours.nonce(), theirs.nonce()) : new SketchKey(theirs.nonce(), ours.nonce());
        Sketch sketch = Sketch.of(sending.snapshot(), shelf, key);
        return new Sketching(line, sketch, key, new Sketching.Terms(isLesser, budget));
    }

    /** Says how far we hold these logs, or all. */
    private void tell(Optional<Set<LogId>> some) {
        told = some;
        hearsAll = told.isEmpty();
        hasTold = true;
        sketching = Optional.empty();
        if (hearsAll) {
            sending.tellsAll();
        }
        for (Plane plane : Plane.values()) {
            ours.vectors(plane, told).forEach(line::send);
        }
    }

    void sketched(Message.OfSketch message) {
        sketching
                .orElseThrow(() -> new Violation("a sketch where there is none"))
                .hear(message)
                .ifPresent(outcome -> tell(
                        switch (outcome) {
                            case Sketching.Outcome.Differing(Set<LogId> logs) -> Optional.of(logs);
                            case Sketching.Outcome.TooMuch() -> Optional.empty();
                        }));
    }

    private static boolean isOf(Optional<Journal.Place> place, long journal) {
        return place.filter(known -> known.journal() == journal).isPresent();
    }

    /** The peer says how far it holds logs, all or those that may differ. */
    void compared(Message.Vector vector) {
        if (sketching.isPresent()) {
            // Who reads the sketch and cannot says so by telling all.
            if (!sketching.get().isSender()) {
                throw new Violation("a vector before its sketch was answered");
            }
            tell(Optional.empty());
        }
        theirs.take(vector);
        Map<Integer, Long> held = new LinkedHashMap<>();
        for (Message.Vector.Place place : vector.places()) {
            ours.logOf(vector.plane(), place.tag(), theirs.nonce()).ifPresent(log -> {
                bound(log, place);
                // Who hears nothing of a log from us cannot know that we hold it.
                if (told.isPresent() && !told.get().contains(log) && holdsSame(log, place)) {
                    held.put(place.index(), place.seq());
                }
            });
        }
        Marks.chunks(held).forEach(chunk -> line.send(new Message.Ack(chunk)));
        if (vector.last()) {
            sending.follow(vector.plane(), theirs.boundLogs());
            if (told.isPresent()) {
                askForNames(vector.plane());
            } else {
                ours.announce(ours.lackedBy(vector.plane(), theirs.boundLogs())).forEach(line::send);
            }
            if (theirs.isWhole(Plane.CONTROL) && theirs.isWhole(Plane.DATA)) {
                ours.forgetTags();
                told.ifPresent(ofOurs -> {
                    Set<LogId> differing = new HashSet<>(ofOurs);
                    differing.addAll(theirs.boundLogs());
                    sending.inStep(differing);
                });
            }
            fetching.pursue();
            sending.pump();
        }
    }

    private void bound(LogId log, Message.Vector.Place place) {
        theirs.bind(place.index(), log);
        sending.theyHold(log, place.seq());
        if (place.seq() > shelf.held(log)) {
            fetching.told(log, place.seq());
        } else if (shelf.link(log, place.seq())
                .filter(link -> !place.isOf(link))
                .isPresent()) {
            branched(log, place);
        }
    }

    private boolean holdsSame(LogId log, Message.Vector.Place place) {
        return shelf.link(log, place.seq()).filter(place::isOf).isPresent();
    }

    private void branched(LogId log, Message.Vector.Place place) {
        if (shelf.isHealed(log)) {
            fetching.probe(log, place.seq() - PROBED);
        } else {
            shelf.branched(log, place.seq());
            fetching.branched(log, place);
        }
    }

    /** Logs that are told of by their tags and that we do not hold. */
    private void askForNames(Plane plane) {
        Marks.chunks(theirs.nameless(plane)).forEach(chunk -> line.send(new Message.Which(chunk)));
    }

    void asked(Message.Which which) {
        List<LogId> logs = which.indexes().stream()
                .map(index -> ours.log(index).orElseThrow(() -> new Violation("WHICH of an unknown index")))
                .toList();
        ours.announce(ours.names(logs)).forEach(line::send);
    }

    /** Says up to where all that moved here was told or sent, once it was. */
    void tellWhatMoved() {
        long end = shelf.journal().end();
        if (end > movedSaid
                && theirs.isWhole(Plane.CONTROL)
                && theirs.isWhole(Plane.DATA)
                && sending.hasTold(shelf.journal().since(Math.max(0, movedSaid)))) {
            movedSaid = end;
            line.send(new Message.Moved(end));
        }
    }

    void moved(Message.Moved moved) {
        if (moved.position() < movedHeard) {
            throw new Violation("a journal that goes backwards");
        }
        movedHeard = moved.position();
    }

    /**
     * All that the peer told of is held here. Where that is not all that it holds, what we gave up meanwhile may be among the
     * rest, and nothing is promised.
     *
     * @param givenUp how often something was given up, before that was found
     */
    void inStep(int givenUp) {
        if (movedHeard >= 0 && (hearsAll || givenUp == givenUpBefore)) {
            Journal.Place place = new Journal.Place(heard.orElseThrow().journal(), movedHeard);
            shelf.journal().holds(line.peer(), place, givenUp);
        }
    }
}
