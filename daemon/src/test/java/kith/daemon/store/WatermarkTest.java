package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kith.ontology.delta.LogId;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WatermarkTest {
    private static final LogId ONE = SomeDeltas.log(new Gen(1));
    private static final LogId OTHER = SomeDeltas.log(new Gen(2));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void somewhere() {
        file = folder.resolve("watermark");
    }

    private Watermark noted(LogId log, long seq) {
        Watermark watermark = Watermark.open(file);
        watermark.note(log, seq);
        watermark.save();
        return watermark;
    }

    @Test
    void aMissingFileKnowsOfNothing() {
        assertEquals(0, Watermark.open(file).seq(ONE));
    }

    @Test
    void whatIsSavedIsThereAgainAndNothingBesideIt() {
        noted(ONE, 7);
        noted(OTHER, Watermark.CLOSED);

        Watermark again = Watermark.open(file);

        assertAll(
                () -> assertEquals(7, again.seq(ONE)),
                () -> assertEquals(Watermark.CLOSED, again.seq(OTHER)),
                () -> assertFalse(Files.exists(folder.resolve("watermark.new"))));
    }

    @Test
    void whatIsOnlyNotedIsNotSaved() {
        Watermark watermark = noted(ONE, 7);

        watermark.note(ONE, 8);

        assertAll(
                () -> assertEquals(8, watermark.seq(ONE)),
                () -> assertEquals(7, Watermark.open(file).seq(ONE)));
    }

    @Test
    void anOlderNumberNeverTakesTheMarkBack() {
        Watermark watermark = noted(ONE, 7);

        watermark.note(ONE, 3);
        watermark.save();

        assertEquals(7, Watermark.open(file).seq(ONE));
    }

    @Test
    void aSaveThatWasCutShortLeavesTheOldMark() throws IOException {
        noted(ONE, 7);
        Files.writeString(folder.resolve("watermark.new"), ONE.value().toHex().substring(0, 9));

        Watermark again = Watermark.open(file);
        again.note(ONE, 8);
        again.save();

        assertEquals(8, Watermark.open(file).seq(ONE));
    }

    // A mark that says less than was written would let a number of a log be used twice: nothing here is guessed.
    @Test
    void aTornMarkIsDamageAndNeverReadAsLess() throws IOException {
        noted(ONE, 70);
        String whole = Files.readString(file).stripTrailing();

        Files.writeString(file, whole.substring(0, whole.lastIndexOf(' ')));
        KithException torn = assertThrows(KithException.class, () -> Watermark.open(file));
        Files.writeString(file, whole.substring(0, 10) + " 70\n");
        KithException garbled = assertThrows(KithException.class, () -> Watermark.open(file));

        assertAll(
                () -> assertEquals(KithException.Blame.HOST, torn.blame()),
                () -> assertTrue(garbled.getMessage().contains("watermark")));
    }
}
