package kith.daemon;

import java.util.concurrent.CountDownLatch;

/** Asked once, by anybody: a signal of the system, or a visitor at the door. Safe from any thread. */
public final class StopSignal {
    private final CountDownLatch asked = new CountDownLatch(1);

    /** Asks the daemon to end; more than once is as good as once. */
    public void ask() {
        asked.countDown();
    }

    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Waits until somebody asks. */
    public void await() throws InterruptedException {
        asked.await();
    }
}
