package kith.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final NodeIdentity ADA =
            NodeIdentity.create("Ada's laptop", Instant.parse("2026-11-20T09:14:00Z"), RANDOM);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("device.key");
    }

    @Test
    void bareKeysComeBack() {
        KeyFile.write(file, ADA);

        KeyFile read = KeyFile.read(file);

        assertFalse(read.isSealed());
        assertEquals("Ada's laptop", read.name());
        assertSame(ADA, read.open(null));
    }

    @Test
    void thePublishedFileOpensAndIsWrittenAsItStands() throws IOException {
        Vectors.Vector vector = Vectors.read("key-file.txt").getFirst();
        Files.write(file, vector.bytes("file").view());

        NodeIdentity identity = KeyFile.read(file).open(null);
        KeyFile.write(folder.resolve("again"), identity);

        assertEquals(vector.text("name"), identity.name());
        assertEquals(vector.bytes("person-seed"), identity.person().seed());
        assertEquals(vector.bytes("device-seed"), identity.device().seed());
        assertEquals(vector.number("issued"), identity.certificate().issuedMillis());
        assertEquals(vector.bytes("file"), Bytes.of(Files.readAllBytes(folder.resolve("again"))));
    }

    @Test
    void sealedKeysComeBackWithTheirPassphraseOnly() {
        KeyFile.write(file, ADA, "over the hills".toCharArray(), RANDOM);

        KeyFile read = KeyFile.read(file);

        assertTrue(read.isSealed());
        assertEquals(ADA.certificate(), read.certificate());
        assertSame(ADA, read.open("over the hills".toCharArray()));
        assertRefused(Code.NOT_ALLOWED, "--passphrase-file", () -> read.open(null));
        assertRefused(Code.NOT_ALLOWED, "wrong passphrase", () -> read.open("over the hill".toCharArray()));
    }

    @Test
    void aSealedFileHoldsNoSeed() throws IOException {
        KeyFile.write(file, ADA, "over the hills".toCharArray(), RANDOM);
        String hex = Bytes.owned(Files.readAllBytes(file)).toHex();

        assertFalse(hex.contains(ADA.device().seed().toHex()));
        assertFalse(hex.contains(ADA.person().seed().toHex()));
    }

    @Test
    void theFileIsForItsOwnerAloneAndNothingIsLeftBeside() throws IOException {
        KeyFile.write(file, ADA);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void keysAreNeverOverwritten() throws IOException {
        KeyFile.write(file, ADA);
        byte[] before = Files.readAllBytes(file);
        NodeIdentity other = NodeIdentity.create("Bo", Instant.EPOCH, RANDOM);

        assertRefused(Code.CONFLICT, "never overwritten", () -> KeyFile.write(file, other));

        assertEquals(Bytes.of(before), Bytes.of(Files.readAllBytes(file)));
    }

    @Test
    void freshDeviceKeysTakeThePlaceOfTheOldOnesAndNothingOfThoseIsLeft() throws IOException {
        KeyFile.write(file, ADA);
        NodeIdentity next = ADA.withFreshDevice(Instant.parse("2026-12-01T00:00:00Z"), RANDOM);

        KeyFile.read(file).replace(next, null, RANDOM);

        assertSame(next, KeyFile.read(file).open(null));
        assertFalse(Bytes.owned(Files.readAllBytes(file))
                .toHex()
                .contains(ADA.device().seed().toHex()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void sealedKeysAreReplacedBySealedOnesAndOnlyWithTheirPassphrase() throws IOException {
        KeyFile.write(file, ADA, "over the hills".toCharArray(), RANDOM);
        Bytes before = Bytes.owned(Files.readAllBytes(file));
        NodeIdentity next = ADA.withFreshDevice(Instant.parse("2026-12-01T00:00:00Z"), RANDOM);

        assertRefused(
                Code.NOT_ALLOWED, "--passphrase-file", () -> KeyFile.read(file).replace(next, null, RANDOM));
        assertRefused(
                Code.NOT_ALLOWED,
                "wrong passphrase",
                () -> KeyFile.read(file).replace(next, "over the hill".toCharArray(), RANDOM));
        assertEquals(before, Bytes.owned(Files.readAllBytes(file)));

        KeyFile.read(file).replace(next, "over the hills".toCharArray(), RANDOM);

        assertTrue(KeyFile.read(file).isSealed());
        assertSame(next, KeyFile.read(file).open("over the hills".toCharArray()));
        String hex = Bytes.owned(Files.readAllBytes(file)).toHex();
        assertFalse(hex.contains(next.device().seed().toHex()));
    }

    @Test
    void keysOfAnotherPersonNeverTakeThePlace() {
        KeyFile.write(file, ADA);
        NodeIdentity other = NodeIdentity.create("Bo", Instant.EPOCH, RANDOM);

        assertThrows(IllegalArgumentException.class, () -> KeyFile.read(file).replace(other, null, RANDOM));
        assertSame(ADA, KeyFile.read(file).open(null));
    }

    @Test
    void aSymbolicLinkToNowhereIsNotFollowed() throws IOException {
        Files.createSymbolicLink(file, folder.resolve("elsewhere"));

        assertRefused(Code.CONFLICT, "never overwritten", () -> KeyFile.write(file, ADA));
        assertFalse(Files.exists(folder.resolve("elsewhere")));
    }

    @Test
    void everyChangedByteIsSeenAsDamage() throws IOException {
        KeyFile.write(file, ADA);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 4;
            Files.write(file, changed);
            assertRefused(Code.FAILED, "is damaged", () -> KeyFile.read(file).open(null));
        }
    }

    @Test
    void aShortenedOrLengthenedFileIsSeenAsDamage() throws IOException {
        KeyFile.write(file, ADA);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertRefused(Code.FAILED, "is damaged", () -> KeyFile.read(file));
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
        assertRefused(Code.FAILED, "is damaged", () -> KeyFile.read(file));
        Files.write(file, new byte[KeyFile.MAX_FILE_BYTES + 1]);
        assertRefused(Code.FAILED, "more than 4096", () -> KeyFile.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " Ada", "Ada ", "Ada\nBo", "Ada\u0007", "\ud800"})
    void whatIsNoNameIsRefused(String name) {
        assertRefused(Code.USAGE, "a name has", () -> NodeIdentity.create(name, Instant.EPOCH, RANDOM));
    }

    @Test
    void aNameHasItsLimit() {
        String longest = "\u00e9".repeat(NodeIdentity.MAX_NAME_CHARS);

        KeyFile.write(file, NodeIdentity.create(longest, Instant.EPOCH, RANDOM));

        assertEquals(longest, KeyFile.read(file).name());
        assertRefused(Code.USAGE, "65", () -> NodeIdentity.create(longest + "x", Instant.EPOCH, RANDOM));
    }

    @Test
    void aCertificateOfSomebodyElseIsNoIdentity() {
        NodeIdentity other = NodeIdentity.create("Bo", Instant.EPOCH, RANDOM);

        assertThrows(
                IllegalArgumentException.class,
                () -> new NodeIdentity(ADA.person(), ADA.device(), other.certificate(), "Ada"));
    }

    private static void assertSame(NodeIdentity expected, NodeIdentity actual) {
        assertEquals(expected.person().seed(), actual.person().seed());
        assertEquals(expected.device().seed(), actual.device().seed());
        assertEquals(expected.certificate(), actual.certificate());
        assertEquals(expected.name(), actual.name());
    }

    private static void assertRefused(Code code, String why, Runnable act) {
        KithException refused = assertThrows(KithException.class, act::run);
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(why), refused.getMessage());
    }
}
