package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kith.ontology.delta.LogId;
import kith.ontology.identity.KeyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How what one node says reaches all others, who are all connected with each other. */
final class SpreadingTest {
    private static final int PACE_MILLIS = 400;
    /** What a node sends on, stores, gathers and asks for, until all have it. */
    private static final int SOON_MILLIS = 300;

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 20})
    void anAuthorsFirstDeltaReachesEverybody(int size) {
        Village village = met(size);
        LogId log = village.home(0).newLog();

        village.home(0).says(log);

        long took = village.takes(() -> village.allHold(log, 1), 5_000);
        assertTrue(took < SOON_MILLIS, took + " ms");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 20})
    void afterTheFirstFewEachNodeReceivesOneCopy(int size) {
        Village village = new Village(size, size);
        LogId log = village.knownLogOf(village.home(0));
        village.meet();
        says(village, log, 5);
        village.deliveries().clear();

        says(village, log, 10);

        assertTrue(village.allHold(log, 16));
        double copies = village.copies(log, 10);
        assertTrue(copies >= 1 && copies <= 1.2, copies + " copies");
        village.passes(2_000);
        assertTrue(village.allKnowThatAllIsWell(), "who was told has said that it holds it");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 8, 20})
    void ofALogThatNobodyKnewEachNodeReceivesOneCopyToo(int size) {
        Village village = met(size);
        LogId log = village.home(0).newLog();
        says(village, log, 5);
        village.deliveries().clear();

        says(village, log, 10);

        double copies = village.copies(log, 10);
        assertTrue(copies >= 1 && copies <= 1.2, copies + " copies");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void overManyHopsEachNodeReceivesOneCopyToo(long seed) {
        Village village = new Village(30, seed);
        LogId log = village.knownLogOf(village.home(0));
        village.meet(3);
        says(village, log, 5);
        village.deliveries().clear();

        says(village, log, 10);

        assertTrue(village.allHold(log, 16));
        double copies = village.copies(log, 10);
        assertTrue(copies >= 1 && copies <= 1.2, copies + " copies");
    }

    @Test
    void newsInABurstAreNotAskedForOfMany() {
        Village village = new Village(8, 4);
        LogId log = village.knownLogOf(village.home(0));
        village.meet();
        says(village, log, 5);
        village.deliveries().clear();

        for (int i = 0; i < 100; i++) {
            village.home(0).says(log);
            village.passes(3);
        }
        village.passes(PACE_MILLIS);

        assertTrue(village.allHold(log, 106));
        double copies = village.copies(log, 100);
        assertTrue(copies >= 1 && copies <= 1.2, copies + " copies");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatABranchThatEndedWouldHaveBroughtIsAskedForOfAnother(long seed) {
        Village village = new Village(8, seed);
        LogId log = village.knownLogOf(village.home(0));
        village.meet();
        says(village, log, 5);
        KeyId last = village.home(7).node();

        village.part(village.bringer(log, 6, village.home(7)), last);
        village.home(0).says(log);

        long took = village.takes(() -> village.allHold(log, 7), 5_000);
        assertTrue(took < SOON_MILLIS, took + " ms");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatABranchThatIsSilentDoesNotBringIsAskedForOfAnother(long seed) {
        Village village = new Village(8, seed);
        LogId log = village.knownLogOf(village.home(0));
        village.meet();
        says(village, log, 5);

        village.silence(
                village.bringer(log, 6, village.home(7)), village.home(7).node());
        village.home(0).says(log);

        long took = village.takes(() -> village.allHold(log, 7), 5_000);
        assertTrue(took < SOON_MILLIS, took + " ms");
        village.deliveries().clear();
        says(village, log, 5);
        assertTrue(village.copies(log, 5) <= 1.2, "there is another branch now");
    }

    @Test
    void eachAuthorHasATreeOfItsOwn() {
        Village village = new Village(20, 5);
        LogId one = village.knownLogOf(village.home(0));
        LogId other = village.knownLogOf(village.home(1));
        village.meet();
        for (int i = 0; i < 10; i++) {
            village.home(0).says(one);
            village.home(1).says(other);
            village.passes(PACE_MILLIS);
        }

        Map<KeyId, KeyId> ofOne = tree(village, one, 0);
        Map<KeyId, KeyId> ofOther = tree(village, other, 1);

        assertEquals(19, ofOne.size());
        assertEquals(19, ofOther.size());
        assertTrue(
                ofOne.keySet().stream().allMatch(node -> leadsTo(village.home(0).node(), node, ofOne)));
        assertTrue(ofOther.keySet().stream()
                .allMatch(node -> leadsTo(village.home(1).node(), node, ofOther)));
        village.deliveries().clear();
        says(village, one, 5);
        assertTrue(village.copies(one, 5) <= 1.2);
    }

    /** By whom each node was brought the last delta, but the author. */
    private static Map<KeyId, KeyId> tree(Village village, LogId log, int author) {
        return IntStream.range(0, 20)
                .filter(i -> i != author)
                .mapToObj(village::home)
                .collect(Collectors.toMap(Village.Home::node, home -> village.bringer(log, 11, home)));
    }

    private static boolean leadsTo(KeyId author, KeyId node, Map<KeyId, KeyId> tree) {
        KeyId at = node;
        for (int steps = 0; steps < tree.size() && !at.equals(author); steps++) {
            at = tree.get(at);
        }
        return at.equals(author);
    }

    @Test
    void theSameSeedGivesTheSameCourse() {
        Function<Long, List<Village.Delivery>> course = seed -> {
            Village village = new Village(8, seed);
            LogId log = village.knownLogOf(village.home(0));
            village.meet();
            says(village, log, 5);
            return village.deliveries();
        };

        assertEquals(course.apply(7L), course.apply(7L));
        assertNotEquals(course.apply(7L), course.apply(8L));
    }

    private static Village met(int size) {
        Village village = new Village(size, size);
        village.meet();
        return village;
    }

    private static void says(Village village, LogId log, int times) {
        for (int i = 0; i < times; i++) {
            village.home(0).says(log);
            village.passes(PACE_MILLIS);
        }
    }
}
