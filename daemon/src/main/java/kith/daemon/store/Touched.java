package kith.daemon.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import kith.daemon.index.Row;
import kith.ontology.delta.LogId;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** A quad whose operations a commit adds to, or whose place beside others it changes. On the lane, for one commit. */
final class Touched {
    private static final byte[] NOTHING = {};

    final Quad quad;
    /** Graph, subject, predicate, object. */
    final long[] ids;

    final Sight before;
    QuadHistory history;
    Sight sight;
    private final @Nullable Row held;

    /** @param held what is kept of it, if anything is or was */
    Touched(Quad quad, long[] ids, QuadHistory history, @Nullable Row held) {
        this.quad = quad;
        this.ids = ids;
        this.history = history;
        this.held = held;
        this.before = held == null || held.isGone() ? Sight.GONE : RowCodec.sight(held.kept());
        this.sight = before;
    }

    boolean holds() {
        return sight.holds();
    }

    /** What is to be kept of it, if that is something else than before. */
    Optional<Row> changed(ToIntFunction<LogId> numbers) {
        byte[] kept = history.operations().isEmpty() ? NOTHING : RowCodec.write(history, sight, numbers);
        Row old = held;
        if (old == null) {
            return kept.length == 0 ? Optional.empty() : Optional.of(Row.of(ids, kept));
        }
        return Arrays.equals(kept, old.kept()) ? Optional.empty() : Optional.of(old.keeping(kept));
    }
}
