package kith.daemon.store;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many fresh rows the spaces of a store keep in the heap together. Each lets them gather, for a fold of many costs
 * little more than one of few; but there may be many spaces, and quiet ones would keep theirs for ever. Where they are too
 * many, the space that has most folds. Safe from any thread.
 */
final class FreshRoom {
    /** About what a row takes: itself, its bytes and its places in five orders. */
    static final long BYTES_A_ROW = 130;

    private final long mostRows;
    private final Map<Index, Integer> rows = new ConcurrentHashMap<>();

    /** @param bytes of heap */
    FreshRoom(long bytes) {
        this.mostRows = bytes / BYTES_A_ROW;
    }

    /** Notes how many rows are fresh in a space, and has the space with the most looked after if all are too many. */
    void note(Index index, int fresh) {
        rows.put(index, fresh);
        if (isOver()) {
            fullest().ifPresent(Index::press);
        }
    }

    /** The space was left. */
    void leave(Index index) {
        rows.remove(index);
    }

    /** Whether the rows of all are too many and no space has more than this one. */
    boolean mustFold(Index index) {
        return isOver() && fullest().map(each -> each == index).orElse(false);
    }

    private boolean isOver() {
        long all = 0;
        for (int each : rows.values()) {
            all += each;
        }
        return all > mostRows;
    }

    private Optional<Index> fullest() {
        return rows.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }
}
