package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

final class RowCodecTest {
    @Seeds(300)
    void aRowReadsBackAsItWasWritten(Gen gen) {
        List<LogId> logs = gen.list(1, 5, () -> SomeDeltas.log(gen));
        QuadHistory history = QuadHistory.of(gen.list(0, 12, () -> operation(gen, logs)));
        Sight sight = gen.pickOf(Sight.values());
        int first = gen.pickOf(1, 100, 20_000, Integer.MAX_VALUE - 5);

        byte[] row = RowCodec.write(history, sight, log -> first + logs.indexOf(log));

        assertAll(
                () -> assertEquals(sight, RowCodec.sight(row)),
                () -> assertEquals(
                        history.operations(),
                        RowCodec.read(row, number -> logs.get(number - first)).operations()));
    }

    @Seeds(300)
    void aDotOfALogThatIsNotHeldKeepsItsLog(Gen gen) {
        List<LogId> logs = gen.list(2, 5, () -> SomeDeltas.log(gen));
        Dot said = new Dot(logs.getFirst(), 1);
        Set<Dot> seen = Set.copyOf(new TreeSet<>(gen.list(1, 9, () -> SomeDeltas.dot(gen, logs))));
        QuadHistory history = QuadHistory.of(List.of(new Operation.Retract(said, seen)));

        byte[] row = RowCodec.write(history, Sight.GONE, log -> log.equals(said.log()) ? 1 : RowCodec.NOT_HELD);

        assertEquals(
                history.operations(),
                RowCodec.read(row, number -> logs.getFirst()).operations());
    }

    private static Operation operation(Gen gen, List<LogId> logs) {
        Dot dot = SomeDeltas.dot(gen, logs);
        return gen.coin()
                ? new Operation.Assert(dot)
                : new Operation.Retract(
                        dot, Set.copyOf(new TreeSet<>(gen.list(1, 4, () -> SomeDeltas.dot(gen, logs)))));
    }

    @Test
    void theUsualRowTakesFourBytes() {
        LogId log = SomeDeltas.log(new Gen(1));
        QuadHistory once = QuadHistory.of(List.of(new Operation.Assert(new Dot(log, 1_000))));

        assertEquals(4, RowCodec.write(once, Sight.SHOWN, any -> 7).length);
    }

    @Test
    void aRowWithoutAnythingIsDamage() {
        assertThrows(KithException.class, () -> RowCodec.isVisible(new byte[0]));
    }
}
