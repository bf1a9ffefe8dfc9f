package kith.daemon.sync;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Messages under a fuzzer that watches which branches an input takes; the first byte is the type of the frame. An
 * ordinary build replays the corpus in {@link MessageCodecTest}; for an hour of it:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl daemon -am test -Dtest=MessageCodecFuzzTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
final class MessageCodecFuzzTest {
    @FuzzTest
    void message(byte[] bytes) {
        MessageCodecTest.offer(bytes);
    }
}
