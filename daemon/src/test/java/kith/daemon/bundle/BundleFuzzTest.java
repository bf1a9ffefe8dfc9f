package kith.daemon.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/** Bundles under a fuzzer, with {@code -Pfuzz}; an ordinary build replays the corpus in {@link BundleDecoderTest}. */
final class BundleFuzzTest {
    @FuzzTest
    void bundle(byte[] bytes) {
        Fuzz.offer(BundleDecoder.BUNDLE, bytes);
    }
}
