package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import org.junit.jupiter.api.Test;

class EndingTest {
    @Test
    void theOtherSideReadsWhatWeSay() {
        for (CloseCode code : CloseCode.values()) {
            Ending said = new Ending(Ending.By.US, code, Duration.ofMillis(1500), "too many of you");

            Ending heard = Ending.read(said.frame());

            assertEquals(new Ending(Ending.By.PEER, code, Duration.ofMillis(1500), "too many of you"), heard);
        }
    }

    @Test
    void itsFormIsFixed() {
        Ending said = new Ending(Ending.By.US, CloseCode.BUSY, Duration.ofSeconds(1), "no");

        assertEquals(Frame.of(0x04, 0, Bytes.hex("0005000003e86e6f")), said.frame());
    }

    @Test
    void aLongTextIsCutBetweenTwoCharacters() {
        Ending said = Ending.violation("x" + "\u20ac".repeat(100));

        Ending heard = Ending.read(said.frame());

        assertEquals("x" + "\u20ac".repeat(66), heard.text());
    }

    @Test
    void aTimeTooLongToSayIsSaidAsTheLongest() {
        Ending said = new Ending(Ending.By.US, CloseCode.BUSY, Duration.ofDays(100), "");

        assertEquals(Duration.ofMillis(0xffff_ffffL), Ending.read(said.frame()).retryAfter());
    }

    @Test
    void aCodeOfALaterVersionIsAFailure() {
        assertEquals(
                CloseCode.FAILED,
                Ending.read(Frame.of(4, 0, Bytes.hex("03e700000000"))).code());
    }

    @Test
    void whatThePeerSaysCannotSteerATerminal() {
        Ending heard = Ending.read(Frame.of(4, 0, Bytes.hex("000600000000" + "1b5b324ae280ae0a")));

        assertEquals("?[2J??", heard.text());
    }

    @Test
    void aTextTooLongOrNoTextIsMalformed() {
        Bytes head = Bytes.hex("000600000000");
        byte[] tooLong = new byte[head.length() + Ending.MAX_TEXT_BYTES + 1];

        assertThrows(MalformedException.class, () -> Ending.read(Frame.of(4, 0, Bytes.of(tooLong))));
        assertThrows(MalformedException.class, () -> Ending.read(Frame.of(4, 0, Bytes.hex("000600000000c3"))));
        for (int length = 0; length < head.length(); length++) {
            Frame shortened = Frame.of(4, 0, head.slice(0, length));
            assertThrows(MalformedException.class, () -> Ending.read(shortened));
        }
    }

    @Test
    void randomBytesAreReadOrRefusedAndNothingElse() {
        Random random = new Random(23);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] garbage = new byte[random.nextInt(20)];
            random.nextBytes(garbage);
            read += reads(garbage) ? 1 : 0;
        }
        assertTrue(read > 0);
    }

    private static boolean reads(byte[] garbage) {
        try {
            return Ending.read(Frame.of(4, 0, Bytes.of(garbage))).text().length() <= garbage.length;
        } catch (MalformedException expected) {
            return false;
        }
    }
}
