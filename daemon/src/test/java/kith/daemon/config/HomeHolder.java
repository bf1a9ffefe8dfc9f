package kith.daemon.config;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Another process that takes a home and keeps it until it is killed. */
final class HomeHolder {
    private HomeHolder() {}

    public static void main(String[] args) throws InterruptedException {
        try (HomeLock lock =
                Home.at(Path.of(args[0]), Map.of()).lock(ProcessHandle.current().pid(), Instant.EPOCH)) {
            System.out.println(lock.socket().toString().isEmpty() ? "" : "held");
            Thread.sleep(60_000);
        }
    }
}
