package kith.daemon.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Gen;
import org.junit.jupiter.api.Test;

/**
 * What it costs two that meet for the first time to find out in what they differ: sketches of so many logs in one process,
 * without a wire. {@code mvn -q -pl ontology,daemon verify -DskipITs -Dtest=CompareBench
 * -Dsurefire.failIfNoSpecifiedTests=false}; {@code -Dbench.logs} takes another number of them.
 */
final class CompareBench {
    private static final int LOGS = Integer.getInteger("bench.logs", 100_000);

    @Test
    void compared() {
        List<Integer> sizes = List.of(1, 100, 10_000);
        for (String turn : List.of("cold", "warm")) {
            sizes.forEach(differing -> compared(differing, turn));
        }
    }

    private static void compared(int differing, String turn) {
        Gen gen = new Gen(differing);
        Map<LogId, Frontier.Head> theirs = new HashMap<>();
        Map<LogId, Frontier.Head> ours = new HashMap<>();
        for (int i = 0; i < LOGS; i++) {
            LogId log = new LogId(gen.bytes(LogId.BYTES));
            Frontier.Head head = new Frontier.Head(1 + i, gen.bytes(LogId.BYTES));
            theirs.put(log, head);
            if (i >= differing) {
                ours.put(log, head);
            }
        }
        SketchKey key = new SketchKey(gen.bytes(MessageCodec.NONCE_BYTES), gen.bytes(MessageCodec.NONCE_BYTES));
        Sketch ofTheirs = new Sketch();
        Sketch ofOurs = new Sketch();
        long start = System.nanoTime();
        theirs.forEach((log, head) -> ofTheirs.put(log, key.item(Plane.DATA, log, head)));
        long made = System.nanoTime();
        ours.forEach((log, head) -> ofOurs.put(log, key.item(Plane.DATA, log, head)));
        long bytes = 0;
        int rounds = 0;
        Symbols symbols = new Symbols();
        Peeling peeling = new Peeling(key, ofOurs);
        for (int due = Sketching.FIRST_SYMBOLS; !peeling.isDone(); due += due / 2) {
            int from = symbols.size();
            symbols.grow(due);
            ofTheirs.sum(symbols, 1);
            int first = from;
            for (List<Message.Sketch.Symbol> chunk : Marks.chunks(symbols.from(from))) {
                bytes += MessageCodec.encode(new Message.Sketch(first, chunk)).length + 8;
                first += chunk.size();
            }
            peeling.take(symbols.from(from));
            rounds++;
        }
        long end = System.nanoTime();
        if (peeling.theirs().size() != differing) {
            throw new AssertionError("read " + peeling.theirs().size() + " of " + differing);
        }
        Bytes figures = Bytes.utf8(String.format(
                Locale.ROOT,
                "sketch of %d logs, %d differ, %s: %d symbols, %d B, %d rounds, %.0f ms, of which %.0f ms for the items of a side%n",
                LOGS,
                differing,
                turn,
                peeling.size(),
                bytes,
                rounds,
                (end - start) / 1e6,
                (made - start) / 1e6));
        System.out.write(figures.view(), 0, figures.length());
        System.out.flush();
    }
}
