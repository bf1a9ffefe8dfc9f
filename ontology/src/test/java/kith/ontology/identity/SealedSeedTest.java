package kith.ontology.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Vectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SealedSeedTest {
    private static final SealedSeed.Cost CHEAP = new SealedSeed.Cost(SealedSeed.Cost.MIN_MEMORY_KIB, 1, 1);
    private static final Bytes SECRET = Bytes.sha256(new byte[] {3});
    private static final char[] PHRASE = "a long way home".toCharArray();

    static Iterable<Vectors.Vector> sealed() {
        return Vectors.read("sealed-seed.txt");
    }

    @ParameterizedTest
    @MethodSource("sealed")
    void thePublishedOnesOpen(Vectors.Vector vector) {
        SealedSeed sealed = read(vector.bytes("sealed"));

        Bytes secret = sealed.open(new String(vector.bytes("passphrase").view(), StandardCharsets.UTF_8).toCharArray());

        assertEquals(vector.bytes("secret"), secret);
        assertEquals(
                new SealedSeed.Cost(
                        (int) vector.number("memory"), (int) vector.number("passes"), (int) vector.number("lanes")),
                sealed.cost());
    }

    @Test
    void aSecretComesBackAndNeverLooksTheSame() {
        SealedSeed one = SealedSeed.seal(SECRET, PHRASE, CHEAP, new SecureRandom());
        SealedSeed two = SealedSeed.seal(SECRET, PHRASE, CHEAP, new SecureRandom());

        assertEquals(SECRET, one.open(PHRASE));
        assertEquals(SECRET, two.open(PHRASE));
        assertNotEquals(bytes(one), bytes(two));
    }

    @Test
    void aWrongPassphraseIsToldInOneLine() {
        SealedSeed sealed = SealedSeed.seal(SECRET, PHRASE, CHEAP, new SecureRandom());

        KithException refused = assertThrows(KithException.class, () -> sealed.open("a long way hope".toCharArray()));

        assertEquals(KithException.Blame.USER, refused.blame());
        assertEquals(Code.NOT_ALLOWED, refused.code());
        assertTrue(refused.getMessage().contains("wrong passphrase"));
        assertFalse(refused.getMessage().contains("hope"));
    }

    @Test
    void aPassphraseIsTheSameHoweverItsLettersAreComposed() {
        SealedSeed sealed = SealedSeed.seal(SECRET, "\u00e4rger".toCharArray(), CHEAP, new SecureRandom());

        assertEquals(SECRET, sealed.open("a\u0308rger".toCharArray()));
    }

    @Test
    void anEmptyOrEndlessPassphraseIsRefused() {
        char[] tooLong = "x".repeat(SealedSeed.MAX_PASSPHRASE_BYTES + 1).toCharArray();

        assertThrows(KithException.class, () -> seal(new char[0]));
        assertThrows(KithException.class, () -> seal(tooLong));
        assertThrows(
                IllegalArgumentException.class,
                () -> SealedSeed.seal(
                        Bytes.of(new byte[SealedSeed.MAX_SECRET_BYTES + 1]), PHRASE, CHEAP, new SecureRandom()));
    }

    @ParameterizedTest
    @CsvSource({
        "8191, 1, 1",
        "262145, 1, 1",
        "4194304, 1, 1",
        "4294967295, 1, 1",
        "8192, 0, 1",
        "8192, 17, 1",
        "8192, 1, 0",
        "8192, 1, 9"
    })
    void aFileThatAsksForMoreThanTheBoundsIsRefusedBeforeAnythingIsAllocated(long memory, int passes, int lanes) {
        byte[] hostile = new ByteWriter()
                .u8(1)
                .u32(memory)
                .u8(passes)
                .u8(lanes)
                .bytes(new byte[28])
                .u16(32)
                .bytes(new byte[48])
                .toArray();

        assertThrows(MalformedException.class, () -> SealedSeed.read(new ByteReader(hostile)));
    }

    @Test
    void everyChangedByteIsSeen() {
        Bytes whole = bytes(SealedSeed.seal(SECRET, PHRASE, CHEAP, new SecureRandom()));
        for (int at = 0; at < whole.length(); at++) {
            byte[] changed = whole.toArray();
            changed[at] ^= 1;
            assertThrows(KithException.class, () -> read(Bytes.of(changed)).open(PHRASE), "byte " + at);
        }
    }

    @Test
    void aShortenedOneIsMalformed() {
        Bytes whole = bytes(SealedSeed.seal(SECRET, PHRASE, CHEAP, new SecureRandom()));
        for (int length = 0; length < whole.length(); length++) {
            Bytes part = whole.slice(0, length);
            assertThrows(MalformedException.class, () -> read(part));
        }
    }

    @Test
    void randomBytesAreReadOrRefusedAndNothingElse() {
        Random random = new Random(11);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] garbage = new byte[random.nextInt(120)];
            random.nextBytes(garbage);
            if (garbage.length > 7 && random.nextBoolean()) {
                System.arraycopy(new byte[] {1, 0, 0, 0x20, 0, 1, 1}, 0, garbage, 0, 7);
            }
            read += reads(garbage) ? 1 : 0;
        }
        assertTrue(read < 200_000);
    }

    /** RFC 9106, 5.3. */
    @Test
    void theKeyIsMadeByTheArgon2idOfTheStandard() {
        Argon2BytesGenerator argon = new Argon2BytesGenerator();
        argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(filled(16, 2))
                .withSecret(filled(8, 3))
                .withAdditional(filled(12, 4))
                .build());

        byte[] tag = new byte[32];
        argon.generateBytes(filled(32, 1), tag);

        assertArrayEquals(
                HexFormat.of().parseHex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"), tag);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static boolean reads(byte[] garbage) {
        try {
            read(Bytes.owned(garbage));
            return true;
        } catch (MalformedException expected) {
            return false;
        }
    }

    private static SealedSeed seal(char[] phrase) {
        return SealedSeed.seal(SECRET, phrase, CHEAP, new SecureRandom());
    }

    private static SealedSeed read(Bytes bytes) {
        ByteReader in = new ByteReader(bytes);
        SealedSeed sealed = SealedSeed.read(in);
        in.end();
        return sealed;
    }

    private static Bytes bytes(SealedSeed sealed) {
        ByteWriter out = new ByteWriter();
        sealed.write(out);
        return out.toBytes();
    }
}
