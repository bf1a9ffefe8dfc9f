package kith.daemon.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.VerifyingKey;

/** What we ask a peer for on one channel, and what becomes of what it sends. On the session's thread only. */
final class Fetching {
    static final int MAX_GAPS = 3;
    static final long PATIENCE_MILLIS = 15_000;
    /** A run may take so long by a limit of our own; to ask again for what is under way would make it slower still. */
    static final long SLOW_PATIENCE_MILLIS = 300_000;

    /** Who was waited for in vain is asked again, after everybody else had time to be. */
    static final long OTHERS_FIRST_MILLIS = 3_000;

    private final Line line;
    private final Shelf shelf;
    private final TheirIndex theirs;
    private final Credits credits;
    private final Repairing repairing;
    private final Map<LogId, VerifyingKey> keys = new HashMap<>();
    private final Map<LogId, Integer> gaps = new HashMap<>();
    /** Logs asked for, and when something of them came last. */
    private final Map<LogId, Long> asked = new HashMap<>();
    /** Logs asked for in vain, and until when they are left to others. */
    private final Map<LogId, Long> leftToOthers = new HashMap<>();

    private final Set<LogId> givenUp = new HashSet<>();
    private final Set<LogId> forked = new HashSet<>();
    /** Logs of which the peer said itself that it holds another branch. */
    private final Map<LogId, Message.Vector.Place> branched = new HashMap<>();

    /** Own logs of which the peer holds another branch, and from where on we ask for it to see where they part. */
    private final Map<LogId, Long> probed = new HashMap<>();

    private final Map<LogId, Long> stored = new LinkedHashMap<>();
    /** How far the peer said that it holds logs: it waits to hear that we do too, whoever they come from. */
    private final Map<LogId, Long> told = new LinkedHashMap<>();

    private Runnable onSettled = () -> {};
    private int offered;
    private long now;

    Fetching(Line line, TheirIndex theirs, Credits credits, RoundTrip trip) {
        this.line = line;
        this.shelf = line.shelf();
        this.theirs = theirs;
        this.credits = credits;
        this.repairing = new Repairing(line, trip, this, this::pursue);
    }

    /** Has {@code act} run whenever something that came was dealt with. */
    void onSettled(Runnable act) {
        onSettled = act;
    }

    /** Logs of which the peer sent another branch than the one held. */
    Set<LogId> forked() {
        Set<LogId> all = new HashSet<>(forked);
        all.addAll(branched.keySet());
        return all;
    }

    /** The peer holds another branch of a log, as this tells: nothing of it would fit here. */
    void branched(LogId log, Message.Vector.Place place) {
        branched.put(log, place);
    }

    /** The peer took ours of a log of which it held another branch: so far, it holds what we do. */
    void reunited(LogId log, long seq) {
        if (forked().contains(log)) {
            branched.remove(log);
            forked.remove(log);
            givenUp.remove(log);
            theirs.standsAt(log, seq);
            shelf.reunited(log);
        }
    }

    /** The peer let go of a branch of a log: what was held against it is no more. */
    void theyLeft(LogId log, long seq) {
        reunited(log, seq);
        givenUp.remove(log);
        theirs.standsAt(log, seq);
    }

    /** The peer holds another branch of a log of our own: it is asked for, so that we can go on in a new one. */
    void probe(LogId log, long from) {
        probed.put(log, Math.max(1, from));
    }

    /** What was refused for its author's rights may be taken now, and another branch if an end names that. */
    void authorityChanged() {
        givenUp.clear();
        forked.clear();
        // Our own branch may have been let go of, as far as where they parted or whole.
        branched.entrySet().removeIf(theirBranch -> {
            Message.Vector.Place place = theirBranch.getValue();
            return shelf.link(theirBranch.getKey(), place.seq())
                    .filter(link -> !place.isOf(link))
                    .isEmpty();
        });
    }

    /** The peer said that it holds so much of a log, and does not know whether we do. */
    void told(LogId log, long seq) {
        told.merge(log, seq, Math::max);
    }

    /** The peer says how far it holds a log instead of sending it. */
    void noted(LogId log, long seq) {
        told(log, seq);
        repairing.toldOf(log);
    }

