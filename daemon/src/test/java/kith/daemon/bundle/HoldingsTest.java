package kith.daemon.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import kith.ontology.delta.SpaceId;
import kith.ontology.testkit.Gen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldingsTest {
    @TempDir
    Path home;

    private final Gen gen = new Gen(1);

    private Manifest manifest(int logs) {
        return SomeBundles.manifest(gen, new SpaceId(gen.bytes(SpaceId.BYTES)), logs);
    }

    private Path folder() {
        return home.resolve("bundles");
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.count();
        }
    }

    @Test
    void whatABundleSaidOutlivesTheDaemon() {
        Manifest said = manifest(3);
        new Holdings(folder()).note(said, Instant.EPOCH);

        assertEquals(Optional.of(said.frontier()), new Holdings(folder()).of(said.space(), said.maker()));
        assertEquals(Optional.empty(), new Holdings(folder()).of(manifest(0).space(), said.maker()));
    }

    @Test
    void aLaterBundleTakesThePlaceOfAnEarlierOne() throws IOException {
        Manifest early = manifest(3);
        Manifest late = SomeBundles.manifest(gen, early.space(), 2);
        Holdings holdings = new Holdings(folder());
        holdings.note(early, Instant.EPOCH);

        holdings.note(late, Instant.EPOCH.plusSeconds(1));

        assertEquals(Optional.of(late.frontier()), holdings.of(early.space(), early.maker()));
        assertEquals(1, files());
    }

    @Test
    void ofASpaceThatWasLeftNothingIsKept() throws IOException {
        Manifest left = manifest(3);
        Manifest other = manifest(3);
        Holdings holdings = new Holdings(folder());
        holdings.forget(left.space());
        holdings.note(left, Instant.EPOCH);
        holdings.note(other, Instant.EPOCH);

        holdings.forget(left.space());

        assertEquals(Optional.empty(), holdings.of(left.space(), left.maker()));
        assertEquals(Optional.of(other.frontier()), holdings.of(other.space(), other.maker()));
        assertEquals(1, files());
    }

    @Test
    void whatIsDamagedIsAsIfItHadNeverBeen() throws IOException {
        Manifest said = manifest(3);
        Holdings holdings = new Holdings(folder());
        holdings.note(said, Instant.EPOCH);
        try (Stream<Path> files = Files.list(folder())) {
            Path file = files.findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 1] ^= 1;
            Files.write(file, bytes);
        }

        assertEquals(Optional.empty(), holdings.of(said.space(), said.maker()));
    }

    @Test
    void whoWasHeardOfLongestAgoMakesRoom() throws IOException {
        Holdings holdings = new Holdings(folder());
        Manifest first = manifest(1);
        holdings.note(first, Instant.EPOCH);
        Manifest last = first;
        for (int i = 1; i <= Holdings.MAX_FILES; i++) {
            last = manifest(1);
            holdings.note(last, Instant.EPOCH.plusSeconds(i));
        }

        assertEquals(Holdings.MAX_FILES, files());
        assertEquals(Optional.empty(), holdings.of(first.space(), first.maker()));
        assertTrue(holdings.of(last.space(), last.maker()).isPresent());
    }

    @Test
    void allTogetherTakeNoMoreThanTheirRoom() throws IOException {
        Holdings holdings = new Holdings(folder());
        Manifest large = manifest(65_000);
        for (int i = 0; i < 8; i++) {
            SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
            Manifest said = new Manifest(space, large.maker(), Optional.empty(), large.logs());
            holdings.note(said, Instant.EPOCH.plusSeconds(i));
        }

        long bytes;
        try (Stream<Path> files = Files.list(folder())) {
            bytes = files.mapToLong(file -> file.toFile().length()).sum();
        }
        assertTrue(bytes <= Holdings.MAX_BYTES, bytes + " bytes");
        assertTrue(files() > 1, "only what has no room goes");
    }
}
