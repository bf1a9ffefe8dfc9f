package kith.daemon.sync;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/** Messages under a fuzzer, with {@code -Pfuzz}; an ordinary build replays the corpus in {@link MessageDecoderTest}. */
final class MessageFuzzTest {
    @FuzzTest
    void message(byte[] bytes) {
        Fuzz.offer(MessageDecoder.MESSAGE, bytes);
    }

    @FuzzTest
    void hello(byte[] bytes) {
        Fuzz.offer(MessageDecoder.HELLO, bytes);
    }
}
