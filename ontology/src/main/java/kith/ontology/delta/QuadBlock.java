package kith.ontology.delta;

import java.util.List;
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

    /** @param quads ascending, each once */
    static Bytes write(List<QuadKey> quads, BiConsumer<QuadKey, ByteWriter> leaf) {
        Writing writing = new Writing(quads, leaf, new ByteWriter(quads.size() * LEVELS));
        writing.level(0, 0, quads.size());
        return writing.out().toBytes();
    }

    private record Writing(List<QuadKey> quads, BiConsumer<QuadKey, ByteWriter> leaf, ByteWriter out) {
        void level(int level, int from, int to) {
            out.varint(runs(level, from, to));
            int before = 0;
            for (int at = from; at < to; ) {
                int index = quads.get(at).at(level);
                out.varint(index - before);
                before = index;
                int end = at + 1;
                while (end < to && quads.get(end).at(level) == index) {
                    end++;
                }
                if (level == LEVELS - 1) {
                    leaf.accept(quads.get(at), out);
                } else {
                    level(level + 1, at, end);
                }
                at = end;
            }
        }

        private int runs(int level, int from, int to) {
            int runs = 1;
            for (int at = from + 1; at < to; at++) {
                runs += quads.get(at).at(level) == quads.get(at - 1).at(level) ? 0 : 1;
            }
            return runs;
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
}
