package kith.daemon.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class Utf8Test {
    private static boolean accepted(byte[] bytes) {
        Utf8 utf8 = new Utf8();
        boolean accepted = true;
        for (byte each : bytes) {
            accepted &= utf8.accepts(each);
        }
        return accepted && utf8.isWhole();
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException bad) {
            return false;
        }
    }

    @Test
    void itAgreesWithTheDecoderOnEveryBeginning() {
        byte[] seconds = HexFormat.of().parseHex("00417f808f909fa0bfc0ff");
        byte[] tails = HexFormat.of().parseHex("4180bfc0");
        for (int first = 0; first < 0x100; first++) {
            for (byte second : seconds) {
                agrees((byte) first, second);
                for (byte third : tails) {
                    agrees((byte) first, second, third);
                    for (byte fourth : tails) {
                        agrees((byte) first, second, third, fourth);
                    }
                }
            }
        }
    }

    private static void agrees(byte... bytes) {
        assertEquals(decodes(bytes), accepted(bytes), () -> HexFormat.of().formatHex(bytes));
    }
}
