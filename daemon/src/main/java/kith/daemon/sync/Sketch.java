package kith.daemon.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;

/**
 * All logs of one frontier as sums that go on without end: of so many of them as the frontiers of two nodes differ in
 * logs, and some four tenths more, what differs can be read. After Yang, Gilad and Alizadeh, Practical Rateless Set
 * Reconciliation (SIGCOMM 2024). Some 60 bytes of memory a log while it is needed.
 */
final class Sketch {
    private final List<LogId> logs = new ArrayList<>();
    private final List<SketchItem> items = new ArrayList<>();

    /** Of the logs of {@code frontier} that {@code shelf} knows. */
    static Sketch of(Frontier frontier, Shelf shelf, SketchKey key) {
        Sketch sketch = new Sketch();
        frontier.each((log, head) -> {
            Optional<LogRoot> root = shelf.root(log);
            if (root.isPresent()) {
                sketch.put(log, key.item(root.get().plane(), log, head));
            }
        });
        return sketch;
    }

    void put(LogId log, SketchItem item) {
        logs.add(log);
        items.add(item);
    }

    /** Goes on with {@code symbols}, of which all before {@code from} have been made: adds all items, or takes them out. */
    void sum(Symbols symbols, int sign) {
        for (SketchItem item : items) {
            walk(item, symbols, sign);
        }
    }

    static void walk(SketchItem item, Symbols symbols, int sign) {
        while (item.place() < symbols.size()) {
            symbols.put(item, sign);
            item.step();
        }
    }

    int size() {
        return items.size();
    }

    /** The logs that have these tags; empty if one of them is none of any. */
    Optional<Set<LogId>> logs(Set<Long> tags) {
        Set<LogId> named = new HashSet<>();
        Set<Long> met = new HashSet<>();
        for (int i = 0; i < logs.size(); i++) {
            long tag = items.get(i).tag();
            if (tags.contains(tag)) {
                named.add(logs.get(i));
                met.add(tag);
            }
        }
        return met.size() == tags.size() ? Optional.of(named) : Optional.empty();
    }
}
