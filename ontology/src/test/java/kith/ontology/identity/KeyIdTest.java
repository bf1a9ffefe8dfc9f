package kith.ontology.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Random;
import kith.ontology.bytes.Bytes;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {
    static Iterable<Vectors.Vector> keys() {
        return Vectors.read("keys.txt");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aSeedGivesThePublishedKeyAndDid(Vectors.Vector vector) {
        SigningKey key = SigningKey.fromSeed(vector.bytes("seed"));

        assertEquals(vector.bytes("public"), key.id().key());
        assertEquals(vector.text("did"), key.id().did());
        assertEquals(key.id(), KeyId.parse(vector.text("did")));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aSignatureIsThePublishedOne(Vectors.Vector vector) {
        SigningKey key = SigningKey.fromSeed(vector.bytes("seed"));

        Signature signature = key.sign(Context.valueOf(vector.text("context")), vector.bytes("message"));

        assertEquals(vector.bytes("signature"), signature.value());
        assertTrue(VerifyingKey.of(key.id())
                .orElseThrow()
                .verifies(Context.valueOf(vector.text("context")), vector.bytes("message"), signature));
    }

    /** The Java platform's own Ed25519, too lenient to judge strangers, still confirms what we sign. */
    @ParameterizedTest
    @MethodSource("keys")
    void anotherImplementationConfirmsOurSignatures(Vectors.Vector vector) throws Exception {
        byte[] y = vector.bytes("public").toArray();
        boolean odd = (y[31] & 0x80) != 0;
        y[31] &= 0x7f;
        var judge = java.security.Signature.getInstance("Ed25519");
        judge.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, littleEndian(y)))));

        judge.update(Context.valueOf(vector.text("context")).frame(vector.bytes("message")));

        assertTrue(judge.verify(vector.bytes("signature").toArray()));
    }

    @Test
    void everyKeyComesBackFromItsDid() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] key = new byte[KeyId.BYTES];
            random.nextBytes(key);
            assertEquals(KeyId.of(key), KeyId.parse(KeyId.of(key).did()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did:key:z",
                "did:web:example.org",
                "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp1",
                "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW",
                "did:key:z16MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
                "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0",
                "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",
                "DID:KEY:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
            })
    void whatIsNoDidOfAnEd25519KeyIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> KeyId.parse(text));
    }

    @Test
    void aKeyHasThirtyTwoBytes() {
        assertThrows(IllegalArgumentException.class, () -> new KeyId(Bytes.of(new byte[31])));
        assertThrows(IllegalArgumentException.class, () -> new Signature(Bytes.of(new byte[63])));
    }

    private static BigInteger littleEndian(byte[] bytes) {
        return Edwards.number(bytes);
    }
}
