package kith.daemon.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.VerifyingKey;

/**
 * One space with one peer: OPENING until both have named it and may speak of it, COMPARING until both know where the
 * other stands, then STREAMING. On the session's thread only, but for {@link #standing()}.
 */
final class SpaceChannel {
    private static final long PROOF_AFTER_MILLIS = 2_000;
    private static final long PATIENCE_MILLIS = 15_000;
    private static final int MAX_GAPS = 3;

    private final Shelf shelf;
    private final int number;
    private final KeyId peer;
    private final Outbox out;
    private final OurIndex ours;
    private final TheirIndex theirs = new TheirIndex();
    private final Credits credits;
    private final Sending sending;
    private final Map<LogId, VerifyingKey> keys = new HashMap<>();
    private final Map<LogId, Integer> gaps = new HashMap<>();
    /** Logs asked for, and when something of them came last. */
    private final Map<LogId, Long> asked = new HashMap<>();

    private final Set<LogId> givenUp = new HashSet<>();
    private final Map<LogId, Long> stored = new LinkedHashMap<>();
    private Optional<Message.Open> opening = Optional.empty();
    private Optional<Bytes> ourRoot = Optional.empty();
    private Optional<Bytes> theirRoot = Optional.empty();
    private boolean proofSent;
    private boolean proved;
    private boolean claimed;
    private long openSince;
    private long now;
    private int offered;
    private volatile Standing standing;

    SpaceChannel(Shelf shelf, int number, KeyId peer, Bytes nonce, Outbox out) {
        this.shelf = shelf;
        this.number = number;
        this.peer = peer;
        this.out = out;
        this.ours = new OurIndex(shelf, nonce);
        this.credits = new Credits(number, out);
        this.sending = new Sending(shelf, number, ours, credits, out);
        this.standing = new Standing(shelf.space(), false, 0, 0);
    }

    Shelf shelf() {
        return shelf;
    }

