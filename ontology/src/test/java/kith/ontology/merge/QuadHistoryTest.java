package kith.ontology.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Retraction;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.History;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

/** The laws of the merge; the reference is {@link History#shown}. */
final class QuadHistoryTest {
    private static final LogId ADA = SomeDeltas.log(new Gen(1));
    private static final LogId BO = SomeDeltas.log(new Gen(2));

    @Seeds(300)
    void whatIsShownFollowsFromTheSetHoweverItArrived(Gen gen) {
        List<LogId> logs = gen.list(1, 4, () -> SomeDeltas.log(gen));
        History history = History.of(gen, logs, 40);
        Set<LogId> valid = new HashSet<>(gen.coin() ? logs : gen.some(logs));

        Set<Quad> shown = shown(gen.delivered(history.said()), valid);

        assertEquals(history.holding(dot -> valid.contains(dot.log())), shown);
    }

    @Seeds(300)
    void partsJoinedInAnyOrderAreTheWhole(Gen gen) {
        List<LogId> logs = gen.list(1, 3, () -> SomeDeltas.log(gen));
        List<Operation> all = operations(History.of(gen, logs, 20).said()).values().stream()
                .flatMap(List::stream)
                .toList();
        List<Operation> part = gen.some(all);

        QuadHistory whole = QuadHistory.of(all);
        QuadHistory joined = QuadHistory.of(
                Stream.concat(gen.shuffled(all).stream(), part.stream()).toList());
        QuadHistory oneByOne = QuadHistory.EMPTY;
        for (Operation operation : gen.delivered(all)) {
            oneByOne = oneByOne.with(operation);
        }

        assertEquals(whole.live(dot -> true), joined.live(dot -> true));
        assertEquals(whole.live(dot -> true), oneByOne.live(dot -> true));
        assertEquals(new HashSet<>(whole.operations()), new HashSet<>(oneByOne.operations()));
    }

    @Test
    void anAssertionOutlivesARetractionThatNeverSawIt() {
        Operation first = new Operation.Assert(new Dot(ADA, 1));
        Operation again = new Operation.Assert(new Dot(BO, 1));
        Operation taken = new Operation.Retract(new Dot(ADA, 2), Set.of(new Dot(ADA, 1)));

        assertTrue(QuadHistory.of(List.of(first, again, taken)).isAsserted(dot -> true));
        assertEquals(
                Set.of(new Dot(BO, 1)),
                QuadHistory.of(List.of(first, again, taken)).live(dot -> true));
    }

    @Test
    void anAssertionIsDeadOnArrivalWhereItsRetractionCameFirst() {
        Operation said = new Operation.Assert(new Dot(ADA, 1));
        Operation taken = new Operation.Retract(new Dot(BO, 1), Set.of(new Dot(ADA, 1)));

        assertFalse(QuadHistory.EMPTY.with(taken).with(said).isAsserted(dot -> true));
    }

    @Test
    void whatWasSaidOnceHoldsWhereItCounts() {
        Operation said = new Operation.Assert(new Dot(ADA, 1));
        QuadHistory history = QuadHistory.EMPTY.with(said);

        assertEquals(List.of(said), history.operations());
        assertTrue(history.isAsserted(dot -> dot.log().equals(ADA)));
        assertFalse(history.isAsserted(dot -> dot.log().equals(BO)));
        assertFalse(QuadHistory.EMPTY.isAsserted(dot -> true));
    }

    @Test
    void aVoidRetractionTakesNothingBack() {
        Operation said = new Operation.Assert(new Dot(ADA, 1));
        Operation taken = new Operation.Retract(new Dot(BO, 1), Set.of(new Dot(ADA, 1)));

        QuadHistory history = QuadHistory.of(List.of(said, taken));

        assertTrue(history.isAsserted(dot -> dot.log().equals(ADA)));
        assertFalse(history.isAsserted(dot -> dot.log().equals(BO)));
    }

    private static Set<Quad> shown(List<History.Said> arrived, Set<LogId> valid) {
        Map<Quad, QuadHistory> rows = new HashMap<>();
        for (History.Said one : arrived) {
            operations(List.of(one))
                    .forEach((quad, operations) -> operations.forEach(operation -> rows.merge(
                            quad, QuadHistory.EMPTY.with(operation), (before, single) -> before.with(operation))));
        }
        Set<Quad> shown = new HashSet<>();
        rows.forEach((quad, history) -> {
            if (history.isAsserted(dot -> valid.contains(dot.log()))) {
                shown.add(quad);
            }
        });
        return shown;
    }

    private static Map<Quad, List<Operation>> operations(List<History.Said> said) {
        Map<Quad, List<Operation>> operations = new HashMap<>();
        for (History.Said one : said) {
            for (Quad quad : one.edit().asserts()) {
                operations.computeIfAbsent(quad, first -> new ArrayList<>()).add(new Operation.Assert(one.dot()));
            }
            for (Retraction retraction : one.edit().retracts()) {
                operations
                        .computeIfAbsent(retraction.quad(), first -> new ArrayList<>())
                        .add(new Operation.Retract(one.dot(), Set.copyOf(retraction.seen())));
            }
        }
        return operations;
    }
}