    /** Says of what the peer told of and others brought that it lasts here: else it would think us behind for ever. */
    private void confirmTold() {
        Map<Integer, Long> marks = new LinkedHashMap<>();
        told.entrySet().removeIf(log -> {
            boolean ours = shelf.isHealed(log.getKey()) || forked().contains(log.getKey());
            boolean held = shelf.held(log.getKey()) >= log.getValue();
            if (held && !ours) {
                theirs.indexOf(log.getKey()).ifPresent(index -> marks.put(index, log.getValue()));
            }
            return held || ours;
        });
        Marks.chunks(marks).forEach(chunk -> line.send(new Message.Ack(chunk)));
    }

    /** Asks for what the peer has and we lack: the control plane first and whole, then data. */
    void pursue() {
        confirmTold();
        for (Plane plane : Plane.values()) {
            if (!theirs.isWhole(plane)) {
                return;
            }
            boolean lacking = theirs.hasNameless(plane);
            Map<Integer, Long> wants = new LinkedHashMap<>();
            for (TheirIndex.Known known : theirs.known(plane)) {
                LogId log = known.log();
                long held = shelf.held(log);
                boolean lost = held > 0 && shelf.counted(log) == 0 && shelf.isHealed(log);
                long from = probed.getOrDefault(log, lost ? 1 : held + 1);
                long upTo = sought(known);
                if (from > upTo) {
                    letGo(log);
                    leftToOthers.remove(log);
                    repairing.isWhole(log);
                } else if (!givenUp.contains(log) && !branched.containsKey(log)) {
                    lacking = true;
                    if (isFree(log) && mayAsk(plane, new Repairing.Lack(log, from, upTo))) {
                        asked.put(log, now);
                        wants.put(known.index(), from);
                    }
                }
            }
            Marks.chunks(wants).forEach(chunk -> line.send(new Message.Want(chunk)));
            if (lacking && plane == Plane.CONTROL) {
                return;
            }
        }
    }

    private boolean mayAsk(Plane plane, Repairing.Lack lack) {
        boolean isUrgent = plane == Plane.CONTROL || probed.containsKey(lack.log());
        return isUrgent ? shelf.supply().reserve(lack.log(), this, Supply.NEVER) : repairing.mayAsk(lack, asked.size());
    }

    /** The peer is not asked for a log, and others may be. */
    private void letGo(LogId log) {
        asked.remove(log);
        shelf.supply().release(log, this);
    }

    /** How far we want a log of theirs. */
    long sought(TheirIndex.Known known) {
        return theirs.root(known.index())
                .or(() -> shelf.root(known.log()))
                .map(root -> Math.min(known.seq(), shelf.sought(root)))
                .orElse(known.seq());
    }

    private boolean isFree(LogId log) {
        return !asked.containsKey(log) && leftToOthers.getOrDefault(log, now) <= now;
    }

    /** Takes deltas of a log that the peer has named; gives back which. */
    LogId take(Message.Deltas deltas) {
        LogRoot root = theirs.root(deltas.index())
                .or(() -> theirs.log(deltas.index()).flatMap(shelf::root))
                .orElseThrow(() -> new Violation("deltas of a log that was not named"));
        long weight = MessageCodec.weight(deltas.run());
        credits.spend(deltas.live(), weight);
        theirs.noted(new Message.Mark(deltas.index(), deltas.run().lastSeq()), shelf.held(root.id()));
        offer(root, deltas.run(), () -> credits.give(deltas.live(), weight, offered == 0));
        return root.id();
    }

    private List<VerifiedDelta> verified(LogRoot root, DeltaRun run) {
        VerifyingKey key = keys.computeIfAbsent(
                root.id(),
                unknown -> VerifyingKey.of(root.author())
                        .orElseThrow(() -> new Violation("an author whose key is no key")));
        // Verified against the place that the run itself claims; the lane checks that this is where the log stands.
        LogHead claimed = new LogHead(run.firstSeq() - 1, run.previousLink(), 0);
        return DeltaCodec.verify(root, key, claimed, run);
    }

    /** Takes what shows a right of the peer's, who has none that we know of: it must leave no trace if it does not. */
    void prove(Message.Proof proof, Runnable done) {
        shelf.prove(verified(proof.root(), proof.run()), line.peer(), () -> line.later(done));
    }

