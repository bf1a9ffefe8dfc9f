package kith.daemon.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;

/**
 * Comparing by a sketch: one side says symbols, the other asks for more until it can read what differs, and says so. On the
 * session's thread only.
 */
final class Sketching {
    /** Spaces of no more logs are told whole. */
    static final int FEW_LOGS = 256;

    static final int FIRST_SYMBOLS = 32;

    private final Line line;
    private final Sketch ours;
    private final boolean isSender;
    private final int budget;
    private final Peeling peeling;
    private final Symbols symbols = new Symbols();
    private final Set<Long> differing = new HashSet<>();
    /** So many symbols have been said, or were asked for. */
    private int due;

    /** What came of it. */
    sealed interface Outcome {
        /** In these logs of ours, and in such of the peer's as it tells of, they differ. */
        record Differing(Set<LogId> ours) implements Outcome {}

        /** It cannot be read. */
        record TooMuch() implements Outcome {}
    }

    /**
     * Whether both sides compare by a sketch: both hold many logs, and of these so many alike, for all that is known,
     * that it may be worth it.
     */
    static boolean isWorthIt(long oneHolds, long otherHolds) {
        long lesser = Math.min(oneHolds, otherHolds);
        return lesser > FEW_LOGS && Math.max(oneHolds, otherHolds) - lesser <= lesser / 2;
    }

    /** Past so many symbols it would have been less to tell all. */
    static int budget(long oneHolds, long otherHolds) {
        return (int) Math.min(MessageCodec.MAX_SYMBOLS, (oneHolds + otherHolds) / 2);
    }

    Sketching(Line line, Sketch ours, SketchKey key, Terms terms) {
        this.line = line;
        this.ours = ours;
        this.peeling = new Peeling(key, ours);
        this.isSender = terms.isSender();
        this.budget = terms.budget();
        this.due = FIRST_SYMBOLS;
    }

    /** Which side we are, and how many symbols may be said. */
    record Terms(boolean isSender, int budget) {}

    void begin() {
        if (isSender) {
            say();
        }
    }

    private void say() {
        int from = symbols.size();
        symbols.grow(due);
        ours.sum(symbols, 1);
        int first = from;
        for (List<Message.Sketch.Symbol> chunk : Marks.chunks(symbols.from(from))) {
            line.send(new Message.Sketch(first, chunk));
            first += chunk.size();
        }
    }

    private int grown() {
        return Math.min(budget, due + due / 2);
    }

    /** Whether the sketch is ours, for the peer to read. */
    boolean isSender() {
        return isSender;
    }

    /** What came of it, once something has: then it is over. */
    Optional<Outcome> hear(Message.OfSketch message) {
        return switch (message) {
            case Message.Sketch sketch -> sketched(sketch);
            case Message.More more -> asked(more);
            case Message.Differ differ -> answered(differ);
        };
    }

    private Optional<Outcome> sketched(Message.Sketch sketch) {
        int after = sketch.first() + sketch.symbols().size();
        if (isSender || sketch.first() != peeling.size() || after > due) {
            throw new Violation("symbols that were not asked for");
        }
        peeling.take(sketch.symbols());
        if (after < due) {
            return Optional.empty();
        }
        if (peeling.isDone()) {
            Optional<Set<LogId>> unlike = ours.logs(peeling.ours());
            if (unlike.isPresent()) {
                answer(peeling.theirs());
                return Optional.of(new Outcome.Differing(unlike.get()));
            }
            return Optional.of(new Outcome.TooMuch());
        }
        if (due == budget || peeling.isHopeless()) {
            return Optional.of(new Outcome.TooMuch());
        }
        line.send(new Message.More(due));
        due = grown();
        return Optional.empty();
    }

    private void answer(Set<Long> tags) {
        List<Bytes> all = new TreeSet<>(tags)
                .stream().map(tag -> new ByteWriter().u64(tag).toBytes()).toList();
        List<List<Bytes>> chunks = Marks.chunks(all);
        for (int i = 0; i < chunks.size(); i++) {
            line.send(new Message.Differ(i == chunks.size() - 1, chunks.get(i)));
        }
        if (chunks.isEmpty()) {
            line.send(new Message.Differ(true, List.of()));
        }
    }

    private Optional<Outcome> asked(Message.More more) {
        if (!isSender || more.from() != due || due == budget) {
            throw new Violation("more symbols asked for than there may be");
        }
        due = grown();
        say();
        return Optional.empty();
    }

    private Optional<Outcome> answered(Message.Differ differ) {
        if (!isSender) {
            throw new Violation("an answer to no sketch");
        }
        for (Bytes tag : differ.tags()) {
            if (differing.size() == ours.size() || !differing.add(SketchKey.number(tag))) {
                throw new Violation("a tag said twice, or more than there are logs");
            }
        }
        if (!differ.last()) {
            return Optional.empty();
        }
        Set<LogId> logs = ours.logs(differing).orElseThrow(() -> new Violation("a tag that stands for no log"));
        return Optional.of(new Outcome.Differing(logs));
    }
}
