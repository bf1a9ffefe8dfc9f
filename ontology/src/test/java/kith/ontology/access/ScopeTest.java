package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kith.ontology.access.Scope.Deed;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Retraction;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import kith.ontology.testkit.Written;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;

final class ScopeTest {
    private static final LogId OWN = new LogId(Bytes.sha256(new byte[] {1}));
    private static final LogId OTHER = new LogId(Bytes.sha256(new byte[] {2}));
    private static final Set<Deed> ALL = EnumSet.allOf(Deed.class);

    @Test
    void aPrefixEndsWithAWholeStepOfAName() {
        for (String good : List.of("urn:a/*", "urn:a#*", "urn:a:*", "urn:a", "/*", "default")) {
            assertTrue(subjects(good).subjects().contains(good));
        }
        for (String bad : List.of("", "*", "urn:a*", "urn:*a", "urn:a/**", "*urn:a/*")) {
            assertThrows(IllegalArgumentException.class, () -> subjects(bad), bad);
        }
    }

    @Test
    void aPrefixCoversWhatBeginsWithItAndANameOnlyItself() {
        assertTrue(subjects("urn:a/*").permits(asserting("<urn:a/1>"), OWN));
        assertTrue(subjects("urn:a/*").permits(asserting("<urn:a/1/2>"), OWN));
        assertFalse(subjects("urn:a/*").permits(asserting("<urn:a>"), OWN));
        assertTrue(subjects("urn:a/1").permits(asserting("<urn:a/1>"), OWN));
        assertFalse(subjects("urn:a/1").permits(asserting("<urn:a/12>"), OWN));
    }

    @Test
    void aBlankNodeIsInNoListAndInAnyWhereThereIsNone() {
        assertFalse(subjects("urn:a/*").permits(asserting("_:b"), OWN));
        assertTrue(new Scope(Set.of(), Set.of(), Set.of("urn:p"), ALL).permits(asserting("_:b"), OWN));
    }

    @Test
    void everyPartOfAQuadMustBeWithin() {
        Quad quad = Written.quad("<urn:s> <urn:p> \"o\" <urn:g>");

        assertTrue(scope("urn:g", "urn:s", "urn:p").permits(edit(quad), OWN));
        assertFalse(scope("urn:h", "urn:s", "urn:p").permits(edit(quad), OWN));
        assertFalse(scope("urn:g", "urn:t", "urn:p").permits(edit(quad), OWN));
        assertFalse(scope("urn:g", "urn:s", "urn:q").permits(edit(quad), OWN));
        assertEquals(Optional.of(quad), scope("urn:g", "urn:s", "urn:q").firstOutside(edit(quad), OWN));
    }

    private static Scope scope(String graph, String subject, String predicate) {
        return new Scope(Set.of(graph), Set.of(subject), Set.of(predicate), ALL);
    }

    @Test
    void theDefaultGraphHasAName() {
        Scope scope = new Scope(Set.of(Scope.DEFAULT_GRAPH), Set.of(), Set.of(), ALL);

        assertTrue(scope.permits(asserting("<urn:s>"), OWN));
        assertFalse(scope.permits(edit(Written.quad("<urn:s> <urn:p> \"o\" <urn:g>")), OWN));
        assertFalse(new Scope(Set.of("urn:g"), Set.of(), Set.of(), ALL).permits(asserting("<urn:s>"), OWN));
    }

    @Test
    void aDeltaWithOneOperationOutsideIsVoidAsAWhole() {
        Quad within = Written.quad("<urn:a/1> <urn:p> \"o\"");
        Quad outside = Written.quad("<urn:b> <urn:p> \"o\"");

        assertTrue(subjects("urn:a/*").permits(edit(within), OWN));
        assertFalse(subjects("urn:a/*").permits(edit(within, outside), OWN));
        assertFalse(subjects("urn:a/*").permits(retracting(outside, OWN), OWN));
    }

    @Test
    void whatIsLeftOfAnEditIsWhatIsWithin() {
        Quad within = Written.quad("<urn:a/1> <urn:p> \"o\"");
        Quad outside = Written.quad("<urn:b> <urn:p> \"o\"");
        Scope own = new Scope(Set.of(), Set.of("urn:a/*"), Set.of(), Set.of(Deed.ASSERT, Deed.RETRACT_OWN));
        List<Retraction> retracts = Stream.of(
                        retracting(within, OWN), retracting(within, OTHER), retracting(outside, OWN))
                .flatMap(edit -> edit.retracts().stream())
                .toList();

        Edit left = own.within(new Edit(List.of(within, outside), retracts, Optional.empty(), Optional.of("why")), OWN);

        assertEquals(new Edit(List.of(within), retracts.subList(0, 1), Optional.empty(), Optional.of("why")), left);
        assertTrue(own.permits(left, OWN));
    }

