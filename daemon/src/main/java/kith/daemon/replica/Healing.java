package kith.daemon.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kith.daemon.machine.Machine;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two copies of one home, or one that was set back, wrote two branches of one log. The one that finds out says its branch
 * again in a new log, takes over the branch that the others hold, and lets the old log end there: nothing is lost, and no
 * number names two deltas for long. On the lane only.
 */
final class Healing {
    private static final Logger LOG = LoggerFactory.getLogger(Healing.class);
    /** How far back to look first for where two branches parted. */
    private static final long LOOK_BACK = 4_096;

    private static final int READ_BYTES = 4 << 20;
    /** Deltas of a branch that are noted one by one when they were said again. */
    private static final int MOST_MARKS = 256;
    /** After this time an own log that another copy of this home wrote in is let end where it then stands. */
    private static final Duration CLOSE_AFTER = Duration.ofSeconds(30);

    private final Works works;
    private final Branching branching;
    private final SayingAgain saying;
    /** Own deltas that were said again, by link, and as which: who brings them once more brings nothing new. */
    private final Map<Bytes, List<Dot>> letGo = new HashMap<>();

    private boolean closing;

    Healing(Works works) {
        this.works = works;
        this.branching = new Branching(works);
        this.saying = new SayingAgain(works);
    }

    /** Whether a log is one of ours whose content we may say again, or tell. */
    boolean mayHeal(LogRoot root, Authority authority) {
        GrantId cited = root.cited(works.space().id());
        boolean may = root.plane() == Plane.DATA
                ? mayWrite(root, authority)
                : authority.isStanding(cited) && works.own().mayTell(root, cited);
        return may && authority.judge(root) instanceof Verdict.Valid;
    }

    private boolean mayWrite(LogRoot root, Authority authority) {
        return authority.grantsOf(root.author()).stream()
                .filter(grant -> grant.level().isAtLeast(Level.WRITER))
                .anyMatch(grant -> works.own().mayBegin(root.author(), Plane.DATA, grant.id(), 1));
    }

    /** From where on to ask for the other branch, when the two parted before {@code seq} of {@code held}. */
    static long before(long seq, long held) {
        return held - seq < LOOK_BACK ? Math.max(0, seq - 1 - LOOK_BACK) : 0;
    }

    /**
     * Whether a branch was let go of before. Peers that hold one each would else have us go back and forth between
     * them, and say both again each time.
     */
    boolean hasLetGoOf(SignedDelta last) {
        return hasLetGoOf(last.link());
    }

    private boolean hasLetGoOf(Bytes link) {
        return letGo.containsKey(link) || works.own().wasSaidAgain(link);
    }

    /** A mark that outlives a power cut must not outlive what it tells of. */
    private void remember(List<Bytes> links, Works.Settling settling) {
        // Of a long branch its ends: somebody holds the whole of it, and few would bring some of its middle.
        List<Bytes> marks = links.size() <= MOST_MARKS ? links : List.of(links.getFirst(), links.getLast());
        settling.whenLasting(() -> works.own().saidAgain(marks));
    }

    /** Says what an own log says from {@code seq} on in a new log, or tells it there, and lets go of it here. */
    void goOnElsewhere(LogState log, long seq, Works.Settling settling) {
        if (log.root().plane() == Plane.CONTROL) {
            branching.tell(log, seq, settling);
            branching.leave(settling);
        } else {
            goOnElsewhere(log, seq, seq - 1, settling);
        }
    }

    /** Tells what another copy of this home said further on a branch that was told; nothing if that is nothing. */
    void tellOn(List<VerifiedDelta> tail, Works.Settling settling) {
        if (!tail.isEmpty()) {
            branching.tellOn(tail, settling);
        }
    }

    /** Lets go of branches that their authors told in another log, so that what these took over can come. */
    void leaveTold(Works.Settling settling) {
        branching.leave(settling);
    }

