package kith.daemon;

import kith.daemon.config.DaemonConfig;
import kith.daemon.config.HomeLock;
import kith.daemon.config.NodeIdentity;

/** The only place that joins the rooms. */
final class Daemon {
    private Daemon() {}

    /** Lives until it is asked to stop. */
    static void run(HomeLock lock, DaemonConfig config, NodeIdentity identity, StopSignal stop)
            throws InterruptedException {
        stop.await();
    }
}
