package kith.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kith.cli.command.Commands;
import kith.cli.command.Surroundings;
import kith.cli.view.Terminal;

/**
 * Walks through what commands usually do, unheard, in the first run of a build: at its end the Java machine writes all
 * classes it has seen into the archive from which every later run starts. A prompter stands in for the daemon; no real
 * one is asked, nothing is changed.
 */
final class Rehearsal {
    /** Command lines that between them touch what matters. */
    private static final List<String> LINES = List.of(
            "help",
            "help person add",
            "status",
            "status --json",
            "space list",
            "person list --where name~a",
            "person list --csv",
            "person get ada",
            "person set ada email+=a@b.example",
            "device add sw-1 --name x --ip 10.0.0.1 --owner ada",
            "query SELECT*{?s?p?o} --csv",
            "update INSERT{}WHERE{}",
            "peer list",
            "daemon status",
            "no-such-command",
            "status --no-such-option");

    private static final String SPACE =
            "{\"name\":\"x\",\"id\":\"0\",\"level\":\"owner\",\"quads\":1,\"deltas\":1,\"authors\":1}";
    private static final String PEER = "{\"node\":\"did:key:x\",\"addresses\":[],\"state\":\"waiting\","
            + "\"lastSeen\":\"2026-01-01T00:00:00Z\",\"inStep\":false,\"spaces\":[]}";
    private static final String ROW = "{\"id\":{\"type\":\"uri\",\"value\":\"urn:x:1\"},"
            + "\"p\":{\"type\":\"uri\",\"value\":\"https://w3id.org/kith/ns#handle\"},"
            + "\"v\":{\"type\":\"literal\",\"value\":\"ada\"},\"h\":{\"type\":\"literal\",\"value\":\"ada\"}}";

    private Rehearsal() {}

    static void run(Surroundings surroundings) {
        try {
            Path home = Files.createTempDirectory("kith");
            Path run = Files.createDirectory(home.resolve("run"));
            Path socket = run.resolve("s");
            Path pid = run.resolve("kithd.pid");
            try (ServerSocketChannel stage = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                stage.bind(UnixDomainSocketAddress.of(socket));
                Files.writeString(pid, "pid " + ProcessHandle.current().pid() + "\nsocket " + socket + "\n");
                Thread prompter = new Thread(() -> prompt(stage), "kith-prompter");
                prompter.setDaemon(true);
                prompter.start();
                walkThrough(surroundings, home);
            } finally {
                for (Path file : List.of(socket, pid, run, home)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException noStage) {
            // Without a rehearsal the first nights are slower, and that is all.
        }
    }

    private static void walkThrough(Surroundings surroundings, Path home) {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.put("KITH_HOME", home.toString());
        OutputStream nowhere = OutputStream.nullOutputStream();
        Terminal unheard = new Terminal(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                surroundings.terminal().traits());
        Commands commands = new Commands(new Surroundings(
                unheard, environment, surroundings.install(), surroundings.clock(), surroundings.random()));
        for (String line : LINES) {
            commands.run(line.split(" ", -1));
        }
    }

    private static void prompt(ServerSocketChannel stage) {
        while (stage.isOpen()) {
            try (SocketChannel line = stage.accept()) {
                ByteBuffer request = ByteBuffer.allocate(4_096);
                line.read(request);
                String target = new String(request.array(), 0, request.position(), StandardCharsets.ISO_8859_1);
                byte[] answer = answer(target).getBytes(StandardCharsets.UTF_8);
                String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(answer.length) + "\r\n";
                line.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)));
                line.write(ByteBuffer.wrap(answer));
                line.write(ByteBuffer.wrap("\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            } catch (IOException theNextOneOrTheEnd) {
                // Whoever hung up has seen enough.
            }
        }
    }

    private static String answer(String request) {
        if (request.contains("sparql-update")) {
            return "{\"delta\":\"0\",\"deltas\":1,\"added\":1,\"removed\":0,\"same\":0,\"dryRun\":false}";
        }
        if (request.contains("/sparql")) {
            return "{\"head\":{\"vars\":[\"id\"]},\"results\":{\"bindings\":[" + ROW + "]}}";
        }
        if (request.contains("/v1/status")) {
            return "{\"node\":{\"did\":\"did:key:x\",\"name\":\"x\",\"listen\":[\"x\"],"
                    + "\"since\":\"2026-01-01T00:00:00Z\",\"pid\":1},\"spaces\":[" + SPACE + "],\"peers\":[" + PEER
                    + "]}";
        }
        return request.contains("/health") ? "{\"status\":\"ok\"}" : "[" + SPACE + "]";
    }
}
