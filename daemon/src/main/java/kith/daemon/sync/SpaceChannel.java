package kith.daemon.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.identity.KeyId;

/**
 * One space with one peer: OPENING until both have named it and may speak of it, COMPARING until both know where the
 * other stands, then STREAMING. On the session's thread only, but for {@link #standing()}.
 */
final class SpaceChannel {
    private static final long PROOF_AFTER_MILLIS = 2_000;

    private final Line line;
    private final Shelf shelf;
    private final KeyId peer;
    private final OurIndex ours;
    private final TheirIndex theirs = new TheirIndex();
    private final Credits credits;
    private final Sending sending;
    private final Fetching fetching;
    private Optional<Message.Open> opening = Optional.empty();
    private final Comparing comparing;
    private boolean proofSent;
    private boolean proved;
    private boolean claimed;
    /** Whether the peer lost its right while we spoke: until the connection ends nothing more goes to it. */
    private boolean parted;

    private boolean tellsNews;
    private Map<LogId, Long> toldErased = Map.of();
    private long openSince;
    private volatile Standing standing;

    SpaceChannel(Line line, Bytes nonce, RoundTrip trip) {
        this.line = line;
        this.shelf = line.shelf();
        this.peer = line.peer();
        this.ours = new OurIndex(shelf, nonce);
        this.credits = new Credits(line);
        this.sending = new Sending(line, ours, credits);
        this.fetching = new Fetching(line, theirs, credits, trip);
        this.comparing = new Comparing(line, ours, theirs, sending, fetching);
        this.standing = Standing.apart(shelf.space());
        fetching.onSettled(this::settle);
    }

    Shelf shelf() {
        return shelf;
    }

    int number() {
        return line.channel();
    }

    Standing standing() {
        return standing;
    }

    /** The peer said HELLO. */
    void met(Bytes theirNonce) {
        theirs.keyedBy(theirNonce);
    }

    /** The peer named this space too. */
    void opened(Message.Open open) {
        opening = Optional.of(open);
        consider();
    }

    /** Speaks, if the peer may be spoken to. */
    private void consider() {
        if (opening.isEmpty() || comparing.isSaid()) {
            return;
        }
        if (mayTell()) {
            comparing.say();
            compareIfBothSpoke();
        } else if (!claimed) {
            claimed = true;
            opening.get().claim().ifPresentOrElse(this::claimed, this::turnAway);
        }
    }

    /** Tells one who was a member why it is none any more; a stranger is told nothing. */
    private void turnAway() {
        shelf.ended(peer).ifPresent(why -> line.send(new Message.Refused(why)));
    }

    private boolean mayTell() {
        return shelf.mayRead(peer) || shelf.isJoiningThrough(peer);
    }

    private void claimed(Bytes bytes) {
        Claim claim = Claim.read(bytes);
        if (!claim.device().device().equals(peer)) {
            throw new Violation("a claim for another device");
        }
        shelf.admit(
                claim,
                refusal -> line.later(() -> {
                    refusal.ifPresent(why -> line.send(new Message.Refused(why)));
                    consider();
                }));
    }

    void refused(Message.Refused refused) {
        if (mayTell()) {
            shelf.refused(peer, refused.why());
        }
    }

    void resumed(Message.Resume resume) {
        comparing.hear(resume);
        shelf.welcomed(peer);
        compareIfBothSpoke();
    }

    private void compareIfBothSpoke() {
        if (!comparing.isBegun()) {
            return;
        }
        comparing.begin();
        credits.open();
        turnToNews();
        settle();
    }

    /** Once all is told of where we stood when we said so, what moved since is news. */
    private void turnToNews() {
        if (comparing.hasTold() && !tellsNews) {
            tellsNews = true;
            tell(sending.sinceSnapshot());
        }
    }

    private void tell(Map<LogId, Long> moved) {
        ours.withdraw(sending.left(moved)).forEach(line::send);
        List<LogId> untold = sending.advanced(moved);
        sending.tell(untold);
        sending.pump();
        fetching.pursue();
    }

    void sketched(Message.OfSketch message) {
        spoken();
        comparing.sketched(message);
        turnToNews();
        settle();
    }

    void compared(Message.Vector vector) {
        spoken();
        comparing.compared(vector);
        turnToNews();
        settle();
    }

    void asked(Message.Which which) {
        spoken();
        comparing.asked(which);
    }

    void moved(Message.Moved moved) {
        spoken();
        comparing.moved(moved);
        settle();
    }

    void named(Message.Logs logs) {
        spoken();
        for (Message.Logs.Named log : logs.logs()) {
            if (!isOurs(log.root())) {
                throw new Violation("a log of another space");
            }
            theirs.name(log.index(), log.root());
            theirs.seq(log.index()).ifPresent(seq -> toldOf(log.root().id(), seq));
        }
        fetching.pursue();
        settle();
    }

    /** Whether a log may be of this space; of a founding log only its first link tells. */
    private boolean isOurs(LogRoot root) {
        return root.isFounding() || root.space().equals(shelf.space());
    }

    void noted(Message.Note note) {
        spoken();
        for (Message.Mark mark : note.upTo()) {
            boolean less = theirs.seq(mark.index())
                    .filter(before -> mark.seq() < before)
                    .isPresent();
            if (less) {
                theirs.log(mark.index()).ifPresent(log -> theyLeft(log, mark.seq()));
            } else {
                theirs.noted(mark, theirs.log(mark.index()).map(shelf::held).orElse(0L));
                theirs.log(mark.index()).ifPresent(log -> {
                    sending.theyHold(log, mark.seq());
                    fetching.noted(log, mark.seq());
                });
            }
        }
        fetching.pursue();
        settle();
    }

