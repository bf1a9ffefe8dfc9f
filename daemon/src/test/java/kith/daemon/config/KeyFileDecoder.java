package kith.daemon.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Vectors;

/** What keys are kept in. */
enum KeyFileDecoder implements Decoding {
    /** All but the sum at the end, which no change would pass. */
    KEY_FILE {
        @Override
        public byte[] good(Gen gen) {
            return gen.coin() ? BARE : SEALED;
        }

        @Override
        public void take(byte[] bytes) {
            Bytes sum = Bytes.sha256(bytes);
            byte[] whole = Arrays.copyOf(bytes, bytes.length + sum.length());
            System.arraycopy(sum.toArray(), 0, whole, bytes.length, sum.length());
            try {
                KeyFile read = KeyFile.of(NOWHERE, whole);
                if (!read.isSealed()) {
                    NodeIdentity keys = read.open(null);
                    assertArrayEquals(whole, KeyFile.content(keys, KeyFile.seeds(keys), 0));
                }
            } catch (KithException refused) {
                assertEquals(KithException.Blame.HOST, refused.blame());
                assertEquals(Code.FAILED, refused.code());
                throw new MalformedException("no key file", 0);
            }
        }
    };

    private static final Path NOWHERE = Path.of("device.key");
    private static final byte[] BARE =
            unsummed(Vectors.read("key-file.txt").getFirst().bytes("file").toArray());
    private static final byte[] SEALED = unsummed(KeyFile.content(
            NodeIdentity.create("Ada's laptop", Instant.EPOCH, new SecureRandom()),
            Vectors.read("sealed-seed.txt").getFirst().bytes("sealed"),
            1));

    private static byte[] unsummed(byte[] file) {
        return Arrays.copyOf(file, file.length - KeyFile.HASH_BYTES);
    }
}
