package kith.daemon.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kith.ontology.delta.LogId;

/** Marks in frames of at most {@link MessageCodec#MAX_MARKS}. */
final class Marks {
    private Marks() {}

    static List<List<Message.Mark>> chunks(Map<Integer, Long> marks) {
        List<Message.Mark> all = new ArrayList<>(marks.size());
        marks.forEach((index, seq) -> all.add(new Message.Mark(index, seq)));
        return chunks(all);
    }

    static <T> List<List<T>> chunks(List<T> all) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MessageCodec.MAX_MARKS) {
            chunks.add(all.subList(from, Math.min(all.size(), from + MessageCodec.MAX_MARKS)));
        }
        return chunks;
    }

    /** How far logs stand, as many of them together as a frame may have. */
    static List<Map<LogId, Long>> parts(Map<LogId, Long> upTo) {
        List<LogId> logs = List.copyOf(upTo.keySet());
        List<Map<LogId, Long>> parts = new ArrayList<>();
        for (int from = 0; from < logs.size(); from += MessageCodec.MAX_MARKS) {
            Map<LogId, Long> part = new TreeMap<>(upTo);
            part.keySet().retainAll(logs.subList(from, Math.min(logs.size(), from + MessageCodec.MAX_MARKS)));
            parts.add(part);
        }
        return parts;
    }
}