    int number() {
        return number;
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
        if (opening.isEmpty() || ourRoot.isPresent()) {
            return;
        }
        if (mayTell()) {
            Bytes root = root();
            ourRoot = Optional.of(root);
            out.send(number, new Message.Resume(root));
            compareIfBothSpoke();
        } else if (!claimed) {
            claimed = true;
            opening.get().claim().ifPresent(this::claimed);
        }
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
                refusal -> out.later(() -> {
                    refusal.ifPresent(why -> out.send(number, new Message.Refused(why)));
                    consider();
                }));
    }

    void refused(Message.Refused refused) {
        if (shelf.isJoiningThrough(peer)) {
            shelf.refused(refused.why());
        }
    }

    private Bytes root() {
        Map<LogId, Long> all = new HashMap<>(shelf.frontier(Plane.CONTROL).seqs());
        all.putAll(shelf.frontier(Plane.DATA).seqs());
        sending.snapshot(all);
        return new Frontier(new TreeMap<>(all)).root().slice(0, MessageCodec.ROOT_BYTES);
    }

    void resumed(Message.Resume resume) {
        if (theirRoot.isPresent()) {
            throw new Violation("RESUME twice");
        }
        theirRoot = Optional.of(resume.root());
        compareIfBothSpoke();
    }

    private void compareIfBothSpoke() {
        if (ourRoot.isEmpty() || theirRoot.isEmpty()) {
            return;
        }
        if (ourRoot.equals(theirRoot)) {
            sending.inStep();
            theirs.inStep();
        } else {
            ours.vectors(Plane.CONTROL).forEach(vector -> out.send(number, vector));
            ours.vectors(Plane.DATA).forEach(vector -> out.send(number, vector));
        }
        credits.open();
        // What was committed between RESUME and now is news.
        changed(sending.sinceSnapshot(), false);
    }

    void compared(Message.Vector vector) {
        spoken();
        theirs.take(vector);
        for (Message.Vector.Place place : vector.places()) {
            ours.logOf(vector.plane(), place.tag(), theirs.nonce()).ifPresent(log -> {
                theirs.bind(place.index(), log);
                sending.theyHold(log, place.seq());
            });
        }
        if (vector.last()) {
            sending.follow(vector.plane(), theirs.boundLogs());
            List<Message.Logs.Named> news = ours.lackedBy(vector.plane(), theirs.boundLogs());
            ours.announce(news).forEach(message -> out.send(number, message));
            pursue();
            sending.pump();
        }
        settle();
    }

    void named(Message.Logs logs) {
        spoken();
        for (Message.Logs.Named log : logs.logs()) {
            if (!isOurs(log.root())) {
                throw new Violation("a log of another space");
            }
            theirs.name(log.index(), log.root());
            theirs.seq(log.index()).ifPresent(seq -> sending.theyHold(log.root().id(), seq));
        }
        pursue();
        settle();
    }

    /** Whether a log may be of this space; of a founding log only its first link tells. */
    private boolean isOurs(LogRoot root) {
        return root.isFounding() || root.space().equals(shelf.space());
    }

    void noted(Message.Note note) {
        spoken();
        for (Message.Mark mark : note.upTo()) {
            theirs.noted(mark);
            theirs.log(mark.index()).ifPresent(log -> sending.theyHold(log, mark.seq()));
        }
        pursue();
        settle();
    }

    /** Asks for what the peer has and we lack: the control plane first and whole, then data. */
    private void pursue() {
        for (Plane plane : Plane.values()) {
            if (!theirs.isWhole(plane)) {
                return;
            }
            boolean lacking = theirs.hasNameless(plane);
            Map<Integer, Long> wants = new LinkedHashMap<>();
            for (TheirIndex.Known known : theirs.known(plane)) {
                LogId log = known.log();
                long held = shelf.held(log);
                if (held >= known.seq()) {
                    shelf.release(log, this);
                    asked.remove(log);
                } else if (!givenUp.contains(log)) {
                    lacking = true;
                    if (!asked.containsKey(log) && shelf.reserve(log, this)) {
                        asked.put(log, now);
                        wants.put(known.index(), held + 1);
                    }
                }
            }
            Marks.chunks(wants).forEach(chunk -> out.send(number, new Message.Want(chunk)));
            if (lacking && plane == Plane.CONTROL) {
                return;
            }
        }
    }

    void wanted(Message.Want want) {
        if (ourRoot.isEmpty()) {
            throw new Violation("WANT before RESUME");
        }
        for (Message.Mark mark : want.from()) {
            LogId log = ours.log(mark.index()).orElseThrow(() -> new Violation("WANT of an unknown log"));
            sending.serve(log, Math.max(1, mark.seq()));
        }
        sending.pump();
        settle();
    }

    void acknowledged(Message.Ack ack) {
        for (Message.Mark mark : ack.upTo()) {
            LogId log = ours.log(mark.index()).orElseThrow(() -> new Violation("ACK of an unknown log"));
            sending.acknowledged(log, mark.seq());
        }
        settle();
    }

    void credited(Message.Credit credit) {
        credits.received(credit);
        sending.pump();
    }

    void delivered(Message.Deltas deltas) {
        spoken();
        LogRoot root = theirs.root(deltas.index())
                .or(() -> theirs.log(deltas.index()).flatMap(shelf::root))
                .orElseThrow(() -> new Violation("deltas of a log that was not named"));
        long weight = MessageCodec.weight(deltas.run());
        credits.spend(deltas.live(), weight);
        LogId log = root.id();
        theirs.noted(new Message.Mark(deltas.index(), deltas.run().lastSeq()));
        sending.theyHold(log, deltas.run().lastSeq());
        offer(root, deltas.run(), () -> credits.give(deltas.live(), weight, offered == 0));
    }

    private void offer(LogRoot root, DeltaRun run, Runnable done) {
        LogId log = root.id();
        VerifyingKey key = keys.computeIfAbsent(
                log,
                unknown -> VerifyingKey.of(root.author())
                        .orElseThrow(() -> new Violation("an author whose key is no key")));
        // Verified against the place that the run itself claims; the lane checks that this is where the log stands.
        LogHead claimed = new LogHead(run.firstSeq() - 1, run.previousLink(), 0);
        List<VerifiedDelta> verified = DeltaCodec.verify(root, key, claimed, run);
        offered++;
        shelf.offer(
                verified,
                peer,
                outcome -> out.later(() -> {
                    offered--;
                    settled(log, outcome);
                    done.run();
                }));
    }

    private void settled(LogId log, Shelf.Outcome outcome) {
        switch (outcome) {
            case Shelf.Outcome.Stored(long seq) -> {
                gaps.remove(log);
                asked.computeIfPresent(log, (same, before) -> now);
                stored.merge(log, seq, Math::max);
            }
            case Shelf.Outcome.Gap(long held) -> gap(log);
            case Shelf.Outcome.Forked forked -> giveUp(log);
            case Shelf.Outcome.NoRoom full -> giveUp(log);
        }
        if (offered == 0 || stored.size() >= MessageCodec.MAX_MARKS) {
            confirm();
        }
        pursue();
        settle();
    }

    private void gap(LogId log) {
        // Of several runs under way only the first to miss tells anything new.
        boolean news = asked.remove(log) != null;
        if (news && gaps.merge(log, 1, Integer::sum) > MAX_GAPS) {
            throw new Violation("deltas with gaps");
        }
        shelf.release(log, this);
    }

    private void giveUp(LogId log) {
        givenUp.add(log);
        asked.remove(log);
        shelf.release(log, this);
    }

    private void confirm() {
        Map<Integer, Long> marks = new LinkedHashMap<>();
        stored.forEach((log, seq) -> theirs.indexOf(log).ifPresent(index -> marks.put(index, seq)));
        stored.clear();
        Marks.chunks(marks).forEach(chunk -> out.send(number, new Message.Ack(chunk)));
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
            offer(proof.root(), proof.run(), this::consider);
        }
    }

    void changed(Map<LogId, Long> heads, boolean authorityChanged) {
        if (authorityChanged) {
            givenUp.clear();
            consider();
        }
        if (ourRoot.isPresent() && theirRoot.isPresent()) {
            List<LogId> untold = sending.advanced(heads);
            ours.announce(ours.names(untold)).forEach(message -> out.send(number, message));
            sending.pump();
            pursue();
        }
        settle();
    }

    void pump() {
        sending.pump();
    }

    void tick(long nowMillis) {
        now = nowMillis;
        // A peer that promised a log and sends nothing must not keep others from sending it.
        asked.forEach((log, since) -> {
            if (nowMillis - since > PATIENCE_MILLIS) {
                shelf.release(log, this);
            }
        });
        if (opening.isPresent() && openSince == 0) {
            openSince = nowMillis;
        }
        boolean unheard = opening.isPresent() && ourRoot.isPresent() && theirRoot.isEmpty();
        if (unheard && !proofSent && nowMillis - openSince >= PROOF_AFTER_MILLIS) {
            proofSent = true;
            shelf.proof().ifPresent(proof -> out.send(number, proof));
        }
        if (ourRoot.isPresent() && theirRoot.isPresent()) {
            // Another session may have let go of a log that we lack.
            pursue();
            settle();
        }
    }

    void ended() {
        asked.keySet().forEach(log -> shelf.release(log, this));
        standing = new Standing(shelf.space(), false, 0, 0);
    }

    private void spoken() {
        if (ourRoot.isEmpty() || theirRoot.isEmpty()) {
            throw new Violation("a message before both sides said RESUME");
        }
    }

    private void settle() {
        boolean shared = ourRoot.isPresent() && theirRoot.isPresent();
        long behind = 0;
        for (Plane plane : Plane.values()) {
            for (TheirIndex.Known known : theirs.known(plane)) {
                behind += Math.max(0, known.seq() - shelf.held(known.log()));
            }
            behind += theirs.hasNameless(plane) || (shared && !theirs.isWhole(plane)) ? 1 : 0;
        }
        standing = new Standing(shelf.space(), shared, behind, shared ? sending.unconfirmed() : 0);
    }
}
