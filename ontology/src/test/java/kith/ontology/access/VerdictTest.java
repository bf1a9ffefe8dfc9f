package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.testkit.Citizens;
import org.junit.jupiter.api.Test;

/** How far one branch of a log counts and is handed on, when ends name links of it and of others. */
final class VerdictTest {
    private static final LogId LOG = new LogId(Bytes.sha256(new byte[0]));
    private static final Allowance WRITER = Allowance.of(Level.WRITER);
    private static final LongFunction<Bytes> HELD = seq -> link("held", seq);

    private static Bytes link(String branch, long seq) {
        return Bytes.sha256(Bytes.utf8(branch + seq).view());
    }

    private static Cutoff end(String branch, long seq) {
        return new Cutoff(new Dot(LOG, seq), link(branch, seq));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    private static Verdict.Valid ended(List<Cutoff>... within) {
        return new Verdict.Valid(List.of(within), Long.MAX_VALUE, WRITER);
    }

    @Test
    void whatNobodyEndedCountsUpToItsMost() {
        Verdict.Valid whole = new Verdict.Valid(List.of(), 5, WRITER);

        assertTrue(whole.isWhole() && whole.mayStand());
        assertEquals(4, whole.reach(4, HELD));
        assertEquals(5, whole.reach(6, HELD));
        assertEquals(5, whole.named());
        assertEquals(3, whole.told(3, HELD));
    }

    @Test
    void ofSeveralEndsTheLeastCountsAndTheLastThatIsHeldIsHandedOn() {
        Verdict.Valid verdict = ended(List.of(end("held", 2), end("other", 4)), List.of(end("held", 3)));

        assertFalse(verdict.isWhole());
        assertEquals(2, verdict.reach(9, HELD));
        assertEquals(3, verdict.told(9, HELD));
        assertEquals(3, verdict.told(3, HELD));
        assertEquals(0, verdict.reach(2, HELD), "the second end is not proven yet");
        assertEquals(0, verdict.told(2, HELD));
        assertEquals(4, verdict.named());
    }

    @Test
    void anEndOfALinkThatIsNotHeldProvesNothing() {
        Verdict.Valid verdict = ended(List.of(end("other", 2)));

        assertEquals(0, verdict.reach(9, HELD));
        assertTrue(verdict.mayStand());
        assertFalse(ended(List.of(end("held", 2)), List.of()).mayStand());
    }

    @Test
    void whereALogIsLongerThanAllThatAnEndNamesAndHasNoneOfItItIsAnotherBranch() {
        assertTrue(ended(List.of(end("other", 2), end("third", 3))).isOnAnotherBranch(3, HELD));
        assertFalse(ended(List.of(end("other", 2), end("third", 3))).isOnAnotherBranch(2, HELD), "it may come yet");
        assertFalse(ended(List.of(end("other", 2), end("held", 3))).isOnAnotherBranch(3, HELD));
        assertTrue(ended(List.of(end("held", 1)), List.of(end("other", 2))).isOnAnotherBranch(2, HELD));
        assertFalse(ended(List.of(end("held", 1))).isOnAnotherBranch(2, HELD));
    }

    @Test
    void aBranchIsWorthTakingThatAnEndNamesOrMayNameYet() {
        Verdict.Valid verdict = ended(List.of(end("other", 3)), List.of(end("third", 5)));

        assertTrue(verdict.mayName(4, end("other", 3)::equals));
        assertTrue(verdict.mayName(2, any -> false), "it may come yet");
        assertFalse(verdict.mayName(3, any -> false));
        assertFalse(verdict.mayName(9, end("held", 3)::equals));
    }

    @Test
    void whatAnAuthorSaysOfEndingItIsHandedOnThoughNothingCounts() {
        Verdict.Valid verdict = new Verdict.Valid(
                List.of(List.of()), 0, 9, List.of(end("held", 4), end("other", 6)), Long.MAX_VALUE, WRITER);

        assertEquals(0, verdict.reach(9, HELD));
        assertEquals(4, verdict.told(9, HELD));
        assertEquals(4, verdict.told(4, HELD));
        assertEquals(0, verdict.told(3, HELD));
    }

    @Test
    void ofARightThatSomebodyStrongerEndedLogsWithoutAKeptLinkAreVoid() {
        Story story = new Story();
        GrantId bo = story.give(story.founding, Story.BO, Level.WRITER);
        Bytes said = story.say(Story.ofDevice(Story.BO, bo), new Act.Succession(Citizens.ELSEWHERE));
        story.cut(story.founding, bo);

        Authority authority = story.authority();

        for (Plane plane : Plane.values()) {
            Verdict verdict = authority.judge(Story.log(Story.device(Story.BO), plane, bo));
            assertEquals(new Verdict.Void("its grant was ended"), verdict);
        }
        assertFalse(story.counts(said));
        assertEquals(0, authority.spoken(Story.ofDevice(Story.BO, bo).id()));
    }

    @Test
    void ofARightThatItsHolderEndedMoreActsAreSoughtAndNoMoreData() {
        Story story = new Story();
        GrantId bo = story.give(story.founding, Story.BO, Level.WRITER);
        LogRoot log = Story.ofDevice(Story.BO, bo);
        LogRoot other = new LogRoot(Citizens.SPACE, log.author(), Allowance.incarnation(1), Plane.CONTROL, bo);
        story.say(log, new Act.Succession(Citizens.ELSEWHERE));
        Bytes end = story.cutDevice(log, bo);

        Authority authority = story.authority();

        assertInstanceOf(Verdict.Void.class, authority.judge(Story.log(log.author(), Plane.DATA, bo)));
        Verdict.Valid here = assertInstanceOf(Verdict.Valid.class, authority.judge(log));
        Verdict.Valid there = assertInstanceOf(Verdict.Valid.class, authority.judge(other));
        Cutoff last = new Cutoff(new Dot(log.id(), 2), end);
        assertEquals(List.of(last), here.ownEnds());
        assertEquals(List.of(List.of(last)), here.within());
        assertEquals(2, here.due());
        assertEquals(List.of(), there.ownEnds());
        assertEquals(0, there.reach(9, HELD));
        assertEquals(0, there.due(), "what waits has its own room");
        for (Verdict.Valid each : List.of(here, there)) {
            assertEquals(Allowance.MAX_MEMBER_ACTS, each.sought());
            assertEquals(Allowance.MAX_MEMBER_ACTS, each.most());
        }
        assertEquals(2, authority.spoken(log.id()));
        assertEquals(0, authority.spoken(other.id()));
    }

    @Test
    void ofTwoEndsByTheirHolderBothAreToldOfWhateverEachKeeps() {
        Story story = new Story();
        GrantId bo = story.give(story.founding, Story.BO, Level.WRITER);
        LogRoot one = Story.ofDevice(Story.BO, bo);
        LogRoot other = new LogRoot(Citizens.SPACE, one.author(), Allowance.incarnation(1), Plane.CONTROL, bo);
        Bytes first = story.cutDevice(one, bo);
        Bytes second = story.cutDevice(other, bo);

        Authority authority = story.authority();

        assertEquals(2, authority.endings(bo).size());
        assertEquals(1, told(authority, one, first));
        assertEquals(1, told(authority, other, second));
        story.cut(story.founding, bo, second);
        assertEquals(List.of(), ownEnds(story.authority(), one), "an end by somebody stronger leaves nothing of it");
        assertEquals(1, ownEnds(story.authority(), other).size());
    }

    private static long told(Authority authority, LogRoot log, Bytes link) {
        Verdict.Valid verdict = assertInstanceOf(Verdict.Valid.class, authority.judge(log));
        assertEquals(0, verdict.reach(1, seq -> link));
        return verdict.told(1, seq -> link);
    }

    private static List<Cutoff> ownEnds(Authority authority, LogRoot log) {
        return authority.judge(log) instanceof Verdict.Valid valid ? valid.ownEnds() : List.of();
    }

    @Test
    void anAllowanceWithoutAQuotaHasAllTheRoom() {
        List<Long> rooms = Stream.of(0L, 1L, 7L)
                .map(quota -> new Allowance(Level.WRITER, Scope.ALL, quota).room())
                .toList();

        assertEquals(List.of(Long.MAX_VALUE, 1L, 7L), rooms);
    }
}
