package kith.ontology.delta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;

/** For each log, how far it is held, and on which branch. Logs held not at all are absent. Immutable. */
public record Frontier(SortedMap<LogId, Head> heads) {
    public static final Frontier EMPTY = new Frontier(new TreeMap<>());

    private static final int LEAF_LOGS = 32;
    private static final int NODE = 2;
    private static final int LEAF = 3;

    /** The last delta held of a log: its number and its link, which says what stands at every number up to it. */
    public record Head(long seq, Bytes link) {}

    public Frontier {
        TreeMap<LogId, Head> held = new TreeMap<>(heads);
        held.values().removeIf(head -> head.seq() == 0);
        heads = Collections.unmodifiableSortedMap(held);
    }

    public long seq(LogId log) {
        Head head = heads.get(log);
        return head == null ? 0 : head.seq();
    }

    /** How far each log is held, without the branch. */
    public SortedMap<LogId, Long> seqs() {
        SortedMap<LogId, Long> seqs = new TreeMap<>();
        heads.forEach((log, head) -> seqs.put(log, head.seq()));
        return seqs;
    }

    public int size() {
        return heads.size();
    }

    /**
     * The root of the frontier trie, 32 bytes: equal frontiers have equal roots and others, but for a broken SHA-256,
     * do not. Sixteen-way by the hash of the log id, leaves of at most 32 logs. Costs O(logs).
     */
    public Bytes root() {
        List<Placed> placed = new ArrayList<>(heads.size());
        for (Map.Entry<LogId, Head> entry : heads.entrySet()) {
            placed.add(new Placed(Bytes.sha256(entry.getKey().value().view()), entry.getKey(), entry.getValue()));
        }
        placed.sort(Comparator.comparing(Placed::place));
        return hash(placed, 0);
    }

    private static Bytes hash(List<Placed> logs, int depth) {
        ByteWriter out = new ByteWriter();
        if (logs.size() <= LEAF_LOGS) {
            out.u8(LEAF);
            logs.forEach(log -> out.bytes(log.log().value())
                    .u64(log.head().seq())
                    .bytes(log.head().link()));
        } else {
            out.u8(NODE);
            int from = 0;
            for (int nibble = 0; nibble < 16; nibble++) {
                int to = from;
                while (to < logs.size() && nibble(logs.get(to).place(), depth) == nibble) {
                    to++;
                }
                out.bytes(hash(logs.subList(from, to), depth + 1));
                from = to;
            }
        }
        return Bytes.sha256(out.toArray());
    }

    private static int nibble(Bytes place, int depth) {
        int octet = place.at(depth / 2) & 0xff;
        return depth % 2 == 0 ? octet >>> 4 : octet & 0xf;
    }

    private record Placed(Bytes place, LogId log, Head head) {}
}
