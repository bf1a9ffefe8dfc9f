package kith.cli.journey;

import static kith.cli.journey.Program.kith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README promises, done by real processes. */
final class MainJobIT {
    @TempDir
    Path folder;

    @Test
    void theDemonstrationEndsInAgreement() {
        Program.Run demo =
                Program.run(List.of(Program.INSTALLED.resolve("bin/kith").toString(), "demo"), Map.of());

        assertEquals(0, demo.exit(), demo.out() + demo.err());
    }

    @Test
    void theTourOfTheReadmeWorksLineByLine() throws IOException {
        List<String> script = new ArrayList<>(List.of("set -eu"));
        boolean tour = false;
        boolean code = false;
        for (String line : Files.readAllLines(Program.PROJECT.resolve("README.md"))) {
            if (line.startsWith("## ")) {
                tour = line.startsWith("## Five minutes");
            } else if (line.startsWith("```")) {
                code = line.equals("```sh");
            } else if (tour && code) {
                script.add(line);
            }
        }
        assertTrue(script.size() > 20, "the tour has lines");
        // The daemons of the tour end with it, whatever became of it.
        script.add(1, "trap 'for h in \"$TMPDIR\"/*/*; do kith daemon stop --home \"$h\" || true; done' EXIT");

        Program.Run tourRun =
                Program.run(List.of("bash", "-c", String.join("\n", script)), Map.of("TMPDIR", folder.toString()));

        assertEquals(0, tourRun.exit(), tourRun.out() + tourRun.err());
        assertTrue(tourRun.out().contains("Ada Byron"), tourRun.out());
        assertTrue(
                tourRun.out().contains("magnet:?xt=urn:btih:c3ba97707c9e3c80019dd55e2207529ab876700d"),
                "the seed page shows its magnet link");
    }

    @Test
    void whatOneDaemonExportsAnotherImportsToTheSameDigest() {
        Path one = Program.daemon(folder.resolve("one"), "one");
        Path two = Program.daemon(folder.resolve("two"), "two");
        try {
            kith(one, "space", "create", "river").ok();
            kith(two, "space", "create", "river").ok();
            kith(one, "import", Program.PROJECT.resolve("docs/examples/congress.ttl"))
                    .ok();
            for (String form : List.of("ttl", "trig", "nt", "nq", "jsonld", "rdfxml")) {
                String text = kith(one, "export", "-o", form).ok().out();
                Path file = folder.resolve("export." + form);
                Files.writeString(file, text);
                kith(two, "import", file, "--syntax", form).ok();
                assertEquals(digest(one), digest(two), "through " + form);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            Program.stop(one);
            Program.stop(two);
        }
    }

    static String digest(Path home) {
        String json = kith(home, "space", "show", "--json").ok().out();
        int at = json.indexOf("\"digest\"");
        return json.substring(json.indexOf('"', json.indexOf(':', at)) + 1).substring(0, 64);
    }
}
