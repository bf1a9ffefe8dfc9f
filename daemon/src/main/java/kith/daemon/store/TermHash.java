package kith.daemon.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import kith.ontology.bytes.Bytes;

/**
 * What stands for the key of a term in memory: SipHash-2-4 with 128 bits under a secret. Two keys with the same hash are
 * taken to be one key. Who does not know the secret cannot make two such, and of 10^8 terms any two have it by accident
 * with a chance of 10^-23: far less than that of a bit that tips over in memory unseen.
 *
 * @param first never 0
 */
record TermHash(long first, long second) {
    static final int SECRET_BYTES = 16;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD_ROUNDS = 2;
    private static final int LAST_ROUNDS = 4;

    /** What nobody outside of the process knows. */
    record Secret(long low, long high) {
        static Secret of(Bytes chance) {
            if (chance.length() != SECRET_BYTES) {
                throw new IllegalArgumentException("a secret of " + chance.length() + " bytes");
            }
            return new Secret((long) WORDS.get(chance.view(), 0), (long) WORDS.get(chance.view(), Long.BYTES));
        }

        TermHash hash(byte[] key) {
            return new Sip(this).hash(key);
        }
    }

    /** The names of what follows are those of the paper: Aumasson and Bernstein, SipHash, 2012. */
    private static final class Sip {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        Sip(Secret secret) {
            v0 = secret.low ^ 0x736f6d6570736575L;
            v1 = secret.high ^ 0x646f72616e646f6dL ^ 0xee;
            v2 = secret.low ^ 0x6c7967656e657261L;
            v3 = secret.high ^ 0x7465646279746573L;
        }

        TermHash hash(byte[] key) {
            int words = key.length & -Long.BYTES;
            for (int at = 0; at < words; at += Long.BYTES) {
                take((long) WORDS.get(key, at));
            }
            long last = (long) key.length << 56;
            for (int at = words; at < key.length; at++) {
                last |= (key[at] & 0xffL) << ((at - words) * Byte.SIZE);
            }
            take(last);
            v2 ^= 0xee;
            long first = end();
            v1 ^= 0xdd;
            long second = end();
            return new TermHash(first == 0 ? 1 : first, second);
        }

        private void take(long word) {
            v3 ^= word;
            for (int round = 0; round < WORD_ROUNDS; round++) {
                round();
            }
            v0 ^= word;
        }

        private long end() {
            for (int round = 0; round < LAST_ROUNDS; round++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
