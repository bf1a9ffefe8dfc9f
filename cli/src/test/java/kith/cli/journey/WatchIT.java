package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows that appear and vanish while somebody watches, whoever makes them. */
@Timeout(180)
final class WatchIT {
    @TempDir
    Path folder;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Process> watching = new ArrayList<>();

    @AfterEach
    void end() {
        watching.forEach(Process::destroyForcibly);
        nodes.forEach(Node::end);
    }

    private Node node(String name) {
        Node node = Node.started(folder.resolve(name), name);
        nodes.add(node);
        return node;
    }

    private BufferedReader watch(String name, String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Program.INSTALLED.resolve("bin/kith").toString(), "watch"));
        command.addAll(List.of(words));
        Process process =
                Program.start(command, Map.of("KITH_HOME", folder.resolve(name).toString()));
        watching.add(process);
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @Test
    void whatTwoNodesSayIsToldAsItHappensUntilItIsEnded() throws Exception {
        Node ada = node("ada");
        ada.kith("space", "create", "river");
        ada.update("river", "INSERT DATA { <urn:a> <urn:status> \"down\" }");
        Node bo = node("bo");
        bo.kith("join", ada.kith("invite").line());
        bo.kith("sync", "--wait");

        BufferedReader all = watch("ada", "SELECT ?d { ?d <urn:status> \"down\" }");
        BufferedReader changes = watch("ada", "--changes", "SELECT ?d { ?d <urn:status> \"down\" }");
        assertEquals(row("appear", "urn:a"), all.readLine());
        assertEquals("{\"event\":\"present\",\"rows\":1}", all.readLine());
        assertEquals("{\"event\":\"present\",\"rows\":1}", changes.readLine());
        bo.update("river", "INSERT DATA { <urn:b> <urn:status> \"down\" }");

        assertEquals(row("appear", "urn:b"), all.readLine());
        assertEquals(row("appear", "urn:b"), changes.readLine());
        ada.update("river", "DELETE DATA { <urn:a> <urn:status> \"down\" }");
        assertEquals(row("vanish", "urn:a"), all.readLine());

        // As Ctrl-C does.
        Process ended = watching.getFirst();
        new ProcessBuilder("kill", "-INT", Long.toString(ended.pid())).start().waitFor();
        assertTrue(ended.waitFor(20, TimeUnit.SECONDS));
        assertEquals(130, ended.exitValue());
        assertEquals("", new String(ended.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));

        ada.stop();
        Process left = watching.getLast();
        assertTrue(left.waitFor(20, TimeUnit.SECONDS));
        assertEquals(6, left.exitValue());
        nodes.remove(ada);
    }

    @Test
    void aQueryThatCannotBeWatchedIsRefused() {
        Node ada = node("ada");
        ada.kith("space", "create", "river");

        Program.Run now = ada.tried("watch", "SELECT (NOW() AS ?n) {}");
        Program.Run wrong = ada.tried("watch", "SELECT nonsense");

        assertEquals(2, now.exit());
        assertTrue(now.err().contains("NOW()"), now.err());
        assertEquals(2, wrong.exit());
    }

    private static String row(String event, String iri) {
        return "{\"event\":\"" + event + "\",\"row\":{\"d\":{\"type\":\"uri\",\"value\":\"" + iri + "\"}}}";
    }
}
