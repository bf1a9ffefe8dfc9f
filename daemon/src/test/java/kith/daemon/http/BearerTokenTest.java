package kith.daemon.http;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BearerTokenTest {
    @TempDir
    private Path folder;

    private BearerToken made() {
        return BearerToken.readOrMake(folder.resolve("token"), count -> Bytes.hex("ab".repeat(count)));
    }

    @Test
    void aTokenIsMadeOnceAndOnlyForThisUser() throws IOException {
        BearerToken first = made();
        String text = Files.readString(folder.resolve("token")).strip();

        BearerToken again = BearerToken.readOrMake(folder.resolve("token"), count -> Bytes.hex("00".repeat(count)));

        assertAll(
                () -> assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token")))),
                () -> assertEquals("ab".repeat(32), text),
                () -> assertTrue(first.matches(text)),
                () -> assertTrue(again.matches(text)),
                () -> assertFalse(first.toString().contains("ab")));
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        made();
        Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-r-----"));

        assertEquals(
                Code.NOT_ALLOWED, assertThrows(KithException.class, this::made).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "0123456789abcdef 0123456789abcdef", "0123456789abcdef0123456789abcd\u00e9f"})
    void aTextThatIsNoTokenIsRefused(String text) {
        assertEquals(
                Code.USAGE,
                assertThrows(KithException.class, () -> BearerToken.of(text)).code());
    }

    @Test
    void theLengthHasItsLimits() {
        BearerToken.of("x".repeat(BearerToken.MIN_CHARS));
        BearerToken.of("x".repeat(BearerToken.MAX_CHARS));

        assertThrows(KithException.class, () -> BearerToken.of("x".repeat(BearerToken.MIN_CHARS - 1)));
        assertThrows(KithException.class, () -> BearerToken.of("x".repeat(BearerToken.MAX_CHARS + 1)));
    }
}
