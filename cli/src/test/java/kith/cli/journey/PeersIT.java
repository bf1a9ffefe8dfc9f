package kith.cli.journey;

import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node and its peers, by the command line, between real daemons. */
final class PeersIT {
    @TempDir
    Path folder;

    private final Deque<Node> open = new ArrayDeque<>();

    @AfterEach
    void stop() {
        open.forEach(Node::stop);
    }

    private Node node(String name) {
        Node node = Node.started(folder.resolve(name), name);
        open.push(node);
        return node;
    }

    private static boolean says(Node node, String thing) {
        return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> 1 }");
    }

    @Test
    void aPeerIsLookedAtHeldOffLetInAgainAndForgotten() {
        Node hub = node("hub");
        Node ben = node("ben");
        Node cy = node("cy");
        hub.kith("space", "create", "river", "--no-paper");
        ben.kith("join", hub.kith("invite").line());
        cy.kith("join", hub.kith("invite").line());
        until(() -> hub.kith("peer", "get", "ben").out().contains("in step")
                && hub.kith("peer", "get", "cy").out().contains("in step")
                && hub.kith("peer", "get", "cy").out().contains("because it came"));

        assertTrue(hub.kith("peer", "ping", "ben", "--count", "2").out().contains("2 of 2 answered"));
        assertTrue(hub.kith("net", "check").out().contains("all is well"));
        ben.update("river", "INSERT DATA { <urn:ben> <urn:p> 1 }");
        hub.kith("sync", "ben", "--wait");
        assertTrue(says(hub, "ben"));

        String says = hub.kith("peer", "block", "cy", "--reason", "lost").out();
        assertTrue(says.contains("rights in spaces are unchanged"), says);
        until(() -> cy.kith("peer", "list", "--json").out().contains("\"waiting\""));
        String address = hub.address();
        hub.stop();
        hub.startOn(address);
        assertTrue(hub.kith("peer", "get", "cy").out().contains("lost"));
        assertEquals(6, cy.tried("peer", "ping", hub.did(), "--count", "1").exit());
        assertEquals(4, hub.tried("peer", "ping", "cy").exit());
        cy.update("river", "INSERT DATA { <urn:cy> <urn:p> 1 }");
        hub.kith("peer", "unblock", "cy");
        until(() -> says(hub, "cy"));

        until(() -> hub.kith("peer", "get", "ben").out().contains("in step"));
        ben.stop();
        hub.update("river", "INSERT DATA { <urn:late> <urn:p> 1 }");
        until(() -> hub.kith("status").out().contains("it lacks 1 change"));
        assertEquals(6, hub.tried("peer", "ping", "ben", "--count", "1").exit());
        assertEquals(1, hub.tried("net", "check").exit());
        assertEquals(8, hub.tried("sync", "ben", "--wait", "--timeout", "1s").exit());

        assertTrue(hub.kith("peer", "rm", "ben").out().contains("it is a member of river"));
        assertEquals(3, hub.tried("peer", "get", "ben").exit());
    }
}
