package kith.daemon.bundle;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Bundles under a fuzzer that watches which branches an input takes. An ordinary build replays the corpus in {@link
 * BundleTest}; for an hour of it:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl daemon -am test -Dtest=BundleFuzzTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
final class BundleFuzzTest {
    @FuzzTest
    void bundle(byte[] bytes) {
        BundleTest.offer(bytes);
    }
}
