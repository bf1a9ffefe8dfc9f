package kith.cli.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import kith.cli.client.Door;
import kith.cli.client.Home;
import kith.cli.client.Reply;
import kith.cli.client.Request;

/** A running daemon, spoken to directly: for what must be fast or exact. */
public final class Node {
    private final Path home;
    private final Door door;
    private boolean runs;

    private Node(Path home) {
        this.home = home;
        this.door = new Door(Home.of(home.toString(), Map.of()));
    }

    /** Sets a home up and starts its daemon. */
    public static Node started(Path home, String name) {
        Node node = initialised(home, name);
        node.start();
        return node;
    }

    /** Sets a home up; its daemon is still to start. */
    public static Node initialised(Path home, String name) {
        Program.kith(home, "init", "--name", name).ok();
        return new Node(home);
    }

    public void start() {
        startOn("127.0.0.1:0");
    }

    /** Starts its daemon at an address, which those who are to find it again know. */
    public void startOn(String address) {
        Program.kithOn(address, home, "daemon", "start").ok();
        runs = true;
    }

    /** Starts its daemon in another place than this one, which what is to run there begins with. */
    void startIn(List<String> place, String address) {
        Program.kithIn(place, address, home, "daemon", "start").ok();
        runs = true;
    }

    public Program.Run kith(Object... words) {
        return Program.kith(home, words).ok();
    }

    /** Ends the daemon as a power cut would end its process. */
    public void kill() {
        Program.kill(home);
        runs = false;
    }

    public void stop() {
        Program.stop(home);
        runs = false;
    }

    /** Ends the daemon if it runs, without its goodbyes. */
    public void end() {
        if (runs) {
            kill();
        }
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

    /** What this node may do in a space, as it knows. */
    public String level(String space) {
        return field(get("/v1/spaces/" + space), "level");
    }

    public String did() {
        return field(get("/v1/status"), "did");
    }

    /** Where peers may call it. */
    public String address() {
        String json = get("/v1/status");
        int from = json.indexOf("127.0.0.1:");
        return json.substring(from, json.indexOf('"', from));
    }

    /** Whatever comes of it. */
    public Program.Run tried(Object... words) {
        return Program.kith(home, words);
    }

    /** Fails if the doctor finds anything broken. */
    public void mustBeHealthy() {
        String found = kith("doctor", "--json").out();
        if (found.contains("\"fail\"")) {
            throw new AssertionError(found);
        }
    }

    /** Tells this node where another is. */
    public void meet(Node other) {
        kith("peer", "add", other.did(), other.address());
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

    /** Asks for a change, and answers what came of it; fails as the command would. */
    public String post(String target, String json) {
        return text(Request.post(target, "application/json", json));
    }

    private String text(Request request) {
        try (Reply reply = door.send(request)) {
            return new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
