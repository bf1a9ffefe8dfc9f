package kith.ontology.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifiers that disagree on one of these inputs diverge; ours refuses every one that any of them doubts. */
class StrictSignatureTest {
    private static final SigningKey KEY = SigningKey.fromSeed(Bytes.sha256(new byte[] {1}));
    private static final VerifyingKey VERIFIER = VerifyingKey.of(KEY.id()).orElseThrow();
    private static final Bytes MESSAGE = Bytes.utf8("who may write here");

    @Test
    void noneOf1568SignaturesBySmallOrderKeysIsTaken() {
        int taken = 0;
        int tried = 0;
        for (byte[] key : Edwards.smallOrderEncodings()) {
            Optional<VerifyingKey> verifier = VerifyingKey.of(KeyId.of(key));
            for (byte[] r : Edwards.smallOrderEncodings()) {
                for (int message = 0; message < 8; message++) {
                    Signature signature = signature(r, BigInteger.ZERO);
                    tried++;
                    taken += verifier.isPresent()
                                    && verifier.get()
                                            .verifies(Context.DELTA, Bytes.of(new byte[] {(byte) message}), signature)
                            ? 1
                            : 0;
                }
            }
        }

        assertEquals(1568, tried);
        assertEquals(0, taken);
    }

    @Test
    void noKeyWithAPartOfSmallOrderIsSound() {
        Edwards sound = Edwards.withY(Edwards.number(yOf(KEY.id()))).getFirst();
        List<Edwards> mixed = new ArrayList<>();
        for (Edwards small : Edwards.smallOrder().subList(1, 8)) {
            mixed.add(sound.plus(small));
        }

        assertEquals(7, mixed.size());
        for (Edwards point : mixed) {
            assertTrue(VerifyingKey.of(KeyId.of(point.encoded())).isEmpty(), () -> "taken: " + point);
        }
    }

    @Test
    void noKeyIsSoundWhoseYIsNotReduced() {
        int onCurve = 0;
        for (int above = 0; above < 19; above++) {
            BigInteger y = Edwards.P.add(BigInteger.valueOf(above));
            onCurve += Edwards.withY(y).size();
            assertTrue(VerifyingKey.of(KeyId.of(Edwards.encoded(y, false))).isEmpty());
            assertTrue(VerifyingKey.of(KeyId.of(Edwards.encoded(y, true))).isEmpty());
        }
        assertTrue(onCurve > 10, "the test is about points that are on the curve");
    }

    @Test
    void noKeyOffTheCurveIsSound() {
        BigInteger y = BigInteger.TWO;
        while (!Edwards.withY(y).isEmpty()) {
            y = y.add(BigInteger.ONE);
        }
        assertTrue(VerifyingKey.of(KeyId.of(Edwards.encoded(y, false))).isEmpty());
    }

    @Test
    void aSignatureWithSPastTheGroupOrderIsRefused() {
        Signature good = KEY.sign(Context.DELTA, MESSAGE);
        byte[] r = Arrays.copyOf(good.value().view(), 32);
        BigInteger s = Edwards.number(Arrays.copyOfRange(good.value().view(), 32, 64));
        assertTrue(VERIFIER.verifies(Context.DELTA, MESSAGE, good));

        for (int times = 1; s.add(Edwards.L.multiply(BigInteger.valueOf(times))).bitLength() <= 256; times++) {
            Signature same = signature(r, s.add(Edwards.L.multiply(BigInteger.valueOf(times))));
            assertFalse(VERIFIER.verifies(Context.DELTA, MESSAGE, same), "S + " + times + " L");
        }
    }

    static Iterable<Vectors.Vector> edges() {
        return Vectors.read("ed25519-edges.txt");
    }

    @ParameterizedTest
    @MethodSource("edges")
    void theKnownEdgesAreJudgedAsPublished(Vectors.Vector edge) {
        Optional<VerifyingKey> key = VerifyingKey.of(new KeyId(edge.bytes("key")));

        boolean taken = key.isPresent()
                && key.get().verifies(Context.DELTA, edge.bytes("message"), new Signature(edge.bytes("signature")));

        assertEquals(edge.text("taken"), taken ? "yes" : "no", edge.text("what"));
    }

    /**
     * S is made so that the equation holds up to the cofactor; only who holds the key can. Verifiers that compare
     * without the cofactor refuse seven of the eight: the rule is ours to keep, whatever library judges.
     */
    @Test
    void ofNoncesOfSmallOrderExactlyTheCanonicalOnesAreTaken() {
        int taken = 0;
        for (byte[] r : Edwards.smallOrderEncodings()) {
            for (int message = 0; message < 50; message++) {
                Bytes said = Bytes.utf8("message " + message);
                BigInteger challenge =
                        Edwards.number(Edwards.sha512(r, KEY.id().key().view(), Context.DELTA.frame(said)));
                BigInteger s =
                        challenge.multiply(Edwards.scalar(KEY.seed().view())).mod(Edwards.L);
                taken += VERIFIER.verifies(Context.DELTA, said, signature(r, s)) ? 1 : 0;
            }
        }

        assertEquals(8 * 50, taken);
    }

    @Test
    void everySingleChangedBitOfASignatureIsRefused() {
        Signature good = KEY.sign(Context.DELTA, MESSAGE);
        for (int bit = 0; bit < Signature.BYTES * 8; bit++) {
            byte[] changed = good.value().toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(VERIFIER.verifies(Context.DELTA, MESSAGE, new Signature(Bytes.owned(changed))), "bit " + bit);
        }
    }

    @Test
    void aSignatureForOneUseServesNoOther() {
        Signature good = KEY.sign(Context.DELTA, MESSAGE);
        for (Context other : Context.values()) {
            assertEquals(other == Context.DELTA, VERIFIER.verifies(other, MESSAGE, good), other.name());
        }
    }

    private static byte[] yOf(KeyId key) {
        byte[] y = key.key().toArray();
        y[31] &= 0x7f;
        return y;
    }

    private static Signature signature(byte[] r, BigInteger s) {
        byte[] signature = Arrays.copyOf(r, 64);
        System.arraycopy(Edwards.littleEndian(s), 0, signature, 32, 32);
        return new Signature(Bytes.owned(signature));
    }
}
