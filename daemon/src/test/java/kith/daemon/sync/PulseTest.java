package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import kith.daemon.sync.Pulse.Beat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PulseTest {
    private static final long START = 1_000_000;

    private final Pulse pulse = new Pulse();

    @BeforeEach
    void start() {
        pulse.answered(START);
    }

    @Test
    void oneThatOwesNothingIsAskedAfterHalfAMinuteAndGivenUpTwentySecondsLater() {
        assertEquals(List.of("30 ASK", "40 ASK", "50 GIVE_UP"), beats(0, 50));
        assertEquals(50, pulse.silentSeconds(START + 50_000));
    }

    @Test
    void oneThatOwesAnAnswerIsAskedAfterTenSecondsAndGivenUpTwentySecondsLater() {
        pulse.said(START + 5_000);
        pulse.said(START + 6_000);

        assertEquals(List.of("15 ASK", "25 ASK", "35 GIVE_UP"), beats(6, 35));
    }

    @Test
    void whoWasSilentForLongAndIsToldSomethingIsNotAskedLater() {
        assertEquals(List.of(), beats(0, 28));

        pulse.said(START + 28_000);

        assertEquals(List.of("30 ASK", "40 ASK", "50 GIVE_UP"), beats(29, 50));
    }

    @Test
    void anAnswerMakesUpForAllQuestions() {
        assertEquals(List.of("30 ASK", "40 ASK"), beats(0, 49));

        pulse.answered(START + 49_000);

        assertEquals(List.of("79 ASK", "89 ASK", "99 GIVE_UP"), beats(50, 99));
    }

    @Test
    void whoStirsIsThereAndHearsOfUsAndStillOwesItsAnswer() {
        pulse.said(START);
        List<String> beats = new ArrayList<>();
        for (long second = 5; second < 40; second += 5) {
            pulse.stirred(START + second * 1_000);
            beats.addAll(beats(second + 1, second + 5));
        }

        assertEquals(List.of("10 ASK", "20 ASK", "30 ASK", "40 ASK"), beats);
        assertEquals(List.of("45 ASK", "55 ASK", "65 GIVE_UP"), beats(41, 65));
    }

    @Test
    void whoIsDoubtedIsAskedAtOnceAndGivenUpAfterFiveSeconds() {
        assertTrue(pulse.doubted(START + 1_000));

        assertEquals(List.of("6 GIVE_UP"), beats(1, 6));
    }

    @Test
    void whoIsDoubtedAgainAndAgainHasNotMoreTime() {
        assertTrue(pulse.doubted(START));
        assertFalse(pulse.doubted(START + 3_000));
        assertFalse(pulse.doubted(START + 5_000));

        assertEquals(List.of("5 GIVE_UP"), beats(0, 5));
    }

    @Test
    void whoIsDoubtedAndAnswersMayBeDoubtedAnew() {
        pulse.doubted(START);
        pulse.answered(START + 4_000);
        assertEquals(List.of(), beats(4, 30));

        assertTrue(pulse.doubted(START + 30_000));
    }

    @Test
    void aClockThatLeapsGivesNobodyUpUnasked() {
        assertEquals(List.of("7200 ASK", "7210 ASK", "7220 GIVE_UP"), beats(7_200, 7_220));
    }

    /** What is to be done when, in seconds since the start. */
    private List<String> beats(long from, long to) {
        List<String> done = new ArrayList<>();
        LongStream.rangeClosed(from, to).forEach(second -> {
            Beat beat = pulse.beat(START + second * 1_000);
            if (beat != Beat.NOTHING) {
                done.add(second + " " + beat);
            }
        });
        return done;
    }
}
