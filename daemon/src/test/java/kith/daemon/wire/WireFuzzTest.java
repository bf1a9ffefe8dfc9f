package kith.daemon.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/** Frames, and what a proxy answers, under a fuzzer, with {@code -Pfuzz}; an ordinary build replays the corpus in {@link WireDecoderTest}. */
final class WireFuzzTest {
    @FuzzTest
    void frames(byte[] bytes) {
        Fuzz.offer(WireDecoder.FRAMES, bytes);
    }

    @FuzzTest
    void socks(byte[] bytes) {
        Fuzz.offer(WireDecoder.SOCKS, bytes);
    }
}
