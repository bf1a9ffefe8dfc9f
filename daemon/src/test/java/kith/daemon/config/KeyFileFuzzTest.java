package kith.daemon.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import kith.ontology.testkit.Fuzz;

/** Key files under a fuzzer, with {@code -Pfuzz}; an ordinary build replays the corpus in {@link KeyFileDecoderTest}. */
final class KeyFileFuzzTest {
    @FuzzTest
    void keyFile(byte[] bytes) {
        Fuzz.offer(KeyFileDecoder.KEY_FILE, bytes);
    }
}