    /** As above, but what is held up to {@code kept} stays: it proves what counts of the log. */
    private void goOnElsewhere(LogState log, long seq, long kept, Works.Settling settling) {
        LogId id = log.root().id();
        long all = log.head().seq() - seq + 1;
        List<Bytes> links = new ArrayList<>();
        long count = 0;
        Map<Dot, List<Dot>> again = new HashMap<>();
        long next = seq;
        while (next <= log.head().seq()) {
            for (SignedDelta delta : works.space().read(id, next, DeltaCodec.MAX_RUN_ENTRIES, READ_BYTES)) {
                if (!letGo.containsKey(delta.link())) {
                    Optional<List<Dot>> said = saying.say(log.root(), delta, again, settling);
                    if (said.isEmpty()) {
                        LOG.warn(
                                "another copy of this home wrote in space {}, or its store was set back, and the right of"
                                        + " this device has no room to say again what log {} says from {} on: it stays as"
                                        + " it is; an admin can give more with kith share grant",
                                works.space().name(),
                                id,
                                delta.dot().seq());
                        return;
                    }
                    letGo.put(delta.link(), said.get());
                    count += said.get().isEmpty() ? 0 : 1;
                }
                again.put(delta.dot(), letGo.getOrDefault(delta.link(), List.of()));
                links.add(delta.link());
                next = delta.dot().seq() + 1;
            }
        }
        remember(links, settling);
        Applying.Settled settled = works.applying().takeBack(log, seq - 1, works.authority());
        works.applying().giveUp(log.root(), kept, works.author().unsigned(log.root(), kept));
        settling.changed(settled.effect(), settled.heads());
        LOG.warn(
                "another copy of this home wrote in space {}, or its store was set back: {} of {} deltas of log {} were"
                        + " said again in a new log, {}; let only one copy run",
                works.space().name(),
                count,
                all,
                id,
                count == all
                        ? "nothing is lost"
                        : "the others said nothing that counts, or nothing that we may say now");
    }

    /** Own logs that we let end and that hold more than that: the other copy of this home did it. */
    void goOnWhereClosed(Works.Settling settling) {
        Authority authority = works.authority();
        for (LogState log : new ArrayList<>(works.space().logs())) {
            boolean closed = works.own().isOwn(log.root())
                    && log.isWaiting()
                    && log.applied() > 0
                    && mayHeal(log.root(), authority)
                    && authority.isStanding(log.root().grant());
            Bytes first = closed ? works.space().link(log.root().id(), log.applied() + 1) : Bytes.EMPTY;
            if (closed && !hasLetGoOf(first)) {
                works.own().closeAll(log.root().id());
                goOnElsewhere(log, log.applied() + 1, works.applying().told(log, authority), settling);
            }
        }
    }

    /** Has {@code close} run on the lane after a while, once for all logs that were closed till then. */
    void closeLater(Machine machine, Runnable close) {
        if (!closing) {
            closing = true;
            machine.after(CLOSE_AFTER, close);
        }
    }

    /** Tells where own logs end that are never written again. */
    void close(Works.Settling settling) {
        closing = false;
        closing()
                .forEach((grant, act) -> works.acts()
                        .unasked("the end of logs", () -> works.acts().close(act, grant))
                        .ifPresent(said -> settling.acts(List.of(said.delta()), said.next())));
    }

    /** Ends of own logs that are never written again and that nobody was told the end of, by the grant they cite. */
    private Map<GrantId, Act.Close> closing() {
        Authority authority = works.authority();
        Map<GrantId, List<Cutoff>> ends = new TreeMap<>(Comparator.comparing(GrantId::value));
        for (LogState log : works.space().logs()) {
            LogRoot root = log.root();
            boolean open = root.plane() == Plane.DATA
                    && works.own().isClosed(root)
                    && log.applied() > 0
                    && log.applied() == log.head().seq()
                    && authority.isStanding(root.grant())
                    && works.own().mayBegin(root.author(), Plane.CONTROL, root.grant(), 1)
                    && authority.judge(root) instanceof Verdict.Valid valid
                    && valid.isWhole();
            List<Cutoff> same = open ? ends.computeIfAbsent(root.grant(), first -> new ArrayList<>()) : List.of();
            if (open && same.size() < Cutoff.MAX_KEPT) {
                same.add(
                        new Cutoff(new Dot(root.id(), log.applied()), log.head().link()));
            }
        }
        Map<GrantId, Act.Close> closing = new LinkedHashMap<>();
        ends.forEach((grant, same) -> closing.put(grant, new Act.Close(same)));
        return closing;
    }
}
