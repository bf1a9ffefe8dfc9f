package kith.daemon.peers;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/** Addresses under a fuzzer, with {@code -Pfuzz}; an ordinary build replays the corpus in {@link AddressDecoderTest}. */
final class AddressFuzzTest {
    @FuzzTest
    void address(byte[] bytes) {
        Fuzz.offer(AddressDecoder.ADDRESS, bytes);
    }
}
