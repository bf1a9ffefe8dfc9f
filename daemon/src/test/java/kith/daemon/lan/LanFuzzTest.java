package kith.daemon.lan;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/** Packets under a fuzzer, with {@code -Pfuzz}; an ordinary build replays the corpus in {@link LanDecoderTest}. */
final class LanFuzzTest {
    @FuzzTest
    void packet(byte[] bytes) {
        Fuzz.offer(LanDecoder.PACKET, bytes);
    }
}