    private void theyLeft(LogId log, long seq) {
        fetching.theyLeft(log, seq);
        sending.theyLeft(log, seq);
    }

    private void toldOf(LogId log, long seq) {
        sending.theyHold(log, seq);
        fetching.told(log, seq);
    }

    void wanted(Message.Want want) {
        if (!comparing.isSaid()) {
            throw new Violation("WANT before RESUME");
        }
        for (Message.Mark mark : want.from()) {
            LogId log = ours.log(mark.index()).orElseThrow(() -> new Violation("WANT of an unknown log"));
            sending.serve(log, Math.max(1, mark.seq()));
        }
        pump();
        settle();
    }

    void pruned(Message.Prune prune) {
        spoken();
        for (int index : prune.indexes()) {
            sending.pruned(ours.log(index).orElseThrow(() -> new Violation("PRUNE of an unknown log")));
        }
    }

    void acknowledged(Message.Ack ack) {
        for (Message.Mark mark : ack.upTo()) {
            LogId log = ours.log(mark.index()).orElseThrow(() -> new Violation("ACK of an unknown log"));
            sending.acknowledged(log, mark.seq());
            fetching.reunited(log, mark.seq());
        }
        settle();
    }

    void credited(Message.Credit credit) {
        credits.received(credit);
        taken();
    }

    void delivered(Message.Deltas deltas) {
        spoken();
        LogId log = fetching.take(deltas);
        sending.theyHold(log, deltas.run().lastSeq());
    }

    void proved(Message.Proof proof) {
        boolean needed = opening.isPresent() && !mayTell();
        boolean fitting = proof.root().plane() == Plane.CONTROL && proof.run().firstSeq() == 1;
        if (!fitting || !isOurs(proof.root())) {
            throw new Violation("a proof that proves nothing");
        }
        if (proved) {
            throw new Violation("a second proof");
        }
        proved = true;
        if (needed) {
            fetching.prove(proof, this::consider);
        }
    }

    void changed(Map<LogId, Long> heads, boolean authorityChanged) {
        if (parted) {
            return;
        }
        if (authorityChanged) {
            fetching.authorityChanged();
            if (comparing.isSaid() && !mayTell()) {
                partWith(heads);
                return;
            }
            consider();
        }
        if (tellsNews) {
            tell(heads);
        }
        settle();
    }

    /** The peer lost its right: it hears the act that says so, which it has to heed too, and nothing more. */
    private void partWith(Map<LogId, Long> heads) {
        if (comparing.isHeard()) {
            Map<LogId, Long> acts = new HashMap<>(heads);
            acts.keySet()
                    .removeIf(log -> shelf.root(log)
                            .filter(root -> root.plane() == Plane.CONTROL)
                            .isEmpty());
            sending.advanced(acts).forEach(sending::push);
            sending.pump(Plane.CONTROL);
        }
        turnAway();
        parted = true;
        sending.fallSilent();
        line.out().giveUp("a right in a space was lost");
    }

    /** There is room for more on the way to the peer. */
    void taken() {
        sending.takes();
        pump();
    }

    /** Tells the peer now what waits to be told with other things. */
    void tellNow() {
        sending.tellNow();
    }

    private void pump() {
        if (!parted) {
            sending.pump();
        }
    }

    void tick(long nowMillis) {
        fetching.tick(nowMillis);
        credits.tick();
        if (opening.isPresent() && openSince == 0) {
            openSince = nowMillis;
        }
        boolean unheard = opening.isPresent() && comparing.isSaid() && !comparing.isHeard();
        if (unheard && !proofSent && nowMillis - openSince >= PROOF_AFTER_MILLIS) {
            proofSent = true;
            shelf.proof().ifPresent(line::send);
        }
        if (comparing.isBegun() && !parted) {
            tellWhatIsErased();
            sending.tick();
            sending.tellNow();
            comparing.tellWhatMoved();
            // Another session may have let go of a log that we lack.
            fetching.pursue();
            settle();
        }
    }

    private void tellWhatIsErased() {
        Map<LogId, Long> erased = shelf.erased();
        if (!erased.equals(toldErased)) {
            toldErased = erased;
            Marks.parts(erased).forEach(part -> line.send(new Message.Erased(part)));
        }
    }

    void erased(Message.Erased erased) {
        spoken();
        shelf.erasedBy(peer, erased.upTo());
    }

    void ended() {
        fetching.ended();
        standing = Standing.apart(shelf.space());
    }

    private void spoken() {
        if (!comparing.isBegun()) {
            throw new Violation("a message before both sides said RESUME");
        }
    }

    private void settle() {
        boolean shared = comparing.isBegun();
        int givenUp = shelf.givenUp();
        long behind = 0;
        for (Plane plane : Plane.values()) {
            for (TheirIndex.Known known : theirs.known(plane)) {
                behind = sum(behind, Math.max(0, fetching.sought(known) - shelf.held(known.log())));
            }
            behind = sum(behind, theirs.hasNameless(plane) || (shared && !theirs.isWhole(plane)) ? 1 : 0);
        }
        if (shared && behind == 0 && fetching.forked().isEmpty()) {
            comparing.inStep(givenUp);
        }
        standing = new Standing(shelf.space(), shared, behind, shared ? sending.unconfirmed() : 0, fetching.forked());
    }

    /** Never less than either: what is too much to count is not nothing. */
    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }
}
