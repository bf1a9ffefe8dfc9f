package kith.daemon.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import kith.daemon.index.Row;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * Quads that nothing was known of, that a commit asserts once and that belong to no field of one value: most of what is
 * said, and nothing has to be looked at but the quad. On the lane, for one commit.
 */
final class PlainAsserts {
    private static final byte[] NONE = {};

    private final Map<QuadIds, Plain> plain = new HashMap<>();
    private final ToIntFunction<LogId> numbers;
    private @Nullable Dot last;
    private byte[] keptOfLast = NONE;

    private record Plain(Dot dot, Quad quad, Row row) {
        Touched touched() {
            return new Touched(quad, row.ids(), history(dot), null);
        }
    }

    PlainAsserts(ToIntFunction<LogId> numbers) {
        this.numbers = numbers;
    }

    private static QuadHistory history(Dot dot) {
        return QuadHistory.of(List.of(new Operation.Assert(dot)));
    }

    int size() {
        return plain.size();
    }

    /** Takes a quad in, unless it is here. */
    boolean add(Dot dot, Quad quad, long[] ids) {
        return plain.putIfAbsent(QuadIds.of(ids), new Plain(dot, quad, Row.of(ids, kept(dot)))) == null;
    }

    private byte[] kept(Dot dot) {
        if (!dot.equals(last)) {
            last = dot;
            keptOfLast = RowCodec.write(history(dot), Sight.SHOWN, numbers);
        }
        return keptOfLast;
    }

    /** Takes a quad out, because more is said of it; null if it is not here. */
    @Nullable
    Touched take(QuadIds key) {
        Plain known = plain.remove(key);
        return known == null ? null : known.touched();
    }

    /** Hands on what is shown, and into {@code others} what is not, because its delta does not count. */
    void settle(Predicate<Dot> counts, BiConsumer<Quad, Row> shown, Map<QuadIds, Touched> others) {
        plain.forEach((key, known) -> {
            if (counts.test(known.dot())) {
                shown.accept(known.quad(), known.row());
            } else {
                others.put(key, known.touched());
            }
        });
    }
}
