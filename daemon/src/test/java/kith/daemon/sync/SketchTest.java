package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Golden;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

/** What is read out of two sketches. */
final class SketchTest {
    private static final Bytes ONE = Bytes.sha256(new byte[] {1});
    private static final Bytes OTHER = Bytes.sha256(new byte[] {2});

    @Seeds(60)
    void anyTwoSetsAreReadToDifferInWhatTheyDifferIn(Gen gen) {
        Map<LogId, Frontier.Head> theirs = heads(gen, gen.from(0, gen.pickOf(0, 30, 800)));
        Map<LogId, Frontier.Head> ours = new TreeMap<>(theirs);
        change(gen, ours, gen.pickOf(0, 1, 2, 10, 300));
        change(gen, theirs, gen.pickOf(0, 1, 2, 10, 300));

        Read read = read(theirs, ours);

        assertEquals(tags(differing(theirs, ours)), read.peeling().theirs());
        assertEquals(tags(differing(ours, theirs)), read.peeling().ours());
    }

    @Test
    void asManySymbolsAreNeededAsLogsDifferAndSomeMore() {
        for (int differing : new int[] {0, 1, 2, 10, 100, 1_000}) {
            Gen gen = new Gen(differing + 1);
            Map<LogId, Frontier.Head> ours = heads(gen, 2_000);
            Map<LogId, Frontier.Head> theirs = new TreeMap<>(ours);
            new ArrayList<>(ours.keySet()).subList(0, differing).forEach(theirs::remove);

            Read read = read(theirs, ours);

            int most = Math.max(Sketching.FIRST_SYMBOLS, 3 * differing);
            assertTrue(read.symbols() <= most, read.symbols() + " symbols for " + differing);
        }
    }

    /** Of each of many sizes, hostile symbols end in nothing read, and in bounded time. */
    @Seeds(20)
    void symbolsMadeByChanceAreNeverRead(Gen gen) {
        SketchKey key = new SketchKey(ONE, OTHER);
        Peeling peeling = new Peeling(key, sketch(key, heads(gen, 300)));

        peeling.take(IntStream.range(0, 400)
                .mapToObj(i -> new Message.Sketch.Symbol(
                        gen.magnitude(62), gen.magnitude(40), (int) gen.magnitude(32), gen.from(0, 255)))
                .toList());

        assertFalse(peeling.isDone());
    }

    @Test
    void symbolsThatAreAllOneItemGoRoundInNoCircle() {
        SketchKey key = new SketchKey(ONE, OTHER);
        Peeling peeling = new Peeling(key, new Sketch());
        SketchItem item = key.item(7, 8);
        Message.Sketch.Symbol same = new Message.Sketch.Symbol(7, 8, item.check(), 1);

        peeling.take(Collections.nCopies(MessageCodec.MAX_MARKS, same));

        assertFalse(peeling.isDone());
        assertTrue(peeling.isHopeless());
    }

    @Test
    void aSketchHasItsSymbols() {
        for (Golden.Block block : Golden.open("sketches.txt").blocksWith("symbol")) {
            SketchKey key = new SketchKey(block.bytes("lesser"), block.bytes("greater"));
            Map<LogId, Frontier.Head> heads = new TreeMap<>();
            for (int i = 1; i <= block.number("logs"); i++) {
                heads.put(
                        new LogId(Bytes.sha256(Bytes.utf8("log " + i).view())),
                        new Frontier.Head(
                                (long) i * i,
                                Bytes.sha256(Bytes.utf8("link " + i).view())));
            }
            Symbols symbols = new Symbols();
            symbols.grow(Sketching.FIRST_SYMBOLS);
            sketch(key, heads).sum(symbols, 1);
            byte[] message = MessageCodec.encode(new Message.Sketch(0, symbols.from(0)));

            for (int i = 0; i < Sketching.FIRST_SYMBOLS; i++) {
                int at = 2 + i * SketchCodec.SYMBOL_BYTES;
                assertEquals(
                        block.all("symbol").get(i),
                        Bytes.of(message)
                                .slice(at, at + SketchCodec.SYMBOL_BYTES)
                                .toHex());
            }
        }
    }

    @Test
    void anItemWalksAsItsSeedHasIt() {
        for (Golden.Block block : Golden.open("sketches.txt").blocksWith("walk")) {
            SketchItem item = new SketchItem(0, 0, 0, Long.parseUnsignedLong(block.text("seed"), 16));
            List<String> places = new ArrayList<>();
            while (item.place() < MessageCodec.MAX_SYMBOLS) {
                places.add(Integer.toString(item.place()));
                item.step();
            }

            assertEquals(block.text("walk"), String.join(" ", places));
        }
    }

    private record Read(Peeling peeling, int symbols) {}

    /** As two sides would that ask for half as much more each time. */
    private static Read read(Map<LogId, Frontier.Head> theirs, Map<LogId, Frontier.Head> ours) {
        SketchKey key = new SketchKey(ONE, OTHER);
        Sketch said = sketch(key, theirs);
        Symbols symbols = new Symbols();
        Peeling peeling = new Peeling(key, sketch(key, ours));
        for (int due = Sketching.FIRST_SYMBOLS; !peeling.isDone(); due += due / 2) {
            assertTrue(due < MessageCodec.MAX_SYMBOLS, "never read");
            int from = symbols.size();
            symbols.grow(due);
            said.sum(symbols, 1);
            peeling.take(symbols.from(from));
        }
        return new Read(peeling, peeling.size());
    }

    private static Sketch sketch(SketchKey key, Map<LogId, Frontier.Head> heads) {
        Sketch sketch = new Sketch();
        heads.forEach((log, head) -> sketch.put(log, key.item(Plane.DATA, log, head)));
        return sketch;
    }

    private static Map<LogId, Frontier.Head> heads(Gen gen, int count) {
        Map<LogId, Frontier.Head> heads = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            heads.put(new LogId(gen.bytes(LogId.BYTES)), head(gen));
        }
        return heads;
    }

    private static Frontier.Head head(Gen gen) {
        return new Frontier.Head(1 + gen.magnitude(40), gen.bytes(LogId.BYTES));
    }

    /** Logs come, go, go on and branch. */
    private static void change(Gen gen, Map<LogId, Frontier.Head> heads, int times) {
        List<LogId> logs = List.copyOf(heads.keySet());
        for (int i = 0; i < times; i++) {
            if (logs.isEmpty() || gen.coin()) {
                heads.put(new LogId(gen.bytes(LogId.BYTES)), head(gen));
            } else if (gen.coin()) {
                heads.put(gen.pick(logs), head(gen));
            } else {
                heads.remove(gen.pick(logs));
            }
        }
    }

    private static Set<LogId> differing(Map<LogId, Frontier.Head> one, Map<LogId, Frontier.Head> other) {
        Set<LogId> differing = new HashSet<>(one.keySet());
        differing.removeIf(log -> one.get(log).equals(other.get(log)));
        return differing;
    }

    private static Set<Long> tags(Set<LogId> logs) {
        Set<Long> tags = new HashSet<>();
        logs.forEach(log -> tags.add(SketchKey.number(Tags.ofLog(log, ONE))));
        return tags;
    }
}
