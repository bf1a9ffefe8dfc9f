package kith.daemon.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kith beside other stores: the same set, the same questions, the same updates, on one machine.
 * {@code mvn -q -Pbench -pl daemon -am verify -Dbench=store}; with {@code -Dbench.quads=5000000} another size, with
 * {@code -Dbench.engines=kith,tdb2} some engines, with {@code -Dbench.only=q04,updates} some parts, with
 * {@code -Dbench.heap=1g} another heap for each.
 */
@Tag("store")
final class StoreBench {
    private static final long SEED = 4_711;
    private static final long QUADS = Long.getLong("bench.quads", 1_000_000);

    @TempDir
    Path folder;

    @Test
    void besideOtherStores() throws IOException, InterruptedException {
        Path set = folder.resolve("social.nq");
        long quads = new SocialSet(SEED, QUADS).write(set);
        Contest.say("%d quads, %d MiB as N-Quads".formatted(quads, Files.size(set) >> 20));

        Contest contest = new Contest(folder, SocialQuestions.all().keySet());
        contest.run(Workload.SOCIAL, set, quads);
        contest.end("store");
    }
}
