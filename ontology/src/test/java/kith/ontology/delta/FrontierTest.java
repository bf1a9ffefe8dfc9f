package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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

    @Seeds(60)
    void whatItIsDependsOnItsLogsAloneAndNotOnHowTheyCame(Gen gen) {
        Map<LogId, Frontier.Head> heads = seqs(gen, gen.pickOf(3, 33, 600));
        Frontier before = new Frontier(heads);
        Map<LogId, Frontier.Head> first = new TreeMap<>(heads);
        Frontier grown = before;
        for (int i = gen.from(0, 100); i > 0; i--) {
            Map<LogId, Frontier.Head> last = new TreeMap<>(heads);
            changeOne(gen, heads);
            for (LogId log : unlike(last, heads)) {
                grown = grown.with(log, heads.getOrDefault(log, new Frontier.Head(0, log.value())));
            }
        }

        assertEquals(heads, grown.heads());
        assertEquals(new Frontier(heads).root(), grown.root());
        assertEquals(unlike(first, heads), grown.unlike(before).keySet());
        for (Map.Entry<LogId, Frontier.Head> entry : heads.entrySet()) {
            assertEquals(Optional.of(entry.getValue()), grown.head(entry.getKey()));
        }
    }

    private static Set<LogId> unlike(Map<LogId, Frontier.Head> one, Map<LogId, Frontier.Head> other) {
        Set<LogId> unlike = new TreeSet<>(one.keySet());
        unlike.addAll(other.keySet());
        unlike.removeIf(log -> Objects.equals(one.get(log), other.get(log)));
        return unlike;
    }

    @Test
    void logsComeAndGoAndLeaveNothingBehind() {
        Gen gen = new Gen(7);
        Map<LogId, Frontier.Head> heads = seqs(gen, 2_000);
        Frontier frontier = new Frontier(heads);
        for (LogId log : gen.shuffled(List.copyOf(heads.keySet()))) {
            frontier = frontier.with(log, new Frontier.Head(0, log.value()));
        }

        assertEquals(Frontier.EMPTY.root(), frontier.root());
        assertEquals(0, frontier.size());
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
