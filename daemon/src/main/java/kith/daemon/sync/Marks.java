package kith.daemon.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
}
