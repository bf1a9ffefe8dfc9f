package kith.ontology.delta;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;

/**
 * Sorted quads as nested runs: graphs, in each its subjects, in each its predicates, in each its objects; every level a
 * count and then ascending indexes, the first as it is and the others as distances.
 */
final class QuadBlock {
    private static final int LEVELS = 4;

    private QuadBlock() {}

    static Bytes write(SortedMap<QuadKey, SortedSet<Dot>> quads, BiConsumer<SortedSet<Dot>, ByteWriter> leaf) {
        ByteWriter out = new ByteWriter();
        writeLevel(List.copyOf(quads.entrySet()), 0, leaf, out);
        return out.toBytes();
    }

    private static void writeLevel(
            List<Map.Entry<QuadKey, SortedSet<Dot>>> quads,
            int level,
            BiConsumer<SortedSet<Dot>, ByteWriter> leaf,
            ByteWriter out) {
        List<Integer> starts = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < quads.size(); i++) {
            int index = at(quads.get(i).getKey(), level);
            if (i == 0 || index != last) {
                starts.add(i);
                last = index;
            }
        }
        out.varint(starts.size());
        int before = 0;
        for (int run = 0; run < starts.size(); run++) {
            int from = starts.get(run);
            int to = run + 1 < starts.size() ? starts.get(run + 1) : quads.size();
            int index = at(quads.get(from).getKey(), level);
            out.varint(index - before);
            before = index;
            if (level == LEVELS - 1) {
                leaf.accept(quads.get(from).getValue(), out);
            } else {
                writeLevel(quads.subList(from, to), level + 1, leaf, out);
            }
        }
    }

    /** Hands each quad to {@code leaf} with the reader standing at what follows it. */
    static void read(ByteReader in, int terms, BiConsumer<QuadKey, ByteReader> leaf) {
        readLevel(in, terms, new int[LEVELS], 0, leaf);
        in.end();
    }

    private static void readLevel(
            ByteReader in, int terms, int[] path, int level, BiConsumer<QuadKey, ByteReader> leaf) {
        int count = in.count(EditCodec.MAX_OPERATIONS, 1, "runs");
        if (count == 0) {
            throw in.malformed("an empty run");
        }
        int limit = level == 0 ? terms : terms - 1;
        int index = 0;
        for (int i = 0; i < count; i++) {
            int step = in.varint(limit, "index of a term");
            index += step;
            if (index > limit || (i > 0 && step == 0)) {
                throw in.malformed("indexes out of order");
            }
            path[level] = index;
            if (level == LEVELS - 1) {
                leaf.accept(new QuadKey(path[0], path[1], path[2], path[3]), in);
            } else {
                readLevel(in, terms, path, level + 1, leaf);
            }
        }
    }

    private static int at(QuadKey key, int level) {
        return switch (level) {
            case 0 -> key.graph();
            case 1 -> key.subject();
            case 2 -> key.predicate();
            default -> key.object();
        };
    }
}
