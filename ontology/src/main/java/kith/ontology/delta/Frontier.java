package kith.ontology.delta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import kith.ontology.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * For each log, how far it is held, and on which branch. Logs held not at all are absent. Immutable: another that differs
 * in one log shares all but a few nodes with this one.
 */
public final class Frontier {
    public static final Frontier EMPTY = new Frontier(FrontierNode.EMPTY);

    private final FrontierNode top;

    /** The last delta held of a log: its number and its link, which says what stands at every number up to it. */
    public record Head(long seq, Bytes link) {}

    private Frontier(FrontierNode top) {
        this.top = top;
    }

    public Frontier(Map<LogId, Head> heads) {
        List<FrontierNode.Placed> placed = new ArrayList<>(heads.size());
        heads.forEach((log, head) -> {
            if (head.seq() > 0) {
                placed.add(FrontierNode.Placed.of(log, head));
            }
        });
        Collections.sort(placed);
        this.top = FrontierNode.of(placed, 0);
    }

    /** The same but for one log; number 0 says that it is not held. Costs no more than the logarithm of the logs. */
    public Frontier with(LogId log, Head head) {
        return new Frontier(top.with(FrontierNode.Placed.of(log, head), 0));
    }

    /** How far, and on which branch, one log is held. */
    public Optional<Head> head(LogId log) {
        return Optional.ofNullable(top.find(FrontierNode.Placed.of(log, FrontierNode.NOWHERE), 0));
    }

    public long seq(LogId log) {
        return head(log).map(Head::seq).orElse(0L);
    }

    /** Hands on each log with its head, in an order that depends on nothing but the logs. */
    public void each(BiConsumer<LogId, Head> act) {
        top.each(act);
    }

    /**
     * The logs that stand otherwise than in {@code before}, with how far they are held here. Costs what differs where one
     * was made from the other, or both from a third.
     */
    public Map<LogId, Long> unlike(Frontier before) {
        Map<LogId, Long> unlike = new HashMap<>();
        FrontierNode.compare(top, before.top, (log, head) -> unlike.put(log, head.seq()));
        return unlike;
    }

    /** How far each log is held, by its id; a copy. */
    public SortedMap<LogId, Head> heads() {
        TreeMap<LogId, Head> heads = new TreeMap<>();
        each(heads::put);
        return Collections.unmodifiableSortedMap(heads);
    }

    /** How far each log is held, without the branch; a copy. */
    public SortedMap<LogId, Long> seqs() {
        SortedMap<LogId, Long> seqs = new TreeMap<>();
        each((log, head) -> seqs.put(log, head.seq()));
        return seqs;
    }

    public int size() {
        return top.size();
    }

    /**
     * The root of the frontier trie, 32 bytes: equal frontiers have equal roots and others, but for a broken SHA-256,
     * do not. Sixteen-way by the hash of the log id, leaves of at most 32 logs. Costs what no frontier that this one was
     * made from, or its like, has worked out yet.
     */
    public Bytes root() {
        return top.root();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Frontier that && root().equals(that.root());
    }

    @Override
    public int hashCode() {
        return root().hashCode();
    }

    @Override
    public String toString() {
        return heads().toString();
    }
}
