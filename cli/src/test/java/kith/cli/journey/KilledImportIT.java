package kith.cli.journey;

import static kith.cli.journey.Program.kith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that dies in the middle of an import that goes in several steps. */
final class KilledImportIT {
    /** More than an import takes whole. */
    private static final int QUADS = 300_000;
    /** Quads that show with the first of its steps. */
    private static final int STEP = 32_768;

    private static final int SURE = 5;
    private static final int ROUNDS = 4;
    private static final int MOST_MILLIS = 4_000;

    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void start() {
        home = Program.daemon(folder.resolve("home"), "here");
        kith(home, "space", "create", "river").ok();
        for (int i = 0; i < SURE; i++) {
            kith(home, "update", "INSERT DATA { <urn:sure:" + i + "> <urn:p> " + i + " }")
                    .ok();
        }
    }

    @AfterEach
    void stop() {
        Program.stop(home);
    }

    @Test
    void afterAKillTheBeginningIsThereAndTheNextImportCompletesIt() throws Exception {
        Random random = new Random(20_261_122);
        int before = SURE;
        int middles = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path file = document(round);
            Process importing = Program.start(
                    List.of(Program.INSTALLED.resolve("bin/kith").toString(), "import", file.toString()),
                    Map.of("KITH_HOME", home.toString()));
            // Half of the rounds die whenever it happens to be, the others as soon as the first step shows.
            if (round % 2 == 0) {
                Thread.sleep(random.nextInt(MOST_MILLIS));
            } else {
                awaitQuads(before + STEP, importing);
            }

            Program.kill(home);
            int exit = importing.waitFor();
            kith(home, "daemon", "start").ok();

            long[] left = countAndLast(round);
            assertEquals(left[0], left[1] + 1, "what is there is the beginning of round " + round);
            assertTrue(exit != 0 || left[0] == QUADS, "what was acknowledged");
            middles += left[0] > 0 && left[0] < QUADS ? 1 : 0;
            kith(home, "import", file).ok();
            assertEquals(QUADS, countAndLast(round)[0], "the next import completes round " + round);
            before += QUADS;
        }
        assertTrue(middles > 0, "no round died between two steps");
    }

    private Path document(int round) throws IOException {
        Path file = folder.resolve("round-" + round + ".nt");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < QUADS; i++) {
                out.write("<urn:import:" + round + "> <urn:p> \"" + i + "\"^^<urn:number> .\n");
            }
        }
        return file;
    }

    /** How many quads of the round there are, and the greatest of their numbers; -1 for none. */
    private long[] countAndLast(int round) {
        String[] cells = kith(
                        home,
                        "query",
                        "SELECT (COUNT(*) AS ?n) (COALESCE(MAX(<http://www.w3.org/2001/XMLSchema#integer>(STR(?o))), -1)"
                                + " AS ?last) { <urn:import:" + round + "> <urn:p> ?o }",
                        "--csv")
                .ok()
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .strip()
                .split(",", -1);
        return new long[] {Long.parseLong(cells[0]), Long.parseLong(cells[1])};
    }

    private void awaitQuads(int quads, Process importing) throws InterruptedException {
        Pattern said = Pattern.compile("\"quads\": *(\\d+)");
        while (importing.isAlive()) {
            Matcher matcher =
                    said.matcher(kith(home, "space", "list", "--json").ok().out());
            if (matcher.find() && Integer.parseInt(matcher.group(1)) >= quads) {
                return;
            }
            Thread.sleep(20);
        }
    }
}
