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
        Map<LogId, Long> seqs = seqs(gen, gen.pickOf(3, 32, 33, 600));
        Map<LogId, Long> other = new TreeMap<>(seqs);
        changeOne(gen, other);

        Frontier frontier = new Frontier(new TreeMap<>(seqs));

        assertEquals(frontier.root(), new Frontier(new TreeMap<>(seqs)).root());
        assertNotEquals(frontier.root(), new Frontier(new TreeMap<>(other)).root());
    }

    private static void changeOne(Gen gen, Map<LogId, Long> seqs) {
        List<LogId> logs = new ArrayList<>(seqs.keySet());
        LogId some = logs.isEmpty() ? SomeDeltas.log(gen) : gen.pick(logs);
        switch (gen.from(0, 2)) {
            case 0 -> seqs.merge(some, 1L, Long::sum);
            case 1 -> seqs.put(SomeDeltas.log(gen), 1L);
            default -> {
                if (seqs.remove(some) == null) {
                    seqs.put(some, 1L);
                }
            }
        }
    }

    private static Map<LogId, Long> seqs(Gen gen, int most) {
        Map<LogId, Long> seqs = new TreeMap<>();
        for (int i = gen.from(0, most); i > 0; i--) {
            seqs.put(SomeDeltas.log(gen), 1 + gen.magnitude(62));
        }
        return seqs;
    }

    @Test
    void aLogHeldNotAtAllIsAbsent() {
        LogId log = SomeDeltas.log(new Gen(1));

        assertEquals(0, Frontier.EMPTY.seq(log));
        assertEquals(Frontier.EMPTY, new Frontier(new TreeMap<>(Map.of(log, 0L))));
        assertEquals(Frontier.EMPTY.root(), new Frontier(new TreeMap<>(Map.of(log, 0L))).root());
    }
}
