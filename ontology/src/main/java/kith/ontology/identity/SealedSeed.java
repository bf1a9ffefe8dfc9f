package kith.ontology.identity;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * A secret locked with a passphrase: Argon2id makes the key, ChaCha20-Poly1305 seals
 * (docs/protocol/handshake.md, "Sealed seed"). Immutable; holds nothing secret itself.
 *
 * <p>Form: format u8 = 1, memory u32 in KiB, passes u8, lanes u8, salt 16, nonce 12, length u16, sealed bytes, tag 16.
 * Everything before the sealed bytes is authenticated with them.
 */
public final class SealedSeed {
    /** The longest secret that is sealed, in bytes. */
    public static final int MAX_SECRET_BYTES = 1_024;

    /** The longest passphrase, in bytes of UTF-8. */
    public static final int MAX_PASSPHRASE_BYTES = 1_024;

    private static final int FORMAT = 1;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int KEY_BYTES = 32;
    private static final int SALT_AT = 1 + 4 + 1 + 1;
    private static final int NONCE_AT = SALT_AT + SALT_BYTES;
    private static final int LENGTH_AT = NONCE_AT + NONCE_BYTES;
    private static final int HEADER_BYTES = LENGTH_AT + 2;

    /**
     * What one try at a passphrase costs. Bounded above, so that no file can ask a reader for more than 256 MiB, and
     * below, so that none is sealed to no purpose.
     */
    public record Cost(int memoryKiB, int passes, int lanes) {
        public static final int MIN_MEMORY_KIB = 8 * 1_024;
        public static final int MAX_MEMORY_KIB = 256 * 1_024;
        public static final int MAX_PASSES = 16;
        public static final int MAX_LANES = 8;

        /** 64 MiB, three passes, one lane: about half a second. */
        public static final Cost DEFAULT = new Cost(64 * 1_024, 3, 1);

        public Cost {
            inRange("memory", memoryKiB, MIN_MEMORY_KIB, MAX_MEMORY_KIB);
            inRange("passes", passes, 1, MAX_PASSES);
            inRange("lanes", lanes, 1, MAX_LANES);
        }

        private static void inRange(String what, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(what + " " + value + " is outside " + min + " to " + max);
            }
        }
    }

    private final Cost cost;
    private final Bytes header;
    private final Bytes sealed;

    private SealedSeed(Cost cost, Bytes header, Bytes sealed) {
        this.cost = cost;
        this.header = header;
        this.sealed = sealed;
    }

    /**
     * Seals {@code secret}; equal input never gives equal bytes. Takes as long, and as much memory, as the cost says.
     *
     * @throws KithException (USER) if the passphrase is empty or longer than {@link #MAX_PASSPHRASE_BYTES}
     */
    public static SealedSeed seal(Bytes secret, char[] passphrase, Cost cost, SecureRandom random) {
        if (secret.length() > MAX_SECRET_BYTES) {
            throw new IllegalArgumentException(secret.length() + " bytes are no seed");
        }
        byte[] chance = new byte[SALT_BYTES + NONCE_BYTES];
        random.nextBytes(chance);
        Bytes header = new ByteWriter(HEADER_BYTES)
                .u8(FORMAT)
                .u32(cost.memoryKiB())
                .u8(cost.passes())
                .u8(cost.lanes())
                .bytes(chance)
                .u16(secret.length())
                .toBytes();
        try {
            return new SealedSeed(cost, header, crypt(true, header, key(cost, header, passphrase), secret));
        } catch (InvalidCipherTextException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /**
     * The secret.
     *
     * @throws KithException (USER, NOT_ALLOWED) if the passphrase is not the one, or the bytes were changed
     */
    public Bytes open(char[] passphrase) {
        try {
            return crypt(false, header, key(cost, header, passphrase), sealed);
        } catch (InvalidCipherTextException e) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "the passphrase does not open the sealed key (wrong passphrase, or changed bytes)");
        }
    }

    public Cost cost() {
        return cost;
    }

    public void write(ByteWriter out) {
        out.bytes(header).bytes(sealed);
    }

    /**
     * The form as it stands, cost checked; only {@link #open} can tell whether it is whole.
     *
     * @throws MalformedException if it is none, or asks for more than {@link Cost} allows
     */
    public static SealedSeed read(ByteReader in) {
        Bytes header = in.bytes(HEADER_BYTES);
        ByteReader fields = new ByteReader(header);
        int format = fields.u8();
        if (format != FORMAT) {
            throw new MalformedException("a sealed seed of format " + format + ", not " + FORMAT, 0);
        }
        Cost cost = cost(fields);
        fields.take(SALT_BYTES + NONCE_BYTES);
        int length = fields.u16();
        if (length > MAX_SECRET_BYTES) {
            throw fields.malformed("a sealed secret of " + length + " bytes, more than " + MAX_SECRET_BYTES);
        }
        return new SealedSeed(cost, header, in.bytes(length + TAG_BYTES));
    }

    private static Cost cost(ByteReader in) {
        long memory = in.u32();
        int passes = in.u8();
        int lanes = in.u8();
        try {
            return new Cost((int) Math.min(memory, Integer.MAX_VALUE), passes, lanes);
        } catch (IllegalArgumentException e) {
            throw in.malformed("a sealed seed that asks too much or too little: " + e.getMessage());
        }
    }

    private static byte[] key(Cost cost, Bytes header, char[] passphrase) {
        byte[] phrase = utf8(passphrase);
        try {
            byte[] salt = Arrays.copyOfRange(header.view(), SALT_AT, NONCE_AT);
            Argon2BytesGenerator argon = new Argon2BytesGenerator();
            argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(cost.memoryKiB())
                    .withIterations(cost.passes())
                    .withParallelism(cost.lanes())
                    .withSalt(salt)
                    .build());
            byte[] key = new byte[KEY_BYTES];
            argon.generateBytes(phrase, key);
            return key;
        } finally {
            Arrays.fill(phrase, (byte) 0);
        }
    }

    /** One spelling for what looks the same, whatever keyboard wrote it: Unicode NFC. */
    private static byte[] utf8(char[] passphrase) {
        String composed = Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC);
        byte[] phrase = composed.getBytes(StandardCharsets.UTF_8);
        if (phrase.length == 0) {
            throw KithException.user(Code.USAGE, "the passphrase is empty");
        }
        if (phrase.length > MAX_PASSPHRASE_BYTES) {
            throw KithException.user(
                    Code.USAGE, "the passphrase has " + phrase.length + " bytes, more than " + MAX_PASSPHRASE_BYTES);
        }
        return phrase;
    }

    private static Bytes crypt(boolean sealing, Bytes header, byte[] key, Bytes input)
            throws InvalidCipherTextException {
        byte[] nonce = Arrays.copyOfRange(header.view(), NONCE_AT, LENGTH_AT);
        try {
            ChaCha20Poly1305 cipher = new ChaCha20Poly1305();
            cipher.init(sealing, new AEADParameters(new KeyParameter(key), TAG_BYTES * 8, nonce, header.view()));
            byte[] output = new byte[cipher.getOutputSize(input.length())];
            int written = cipher.processBytes(input.view(), 0, input.length(), output, 0);
            cipher.doFinal(output, written);
            return Bytes.owned(output);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
