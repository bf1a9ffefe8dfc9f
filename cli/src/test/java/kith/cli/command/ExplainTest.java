package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of how a query is answered. */
@Timeout(60)
class ExplainTest {
    private static final String TOLD = "{\"text\":\"distinct  expected 3\\n  pattern ?a ?b ?c  expected 9\\n\","
            + "\"plans\":[{\"step\":\"distinct\",\"expected\":3,\"inputs\":[]}]}";

    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
        daemon.on("POST /v1/spaces/river/explain", said -> TOLD);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    @Test
    void thePlanIsShownAsItWasTold() {
        Shell.Printed printed = shell.run("explain", "--space", "river", "SELECT DISTINCT * { ?a ?b ?c }");

        assertEquals(0, printed.status(), printed.err());
        assertEquals("distinct  expected 3\n  pattern ?a ?b ?c  expected 9\n", printed.out());
    }

    @Test
    void rowsAreCountedWhenThatIsWanted() {
        Shell.Printed printed = shell.run("explain", "--space", "river", "--count", "--json", "ASK { ?a ?b ?c }");

        assertEquals(0, printed.status(), printed.err());
        assertTrue(printed.out().contains("\"step\": \"distinct\""), printed.out());
        assertEquals("true", FakeDaemon.parameters(daemon.last().target()).get("counted"));
    }
}
