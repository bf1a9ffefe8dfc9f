package kith.daemon.query;

import kith.ontology.fault.KithException;
import org.apache.jena.atlas.lib.AlarmClock;

/**
 * How much of the heap is taken: what a question must not fill up for everybody. A process whose heap is full ends, so a
 * question has to go before.
 */
final class Heap {
    /** Part of the heap, in percent, that may be in use, rubbish included, before a collection is asked for. */
    static final int LOOK_PERCENT = 65;
    /**
     * Part of the heap, in percent, that may be in use after that collection before a question has to go. Texts of a
     * megabyte fill the regions of the heap so badly that it is full at three quarters.
     */
    static final int MAX_PERCENT = 55;

    private static final int NEARLY_FULL_PERCENT = 75;
    /** A busy heap is often nearly full of rubbish; it is not collected for us more often than this. */
    private static final long REST_MILLIS = 1_000;

    private static volatile boolean resting;

    private Heap() {}

    /** Whether too little room is left. Collects before it says yes, so the price of asking may be a collection. */
    static boolean isScarce() {
        return isScarce(LOOK_PERCENT, MAX_PERCENT);
    }

    /** Whether hardly any room is left, for what takes it in small pieces. */
    static boolean isNearlyFull() {
        return isScarce(NEARLY_FULL_PERCENT, NEARLY_FULL_PERCENT);
    }

    private static synchronized boolean isScarce(int look, int most) {
        int used = usedPercent();
        if (used < look || (resting && used < NEARLY_FULL_PERCENT)) {
            return false;
        }
        System.gc();
        resting = true;
        AlarmClock.get().add(() -> resting = false, REST_MILLIS);
        return usedPercent() >= most;
    }

    /** The error of a question that had to go. */
    static KithException outOfMemory() {
        return new LimitReached(
                "the question needs more memory than the daemon has: ask for less at a time, or give the daemon"
                        + " more by KITHD_JAVA_OPTIONS=-Xmx…");
    }

    private static int usedPercent() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return (int) (used / (runtime.maxMemory() / 100 + 1));
    }
}
