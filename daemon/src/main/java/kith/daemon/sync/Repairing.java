package kith.daemon.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import kith.ontology.delta.LogId;

/**
 * When a peer that tells of a data log is to be asked for it, and when it is to send it no more: each log comes unasked from
 * one peer, as a rule, and the others tell of it. One of them is asked where the one is silent. On the session's thread only.
 */
final class Repairing {
    /** So long at least the one that sends a log unasked is waited for; else twice as long as the peer takes to answer. */
    static final long MIN_WAIT_MILLIS = 50;
    /** The same where what comes is slow by a limit of our own: a second copy would make it slower still. */
    static final long SLOW_WAIT_MILLIS = 3_000;
    /** Who is asked for no more deltas of a log than so, and for no more logs, is to answer as soon as it can. */
    static final long FEW_DELTAS = 16;

    static final int FEW_LOGS = 8;

    private final Line line;
    private final Supply supply;
    private final RoundTrip trip;
    private final Object conversation;
    private final Runnable again;
    private final Map<LogId, Wait> waits = new HashMap<>();
    private final Set<LogId> spared = new LinkedHashSet<>();
    /** When we look again, because of some wait. */
    private final Set<Long> timers = new HashSet<>();

    /** Since when a log is lacked from a number on. */
    private record Wait(long from, long since) {}

    /** What is lacked of a log. */
    record Lack(LogId log, long from, long upTo) {}

    /**
     * @param conversation what stands for this one where conversations share
     * @param again looks for what is lacked, when somebody was waited for
     */
    Repairing(Line line, RoundTrip trip, Object conversation, Runnable again) {
        this.line = line;
        this.supply = line.shelf().supply();
        this.trip = trip;
        this.conversation = conversation;
        this.again = again;
    }

    /** Whether the peer is to be asked for what is lacked: nobody else is, nobody else sends it, or all had their time. */
    boolean mayAsk(Lack lack, int logsAsked) {
        LogId log = lack.log();
        if (supply.underWay(log) >= lack.upTo()) {
            return false;
        }
        long now = line.out().elapsedMillis();
        if (supply.isSuppliedElsewhere(log, conversation)) {
            if (isToWait(since(lack, now) + patience(), now)) {
                return false;
            }
            supply.wasSilent(log);
        }
        OptionalLong until = supply.isReservedUntil(log, conversation);
        if (until.isPresent()) {
            if (until.getAsLong() == Supply.NEVER || isToWait(until.getAsLong(), now)) {
                return false;
            }
            supply.overrule(log);
        }
        boolean isLittle = lack.upTo() - lack.from() < FEW_DELTAS && logsAsked < FEW_LOGS;
        long others = isLittle && !line.out().isSlow() ? now + patience() / 2 : Supply.NEVER;
        return supply.reserve(log, conversation, others);
    }

    /** Since when what is lacked now is. Whoever brings something meanwhile is not silent. */
    private long since(Lack lack, long now) {
        long from = Math.max(lack.from(), supply.underWay(lack.log()) + 1);
        return waits.merge(
                        lack.log(),
                        new Wait(from, now),
                        (before, fresh) -> before.from() == fresh.from() ? before : fresh)
                .since();
    }

    private long patience() {
        return Math.max(2 * trip.millis(), line.out().isSlow() ? SLOW_WAIT_MILLIS : MIN_WAIT_MILLIS);
    }

    private boolean isToWait(long due, long now) {
        if (due > now && timers.add(due)) {
            line.out().after(due - now, () -> {
                timers.remove(due);
                again.run();
            });
        }
        return due > now;
    }

    /** Nothing is lacked of a log. */
    void isWhole(LogId log) {
        waits.remove(log);
    }

    /** The peer tells of a log, so it does not send it unasked. */
    void toldOf(LogId log) {
        supply.tells(log, conversation);
    }

    /** A run that came from the peer is on its way to the disk; gives back whether all of it came before. */
    boolean came(LogId log, long lastSeq) {
        return supply.came(log, lastSeq, line.shelf().held(log), conversation);
    }

    /** What became of a run that came is known. From any thread, and also when the connection has ended. */
    void landed(LogId log) {
        supply.landed(log);
    }

    /** What came does not continue what is held. */
    void missed(LogId log) {
        supply.missed(log);
    }

    /** The peer brought what had come before: it is to say so no more, unless nobody else would. */
    boolean spare(LogId log) {
        // Nobody needs to bring us what we write ourselves.
        boolean isSpared = supply.spares(log, conversation) || line.shelf().isHealed(log);
        if (isSpared) {
            supply.tells(log, conversation);
            spared.add(log);
        }
        return isSpared;
    }

    /** Tells the peer what it is to send no more unasked. */
    void tellSpared(TheirIndex theirs) {
        List<Integer> indexes =
                spared.stream().flatMap(log -> theirs.indexOf(log).stream()).toList();
        spared.clear();
        Marks.chunks(indexes).forEach(chunk -> line.send(new Message.Prune(chunk)));
    }

    void ended() {
        supply.ended(conversation);
    }
}
