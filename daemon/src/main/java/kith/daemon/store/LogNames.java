package kith.daemon.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import kith.ontology.delta.LogId;
import org.jspecify.annotations.Nullable;

/**
 * The logs of a space and their local numbers, which keep rows short. A log gets its number when it is first held or
 * first named by a retraction. Numbered on the lane, read from any thread.
 */
final class LogNames {
    private final Map<LogId, Integer> numbers = new ConcurrentHashMap<>();
    private final Map<Integer, LogId> names = new ConcurrentHashMap<>();
    private final Map<LogId, LogState> states = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    void name(int number, LogId log) {
        numbers.put(log, number);
        names.put(number, log);
        last.accumulateAndGet(number, Math::max);
    }

    void state(LogState state) {
        LogId log = state.root().id();
        name(state.number(), log);
        states.put(log, state);
    }

    int next() {
        return last.get() + 1;
    }

    Optional<Integer> number(LogId log) {
        return Optional.ofNullable(numbers.get(log));
    }

    LogId log(int number) {
        LogId log = names.get(number);
        if (log == null) {
            throw StoreFaults.damaged("log number " + number + " has no name");
        }
        return log;
    }

    @Nullable
    LogState state(LogId log) {
        return states.get(log);
    }

    Iterable<LogState> states() {
        return states.values();
    }
}