    @Test
    void aRetractionIsOnesOwnIfEveryDotIsOfItsOwnLog() {
        Quad quad = Written.quad("<urn:a/1> <urn:p> \"o\"");
        Scope own = new Scope(Set.of(), Set.of(), Set.of(), Set.of(Deed.RETRACT_OWN));
        Scope any = new Scope(Set.of(), Set.of(), Set.of(), Set.of(Deed.RETRACT_ANY));
        Scope neither = new Scope(Set.of(), Set.of(), Set.of(), Set.of(Deed.ASSERT));

        assertTrue(own.permits(retracting(quad, OWN), OWN) && any.permits(retracting(quad, OWN), OWN));
        assertFalse(own.permits(retracting(quad, OWN, OTHER), OWN));
        assertTrue(any.permits(retracting(quad, OWN, OTHER), OWN));
        assertFalse(neither.permits(retracting(quad, OWN), OWN));
        assertFalse(any.permits(edit(quad), OWN), "who may retract may not assert");
    }

    @Test
    void aScopeContainsWhatPermitsNoMore() {
        assertTrue(Scope.ALL.contains(subjects("urn:a")));
        assertFalse(subjects("urn:a/*").contains(Scope.ALL));
        assertTrue(subjects("urn:a/*").contains(subjects("urn:a/1")));
        assertTrue(subjects("urn:a/*").contains(subjects("urn:a/b/*")));
        assertFalse(subjects("urn:a/1").contains(subjects("urn:a/1/*")));
        assertFalse(subjects("urn:a/*").contains(subjects("urn:*")));
        Scope less = new Scope(Set.of(), Set.of(), Set.of(), Set.of(Deed.ASSERT));
        assertTrue(Scope.ALL.contains(less));
        assertFalse(less.contains(Scope.ALL));
    }

    @Seeds(300)
    void whatAContainedScopePermitsTheContainingOneDoes(Gen gen) {
        Scope wide = SomeActs.scope(gen);
        Scope narrow = gen.coin() ? SomeActs.scope(gen) : wide;
        Edit edit = asserting(gen.pickOf("<http://example.org/a/b>", "<http://example.org/a>", "_:b"));

        if (wide.contains(narrow) && narrow.permits(edit, OWN)) {
            assertTrue(wide.permits(edit, OWN));
        }
        assertTrue(wide.contains(wide));
    }

    @Test
    void sixtyFourPatternsAreAScopeAndOneMoreIsNone() {
        Scope most = new Scope(names(32), names(16), names(16), ALL);

        assertEquals(most, Scope.read(new ByteReader(most.bytes())));
        assertThrows(IllegalArgumentException.class, () -> new Scope(names(33), names(16), names(16), ALL));
    }

    @Test
    void aPatternHasAtMost1024Bytes() {
        String most = "urn:" + "é".repeat(510);

        assertEquals(subjects(most), Scope.read(new ByteReader(subjects(most).bytes())));
        assertThrows(IllegalArgumentException.class, () -> subjects(most + "a"));
    }

    @Test
    void aScopeWithoutADeedOrWithUnknownOnesIsMalformed() {
        assertThrows(IllegalArgumentException.class, () -> new Scope(Set.of(), Set.of(), Set.of(), Set.of()));
        for (int deeds : List.of(0, 4, 5, 8, 9)) {
            Bytes form = Bytes.hex("020100" + "040100" + "060100" + "08010" + deeds);
            assertThrows(MalformedException.class, () -> Scope.read(new ByteReader(form)), "deeds " + deeds);
        }
        Bytes form = Bytes.hex("020100" + "040100" + "060100" + "080106");
        assertEquals(
                Set.of(Deed.RETRACT_ANY, Deed.RETRACT_OWN),
                Scope.read(new ByteReader(form)).deeds());
    }

    @Test
    void patternsStandInOrderAndNoneTwice() {
        Bytes twice = Bytes.hex("020100" + "0405020161" + "0161" + "060100" + "080107");
        Bytes good = Bytes.hex("020100" + "0405020161" + "0162" + "060100" + "080107");

        assertEquals(Set.of("a", "b"), Scope.read(new ByteReader(good)).subjects());
        assertThrows(MalformedException.class, () -> Scope.read(new ByteReader(twice)));
    }

    @Test
    void patternsAreOrderedByTheirBytes() {
        Scope scope = new Scope(Set.of(), Set.of("urn:\uffee", "urn:\ud83d\ude00"), Set.of(), ALL);

        assertEquals(List.of("urn:\uffee", "urn:\ud83d\ude00"), List.copyOf(scope.subjects()));
        assertEquals(scope, Scope.read(new ByteReader(scope.bytes())));
    }

    private static Set<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "urn:" + i).collect(Collectors.toSet());
    }

    private static Scope subjects(String pattern) {
        return new Scope(Set.of(), Set.of(pattern), Set.of(), ALL);
    }

    private static Edit asserting(String subject) {
        return edit(Written.quad(subject + " <urn:p> \"o\""));
    }

    private static Edit edit(Quad... quads) {
        return new Edit(List.of(quads), List.of(), Optional.empty(), Optional.empty());
    }

    private static Edit retracting(Quad quad, LogId... logs) {
        List<Dot> seen = List.of(logs).stream().map(log -> new Dot(log, 1)).toList();
        return new Edit(List.of(), List.of(new Retraction(quad, seen)), Optional.empty(), Optional.empty());
    }
}
