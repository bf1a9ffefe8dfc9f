package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a channel keeps of a peer whom it was compared with. */
final class ProgressTest {
    private final Gen gen = new Gen(1);
    private final Map<LogId, Long> counted = new HashMap<>();
    private final List<LogId> logs = gen.list(1_000, 1_000, () -> SomeDeltas.log(gen));
    private final Progress progress = new Progress(log -> counted.getOrDefault(log, 0L));

    @BeforeEach
    void weStandSomewhere() {
        Map<LogId, Frontier.Head> heads = new HashMap<>();
        for (LogId log : logs) {
            counted.put(log, 5L);
            heads.put(log, new Frontier.Head(5, log.value()));
        }
        progress.snapshot(new Frontier(heads));
    }

    @Test
    void whatIsInStepTakesNoRoomAndIsFollowed() {
        progress.inStep(Set.of(logs.get(0), logs.get(1)));

        assertEquals(2, progress.size());
        assertEquals(6, progress.next(logs.get(2)));
        assertEquals(5, progress.held(logs.get(2)));
        assertFalse(progress.isFollowed(logs.get(0)));
        assertEquals(10, progress.lag(), "five of each of the two");
        assertEquals(2, progress.size(), "to ask takes no room");
    }

    @Test
    void whatMovesTakesRoomAndIsOwed() {
        progress.inStep(Set.of());

        counted.put(logs.get(3), 7L);
        progress.advances(logs.get(3), 7);
        assertEquals(2, progress.lag());
        progress.confirms(logs.get(3), 7);

        assertEquals(0, progress.lag());
        assertEquals(1, progress.size());
        assertEquals(6, progress.next(logs.get(3)));
    }

    @Test
    void whatMovedWhileItWasComparedIsFollowedFromWhereBothStood() {
        counted.put(logs.get(4), 8L);
        progress.advances(logs.get(4), 8);

        progress.inStep(Set.of());

        assertEquals(6, progress.next(logs.get(4)));
        assertEquals(3, progress.lag());
    }

    @Test
    void aLogThatIsNewIsNotFollowed() {
        progress.inStep(Set.of());
        LogId news = SomeDeltas.log(gen);
        counted.put(news, 1L);

        progress.advances(news, 1);

        assertFalse(progress.isFollowed(news));
        assertEquals(1, progress.lag());
    }

    @Test
    void ofWhatThePeerHoldsNothingIsKnownWhereAllIsTold() {
        progress.unknown();

        assertEquals(5_000, progress.lag());
        progress.holds(logs.get(0), 3);
        assertEquals(4_997, progress.lag());
    }
}
