package kith.cli.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import kith.cli.client.Door;
import kith.cli.client.Home;
import kith.cli.client.Reply;
import kith.cli.client.Request;

/** A running daemon, spoken to directly: for what must be fast or exact. */
public final class Node {
    private final Path home;
    private final Door door;

    private Node(Path home) {
        this.home = home;
        this.door = new Door(Home.of(home.toString(), Map.of()));
    }

    /** Sets a home up and starts its daemon. */
    public static Node started(Path home, String name) {
        return new Node(Program.daemon(home, name));
    }

    /** Sets a home up; its daemon is still to start. */
    public static Node initialised(Path home, String name) {
        Program.kith(home, "init", "--name", name).ok();
        return new Node(home);
    }

    public void start() {
        Program.kith(home, "daemon", "start").ok();
    }

    public Program.Run kith(Object... words) {
        return Program.kith(home, words).ok();
    }

    public void stop() {
        Program.stop(home);
    }

    public long pid() {
        return Program.pid(home);
    }

    public String get(String target) {
        return text(Request.get(target).accepting("application/json"));
    }

    public String update(String space, String update) {
        return text(Request.post("/spaces/" + space + "/sparql", "application/sparql-update", update));
    }

    public boolean ask(String space, String question) {
        return text(Request.post("/spaces/" + space + "/sparql", "application/sparql-query", question)
                        .accepting("application/sparql-results+json"))
                .contains("true");
    }

    public String digest(String space) {
        return field(get("/v1/spaces/" + space), "digest");
    }

    /** The text of a field of a flat JSON answer. */
    public static String field(String json, String name) {
        int at = json.indexOf("\"" + name + "\"");
        int from = json.indexOf(':', at) + 1;
        int to = from;
        while (",}]".indexOf(json.charAt(to)) < 0) {
            to++;
        }
        return json.substring(from, to).replace("\"", "").strip();
    }

    private String text(Request request) {
        try (Reply reply = door.send(request)) {
            return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