    private void offer(LogRoot root, DeltaRun run, Runnable done) {
        LogId log = root.id();
        List<VerifiedDelta> verified = verified(root, run);
        boolean isData = root.plane() == Plane.DATA;
        Offer offer = new Offer(run, verified, isData && repairing.came(log, run.lastSeq()));
        offered++;
        shelf.offer(verified, line.peer(), outcome -> {
            if (isData) {
                repairing.landed(log);
            }
            line.later(() -> {
                offered--;
                settled(log, offer, outcome);
                done.run();
            });
        });
    }

    private void settled(LogId log, Offer offer, Shelf.Outcome outcome) {
        switch (outcome) {
            case Shelf.Outcome.Stored(long seq) -> {
                gaps.remove(log);
                probed.remove(log);
                asked.computeIfPresent(log, (same, before) -> now);
                stored.merge(log, seq, Math::max);
                if (offer.isKnown() && repairing.spare(log)) {
                    letGo(log);
                }
            }
            case Shelf.Outcome.Gap(long held) -> {
                if (held < shelf.held(log)) {
                    probe(log, held + 1);
                }
                gap(log);
            }
            case Shelf.Outcome.Forked branch -> {
                // Meanwhile either side may have let go of its branch.
                if (holdsStill(log, offer) && contradicts(log, offer)) {
                    forked.add(log);
                    giveUp(log);
                } else {
                    letGo(log);
                    shelf.reunited(log);
                }
            }
            case Shelf.Outcome.NoRoom full -> {
                if (holdsStill(log, offer)) {
                    giveUp(log);
                } else {
                    letGo(log);
                }
            }
        }
        if (offered == 0 || stored.size() >= MessageCodec.MAX_MARKS) {
            confirm();
        }
        pursue();
        onSettled.run();
    }

    /** A run that was handed on, its deltas, and whether all of it had come before. */
    private record Offer(DeltaRun run, List<VerifiedDelta> deltas, boolean isKnown) {}

    /** Whether the peer has not let go of what it sent. */
    private boolean holdsStill(LogId log, Offer offer) {
        return theirs.indexOf(log)
                .flatMap(theirs::seq)
                .filter(seq -> seq >= offer.run().lastSeq())
                .isPresent();
    }

    /** Whether what it sent is of another branch than what is held now. */
    private boolean contradicts(LogId log, Offer offer) {
        long first = offer.run().firstSeq();
        long common = Math.min(shelf.held(log), offer.run().lastSeq());
        if (common < Math.max(1, first - 1)) {
            return false;
        }
        Bytes link = common == first - 1
                ? offer.run().previousLink()
                : offer.deltas().get((int) (common - first)).delta().link();
        return !shelf.link(log, common).equals(Optional.of(link));
    }

    private void gap(LogId log) {
        // Of several runs under way only the first to miss tells anything new.
        boolean news = asked.remove(log) != null;
        if (news && gaps.merge(log, 1, Integer::sum) > MAX_GAPS) {
            throw new Violation("deltas with gaps");
        }
        shelf.supply().release(log, this);
        repairing.missed(log);
    }

    private void giveUp(LogId log) {
        givenUp.add(log);
        letGo(log);
    }

    private void confirm() {
        Map<Integer, Long> marks = new LinkedHashMap<>();
        stored.forEach((log, seq) -> {
            theirs.indexOf(log).ifPresent(index -> marks.put(index, seq));
            told.computeIfPresent(log, (same, upTo) -> upTo <= seq ? null : upTo);
        });
        stored.clear();
        Marks.chunks(marks).forEach(chunk -> line.send(new Message.Ack(chunk)));
        repairing.tellSpared(theirs);
    }

    void tick(long nowMillis) {
        now = nowMillis;
        // A peer that promised a log and sends nothing must not keep others from sending it.
        long patience = line.out().isSlow() ? SLOW_PATIENCE_MILLIS : PATIENCE_MILLIS;
        asked.entrySet().removeIf(log -> {
            boolean inVain = nowMillis - log.getValue() > patience;
            if (inVain) {
                leftToOthers.put(log.getKey(), nowMillis + OTHERS_FIRST_MILLIS);
                shelf.supply().release(log.getKey(), this);
            }
            return inVain;
        });
    }

    /** Lets others fetch what was asked for here. */
    void ended() {
        repairing.ended();
    }
}
