package kith.ontology.merge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.merge.SingleValue.Candidate;
import kith.ontology.quad.TermCodec;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeTerms;
import kith.ontology.vocab.Policy;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.junit.jupiter.api.Test;

final class SingleValueTest {
    private static final List<Policy> SINGLE = List.of(Policy.LATEST, Policy.FIRST, Policy.GREATEST, Policy.LEAST);

    @Test
    void eachPolicyShowsItsOwn() {
        Candidate old = new Candidate(text("m"), Stamp.of(1), Stamp.of(5));
        Candidate middle = new Candidate(text("z"), Stamp.of(3), Stamp.of(3));
        Candidate late = new Candidate(text("a"), Stamp.of(2), Stamp.of(9));
        List<Candidate> all = List.of(old, middle, late);

        assertAll(
                () -> assertEquals(late, SingleValue.shown(Policy.LATEST, all)),
                () -> assertEquals(old, SingleValue.shown(Policy.FIRST, all)),
                () -> assertEquals(middle, SingleValue.shown(Policy.GREATEST, all)),
                () -> assertEquals(late, SingleValue.shown(Policy.LEAST, all)),
                () -> assertThrows(IllegalArgumentException.class, () -> SingleValue.shown(Policy.ALL, all)));
    }

    @Seeds(300)
    void orderDoesNotMatter(Gen gen) {
        List<Candidate> candidates = candidates(gen);

        for (Policy policy : SINGLE) {
            assertEquals(SingleValue.shown(policy, candidates), SingleValue.shown(policy, gen.shuffled(candidates)));
        }
    }

    @Seeds(300)
    void whatIsNotShownDoesNotMatter(Gen gen) {
        List<Candidate> candidates = candidates(gen);

        for (Policy policy : SINGLE) {
            Candidate shown = SingleValue.shown(policy, candidates);
            List<Candidate> fewer = new ArrayList<>(gen.some(candidates));
            fewer.removeIf(shown::equals);
            fewer.add(shown);

            assertEquals(shown, SingleValue.shown(policy, fewer));
        }
    }

    @Seeds(300)
    void valuesHaveOneOrder(Gen gen) {
        Node a = SomeTerms.term(gen);
        Node b = SomeTerms.term(gen);
        Node c = SomeTerms.term(gen);

        assertEquals(Integer.signum(ValueOrder.ORDER.compare(a, b)), -Integer.signum(ValueOrder.ORDER.compare(b, a)));
        assertEquals(TermCodec.encode(a).equals(TermCodec.encode(b)), ValueOrder.ORDER.compare(a, b) == 0);
        if (ValueOrder.ORDER.compare(a, b) <= 0 && ValueOrder.ORDER.compare(b, c) <= 0) {
            assertTrue(ValueOrder.ORDER.compare(a, c) <= 0);
        }
    }

    @Test
    void numbersGoBySizeAndMomentsByTime() {
        assertAll(
                () -> assertAscending(number("9"), number("10"), decimal("10.5"), number("11")),
                () -> assertAscending(number("-10"), number("-9"), decimal("-0.5"), number("0")),
                () -> assertAscending(
                        moment("2026-11-22T10:00:00+02:00"),
                        moment("2026-11-22T08:30:00"),
                        moment("2026-11-22T09:00:00Z"),
                        moment("2026-11-22T09:00:00.5Z")),
                // What is no number and no day has no size, and stands before all that have.
                () -> assertAscending(text("zzz"), moment("2026-02-30T10:00:00Z"), moment("0001-01-01T00:00:00Z")),
                () -> assertAscending(moment("9999-12-31T23:59:59Z"), number("-99999999999999999999")));
    }

    private static void assertAscending(Node... values) {
        for (int i = 1; i < values.length; i++) {
            assertTrue(ValueOrder.ORDER.compare(values[i - 1], values[i]) < 0, values[i - 1] + " < " + values[i]);
        }
    }

    private static List<Candidate> candidates(Gen gen) {
        List<Candidate> candidates = new ArrayList<>();
        for (Node value : gen.list(1, 6, () -> SomeTerms.term(gen))) {
            long first = gen.from(1, 5);
            if (candidates.stream().noneMatch(other -> other.value().equals(value))) {
                candidates.add(new Candidate(value, Stamp.of(first), Stamp.of(first + gen.from(0, 3))));
            }
        }
        return candidates;
    }

    private static Node text(String text) {
        return NodeFactory.createLiteralString(text);
    }

    private static Node number(String digits) {
        return NodeFactory.createLiteralDT(digits, XSDDatatype.XSDinteger);
    }

    private static Node decimal(String digits) {
        return NodeFactory.createLiteralDT(digits, XSDDatatype.XSDdecimal);
    }

    private static Node moment(String text) {
        return NodeFactory.createLiteralDT(text, XSDDatatype.XSDdateTime);
    }
}
