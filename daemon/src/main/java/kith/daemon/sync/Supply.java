package kith.daemon.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import kith.ontology.delta.LogId;

/**
 * How the conversations of a node share the logs of one space: which one alone asks for a log, which ones send it unasked,
 * and how far it is under way to the disk. A conversation is whatever object stands for it. Times are those of
 * {@link Outbox#elapsedMillis()}. Safe from any thread.
 */
public final class Supply {
    static final long NEVER = Long.MAX_VALUE;

    private final Map<LogId, Source> sources = new HashMap<>();

    /** Where a log comes from. */
    private static final class Source {
        private Optional<Object> fetcher = Optional.empty();
        /** From when on another may ask for it as well. */
        private long until = NEVER;

        private Set<Object> eager = Set.of();
        private int runsUnderWay;
        private long underWay;

        boolean isElsewhere(Object conversation) {
            return fetcher.filter(other -> !other.equals(conversation)).isPresent();
        }

        boolean isIdle() {
            return fetcher.isEmpty() && eager.isEmpty() && runsUnderWay == 0;
        }
    }

    public Supply() {}

    /** Lets a conversation alone ask for a log until it releases it, or time has come; true if it may. */
    synchronized boolean reserve(LogId log, Object conversation, long until) {
        Source source = source(log);
        if (source.isElsewhere(conversation)) {
            return false;
        }
        source.fetcher = Optional.of(conversation);
        source.until = until;
        return true;
    }

    synchronized void release(LogId log, Object conversation) {
        Source source = sources.get(log);
        if (source != null && !source.isElsewhere(conversation)) {
            free(log, source);
        }
    }

    /** From when on a log may be asked for here though another conversation has; empty if none has. */
    synchronized OptionalLong isReservedUntil(LogId log, Object conversation) {
        Source source = sources.get(log);
        return source == null || !source.isElsewhere(conversation)
                ? OptionalLong.empty()
                : OptionalLong.of(source.until);
    }

    /** Lets whoever asks for a log now do so no more: it had time. */
    synchronized void overrule(LogId log) {
        free(log, source(log));
    }

    private void free(LogId log, Source source) {
        source.fetcher = Optional.empty();
        source.until = NEVER;
        forgetIfIdle(log, source);
    }

    /**
     * A run up to {@code lastSeq} came, and is on its way to the disk until it {@linkplain #landed landed}. Who brings
     * what nobody else did supplies the log.
     *
     * @param held how far the log is held
     * @return whether all of it was held, or brought by another, before
     */
    synchronized boolean came(LogId log, long lastSeq, long held, Object conversation) {
        Source source = source(log);
        boolean known = lastSeq <= Math.max(held, source.underWay);
        if (!known) {
            source.eager = with(source.eager, conversation);
        }
        source.runsUnderWay++;
        source.underWay = Math.max(source.underWay, lastSeq);
        return known;
    }

    /** What became of a run that came is known. */
    synchronized void landed(LogId log) {
        Source source = source(log);
        source.runsUnderWay--;
        if (source.runsUnderWay == 0) {
            source.underWay = 0;
        }
        forgetIfIdle(log, source);
    }

    /** What is under way of a log does not continue what is held, and makes up for nothing. */
    synchronized void missed(LogId log) {
        Source source = sources.get(log);
        if (source != null) {
            source.underWay = 0;
        }
    }

    /** How far a log is on its way to the disk; 0 if nothing of it is. */
    synchronized long underWay(LogId log) {
        Source source = sources.get(log);
        return source == null ? 0 : source.underWay;
    }

    /** Whether another conversation than this one sends a log unasked. */
    synchronized boolean isSuppliedElsewhere(LogId log, Object conversation) {
        Source source = sources.get(log);
        return source != null && !without(source.eager, conversation).isEmpty();
    }

    /**
     * This conversation brought what was known. Whether it can be spared, and then counts as supplying the log no more; the
     * last one that does never can.
     */
    synchronized boolean spares(LogId log, Object conversation) {
        Source source = source(log);
        Set<Object> others = without(source.eager, conversation);
        source.eager = others.isEmpty() ? Set.of(conversation) : others;
        return !others.isEmpty();
    }

    /** This conversation tells of a log instead of sending it. */
    synchronized void tells(LogId log, Object conversation) {
        Source source = sources.get(log);
        if (source != null) {
            source.eager = without(source.eager, conversation);
            forgetIfIdle(log, source);
        }
    }

    /** Those that were to send a log did not. */
    synchronized void wasSilent(LogId log) {
        Source source = source(log);
        source.eager = Set.of();
        forgetIfIdle(log, source);
    }

    /** This conversation has ended: nothing comes from it any more. */
    synchronized void ended(Object conversation) {
        sources.values().removeIf(source -> {
            source.eager = without(source.eager, conversation);
            if (!source.isElsewhere(conversation)) {
                source.fetcher = Optional.empty();
                source.until = NEVER;
            }
            return source.isIdle();
        });
    }

    private Source source(LogId log) {
        return sources.computeIfAbsent(log, first -> new Source());
    }

    private void forgetIfIdle(LogId log, Source source) {
        if (source.isIdle()) {
            sources.remove(log);
        }
    }

    private static Set<Object> with(Set<Object> some, Object one) {
        Set<Object> more = new HashSet<>(some);
        more.add(one);
        return Set.copyOf(more);
    }

    private static Set<Object> without(Set<Object> some, Object one) {
        if (!some.contains(one)) {
            return some;
        }
        Set<Object> fewer = new HashSet<>(some);
        fewer.remove(one);
        return Set.copyOf(fewer);
    }
}
