package kith.daemon.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;

/** What comes on a stick. */
enum BundleDecoder implements Decoding {
    BUNDLE {
        @Override
        public byte[] good(Gen gen) {
            return SomeBundles.written(SomeBundles.any(gen));
        }

        @Override
        public void take(byte[] bytes) {
            try {
                SomeBundles.Said said = SomeBundles.read(bytes);
                assertArrayEquals(bytes, SomeBundles.written(said), "a bundle has one form");
            } catch (KithException refused) {
                assertEquals(KithException.Blame.USER, refused.blame());
                throw new MalformedException("no bundle", 0);
            }
        }
    }
}
