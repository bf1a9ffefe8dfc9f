package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import kith.daemon.store.Columns.Column;
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

    /** The logs that a space holds, as the disk has them. */
    static LogNames of(int space, Disk disk) {
        byte[] prefix = KeyLayout.prefix(space);
        return of(prefix, new Cursor(disk.database().newIterator(disk.columns().of(Column.HEAD)), prefix));
    }

    /** The logs of which a column of heads tells, under a prefix; closes what it reads. */
    static LogNames of(byte[] prefix, Cursor heads) {
        LogNames names = new LogNames();
        try (Cursor cursor = heads) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                if (!Stamps.isKey(cursor.key())) {
                    int number = ByteBuffer.wrap(cursor.key(), prefix.length, 4).getInt();
                    HeadCodec.read(number, cursor.value(), names);
                }
            }
        }
        return names;
    }

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
