package kith.ontology.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.Test;

class DeviceCertificateTest {
    private static final Vectors.Vector VECTOR =
            Vectors.read("device-certificate.txt").getFirst();

    @Test
    void theFormIsThePublishedOne() {
        SigningKey person = SigningKey.fromSeed(VECTOR.bytes("person-seed"));
        KeyId device = SigningKey.fromSeed(VECTOR.bytes("device-seed")).id();

        DeviceCertificate certificate = DeviceCertificate.issue(person, device, VECTOR.number("issued"));

        ByteWriter out = new ByteWriter();
        certificate.write(out);
        assertEquals(VECTOR.bytes("certificate"), out.toBytes());
        assertEquals(DeviceCertificate.BYTES, out.length());
        assertEquals(certificate, DeviceCertificate.read(new ByteReader(VECTOR.bytes("certificate"))));
    }

    @Test
    void everySingleChangedBitIsSeen() {
        for (int bit = 0; bit < DeviceCertificate.BYTES * 8; bit++) {
            byte[] changed = VECTOR.bytes("certificate").toArray();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(DeviceCertificate.read(new ByteReader(changed)).holds(), "bit " + bit);
        }
        assertTrue(DeviceCertificate.read(new ByteReader(VECTOR.bytes("certificate")))
                .holds());
    }

    @Test
    void aShortenedOneIsMalformed() {
        Bytes whole = VECTOR.bytes("certificate");
        for (int length = 0; length < whole.length(); length++) {
            ByteReader in = new ByteReader(whole.slice(0, length));
            assertThrows(MalformedException.class, () -> DeviceCertificate.read(in));
        }
    }
}
