package kith.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture says what the text says: it is read back from its characters. */
class QrPictureTest {
    private static final int QUIET = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 500, 2_900})
    void aPictureIsReadAsTheTextItWasMadeOf(int length) throws Exception {
        String text = "kith:join/river#" + "aB3-_".repeat(length / 5);

        assertEquals(text, new Decoder().decode(modules(QrPicture.of(text))).getText());
    }

    @Test
    void aTextBeyondWhatACodeHoldsIsRefused() {
        KithException refusal = assertThrows(KithException.class, () -> QrPicture.of("x".repeat(2_954)));

        assertEquals(Code.REJECTED, refusal.code());
    }

    private static BitMatrix modules(String picture) {
        String[] lines = picture.replaceAll("\u001b\\[[0-9;]*m", "").split("\n");
        int size = lines[0].length() - 2 * QUIET;
        BitMatrix modules = new BitMatrix(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                char two = lines[(y + QUIET) / 2].charAt(x + QUIET);
                boolean above = (y + QUIET) % 2 == 0;
                if (two == '█' || two == (above ? '▀' : '▄')) {
                    modules.set(x, y);
                }
            }
        }
        return modules;
    }
}
