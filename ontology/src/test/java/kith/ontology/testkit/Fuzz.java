package kith.ontology.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import kith.ontology.bytes.MalformedException;

/** Bytes from outside, offered to what reads them: taken or refused, and for no more than an input may cost. */
public final class Fuzz {
    /** The longest input that is offered: no frame is longer. */
    static final int MAX_INPUT_BYTES = 1 << 20;
    /** Of the processor, not of the clock: what else runs on the machine is not counted. */
    static final Duration MAX_TIME = Duration.ofSeconds(1);

    static final long MAX_MEMORY_BYTES = 64 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Fuzz() {}

    private record Cost(Duration time, long memoryBytes) {
        boolean isTooMuch() {
            return time.compareTo(MAX_TIME) > 0 || memoryBytes > MAX_MEMORY_BYTES;
        }
    }

    /** Has {@code decoding} take or refuse an input; fails if it does anything else, or if that costs too much. */
    public static void offer(Decoding decoding, byte[] bytes) {
        if (bytes.length > MAX_INPUT_BYTES) {
            return;
        }
        // Once more where it was too much: the first input pays for the classes that it needs.
        if (cost(decoding, bytes).isTooMuch()) {
            Cost cost = cost(decoding, bytes);
            if (cost.isTooMuch()) {
                throw new AssertionError(decoding.name() + " takes " + cost + " for " + bytes.length + " bytes");
            }
        }
    }

    private static Cost cost(Decoding decoding, byte[] bytes) {
        long time = THREADS.getCurrentThreadCpuTime();
        long memory = THREADS.getCurrentThreadAllocatedBytes();
        try {
            decoding.take(bytes);
        } catch (MalformedException refused) {
            // What it is there for.
        }
        return new Cost(
                Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time),
                THREADS.getCurrentThreadAllocatedBytes() - memory);
    }
}
