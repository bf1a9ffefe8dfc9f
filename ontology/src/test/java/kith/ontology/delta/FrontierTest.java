package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

final class FrontierTest {
    @Seeds(200)
    void rootsAreEqualWhereFrontiersAre(Gen gen) {
        Map<LogId, Frontier.Head> seqs = seqs(gen, gen.pickOf(3, 32, 33, 600));
        Map<LogId, Frontier.Head> other = new TreeMap<>(seqs);
        changeOne(gen, other);

        Frontier frontier = new Frontier(new TreeMap<>(seqs));

        assertEquals(frontier.root(), new Frontier(new TreeMap<>(seqs)).root());
        assertNotEquals(frontier.root(), new Frontier(new TreeMap<>(other)).root());
    }

    private static void changeOne(Gen gen, Map<LogId, Frontier.Head> seqs) {
        List<LogId> logs = new ArrayList<>(seqs.keySet());
        LogId some = logs.isEmpty() ? SomeDeltas.log(gen) : gen.pick(logs);
        Frontier.Head fresh = new Frontier.Head(1, gen.bytes(LogId.BYTES));
        switch (gen.from(0, 3)) {
            case 0 -> seqs.merge(some, fresh, (head, more) -> new Frontier.Head(head.seq() + 1, head.link()));
            case 1 -> seqs.merge(some, fresh, (head, more) -> new Frontier.Head(head.seq(), more.link()));
            case 2 -> seqs.put(SomeDeltas.log(gen), fresh);
            default -> {
                if (seqs.remove(some) == null) {
                    seqs.put(some, fresh);
                }
            }
        }
    }

    private static Map<LogId, Frontier.Head> seqs(Gen gen, int most) {
        Map<LogId, Frontier.Head> seqs = new TreeMap<>();
        for (int i = gen.from(0, most); i > 0; i--) {
            seqs.put(SomeDeltas.log(gen), new Frontier.Head(1 + gen.magnitude(62), gen.bytes(LogId.BYTES)));
        }
        return seqs;
    }

    @Test
    void aLogHeldNotAtAllIsAbsent() {
        LogId log = SomeDeltas.log(new Gen(1));
        Frontier.Head nothing = new Frontier.Head(0, log.value());

        assertEquals(0, Frontier.EMPTY.seq(log));
        assertEquals(Frontier.EMPTY, new Frontier(new TreeMap<>(Map.of(log, nothing))));
        assertEquals(Frontier.EMPTY.root(), new Frontier(new TreeMap<>(Map.of(log, nothing))).root());
    }
}
