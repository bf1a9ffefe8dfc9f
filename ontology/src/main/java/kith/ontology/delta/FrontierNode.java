package kith.ontology.delta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A part of the trie of a frontier ({@code docs/protocol/delta.md}, "Frontier"). Immutable but for its root, which is
 * worked out when first asked for. What it is depends on its logs alone, not on how they came.
 */
abstract sealed class FrontierNode {
    static final FrontierNode EMPTY = new Leaf(List.of());
    static final Frontier.Head NOWHERE = new Frontier.Head(0, Bytes.EMPTY);

    private static final int LEAF_LOGS = 32;
    private static final int WAYS = 16;
    private static final int NODE = 2;
    private static final int LEAF = 3;
    /** As many levels as the kept part of a place tells apart. */
    private static final int KEPT_NIBBLES = 16;

    private @Nullable Bytes root;

    /** A log with the first 8 bytes of its hash, which say where it belongs, as a rule. */
    record Placed(long place, LogId log, Frontier.Head head) implements Comparable<Placed> {
        static Placed of(LogId log, Frontier.Head head) {
            Bytes hash = hash(log);
            long place = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                place = (place << 8) | (hash.at(i) & 0xff);
            }
            return new Placed(place, log, head);
        }

        private static Bytes hash(LogId log) {
            return Bytes.sha256(log.value().view());
        }

        int nibble(int depth) {
            if (depth < KEPT_NIBBLES) {
                return (int) (place >>> (4 * (KEPT_NIBBLES - 1 - depth))) & 0xf;
            }
            int octet = hash(log).at(depth / 2) & 0xff;
            return depth % 2 == 0 ? octet >>> 4 : octet & 0xf;
        }

        @Override
        public int compareTo(Placed other) {
            int byPlace = Long.compareUnsigned(place, other.place);
            return byPlace != 0 || log.equals(other.log) ? byPlace : hash(log).compareTo(hash(other.log));
        }
    }

    /** @param logs in order of their places */
    static FrontierNode of(List<Placed> logs, int depth) {
        if (logs.size() <= LEAF_LOGS) {
            return new Leaf(List.copyOf(logs));
        }
        FrontierNode[] parts = new FrontierNode[WAYS];
        int from = 0;
        for (int nibble = 0; nibble < WAYS; nibble++) {
            int to = from;
            while (to < logs.size() && logs.get(to).nibble(depth) == nibble) {
                to++;
            }
            parts[nibble] = from == to ? EMPTY : of(logs.subList(from, to), depth + 1);
            from = to;
        }
        return new Branch(parts, logs.size());
    }

    /** Hands on the logs that stand otherwise in {@code now} than in {@code before}, as they stand now. */
    static void compare(FrontierNode now, FrontierNode before, BiConsumer<LogId, Frontier.Head> act) {
        if (now == before) {
            return;
        }
        if (now instanceof Branch whole && before instanceof Branch earlier) {
            for (int way = 0; way < WAYS; way++) {
                compare(whole.parts[way], earlier.parts[way], act);
            }
            return;
        }
        Map<LogId, Frontier.Head> gone = new HashMap<>();
        before.each(gone::put);
        now.each((log, head) -> {
            if (!head.equals(gone.remove(log))) {
                act.accept(log, head);
            }
        });
        gone.keySet().forEach(log -> act.accept(log, NOWHERE));
    }

    abstract int size();

    /** The same with a log as far as said there; not at all if that is number 0. */
    abstract FrontierNode with(Placed log, int depth);

    abstract Frontier.@Nullable Head find(Placed log, int depth);

    abstract void each(BiConsumer<LogId, Frontier.Head> act);

    abstract void gather(List<Placed> into);

    abstract void write(ByteWriter out);

    Bytes root() {
        Bytes known = root;
        if (known == null) {
            ByteWriter out = new ByteWriter();
            write(out);
            known = Bytes.sha256(out.toArray());
            root = known;
        }
        return known;
    }

    private static final class Leaf extends FrontierNode {
        private final List<Placed> logs;

        Leaf(List<Placed> logs) {
            this.logs = logs;
        }

        @Override
        int size() {
            return logs.size();
        }

        @Override
        FrontierNode with(Placed log, int depth) {
            int at = Collections.binarySearch(logs, log);
            if (at < 0 && log.head().seq() == 0) {
                return this;
            }
            List<Placed> changed = new ArrayList<>(logs);
            if (at < 0) {
                changed.add(-at - 1, log);
            } else if (log.head().seq() == 0) {
                changed.remove(at);
            } else {
                changed.set(at, log);
            }
            return of(changed, depth);
        }

        @Override
        Frontier.@Nullable Head find(Placed log, int depth) {
            int at = Collections.binarySearch(logs, log);
            return at < 0 ? null : logs.get(at).head();
        }

        @Override
        void each(BiConsumer<LogId, Frontier.Head> act) {
            logs.forEach(log -> act.accept(log.log(), log.head()));
        }

        @Override
        void gather(List<Placed> into) {
            into.addAll(logs);
        }

        @Override
        void write(ByteWriter out) {
            out.u8(LEAF);
            each((log, head) -> out.bytes(log.value()).u64(head.seq()).bytes(head.link()));
        }
    }

    private static final class Branch extends FrontierNode {
        private final FrontierNode[] parts;
        private final int size;

        Branch(FrontierNode[] parts, int size) {
            this.parts = parts;
            this.size = size;
        }

        @Override
        int size() {
            return size;
        }

        @Override
        FrontierNode with(Placed log, int depth) {
            int way = log.nibble(depth);
            FrontierNode part = parts[way].with(log, depth + 1);
            int sizeNow = size - parts[way].size() + part.size();
            FrontierNode[] changed = parts.clone();
            changed[way] = part;
            Branch branch = new Branch(changed, sizeNow);
            if (sizeNow > LEAF_LOGS) {
                return branch;
            }
            List<Placed> few = new ArrayList<>(sizeNow);
            branch.gather(few);
            return new Leaf(List.copyOf(few));
        }

        @Override
        Frontier.@Nullable Head find(Placed log, int depth) {
            return parts[log.nibble(depth)].find(log, depth + 1);
        }

        @Override
        void each(BiConsumer<LogId, Frontier.Head> act) {
            for (FrontierNode part : parts) {
                part.each(act);
            }
        }

        @Override
        void gather(List<Placed> into) {
            for (FrontierNode part : parts) {
                part.gather(into);
            }
        }

        @Override
        void write(ByteWriter out) {
            out.u8(NODE);
            for (FrontierNode part : parts) {
                out.bytes(part.root());
            }
        }
    }
}
