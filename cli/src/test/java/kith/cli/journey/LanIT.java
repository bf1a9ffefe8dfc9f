package kith.cli.journey;

import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons on one network of the kernel's, neither of which knows where the other is. */
final class LanIT {
    private static final String LISTEN = "0.0.0.0:7340";

    @TempDir
    Path folder;

    private final List<Node> nodes = new ArrayList<>();
    private Network network;
    private Network.Place here;
    private Network.Place there;
    private Node ada;
    private Node bo;

    @BeforeEach
    void bothAreMembersAndThenForgetWhereTheyWere() throws IOException {
        network = Network.laid().orElse(null);
        assumeTrue(network != null, Network.NAMESPACES);
        here = network.place();
        there = network.place();
        ada = initialised("ada");
        bo = initialised("bo");
        ada.startIn(here.enter(), LISTEN);
        bo.startIn(there.enter(), LISTEN);
        ada.kith("space", "create", "river", "--no-paper");
        bo.kith("join", ada.kith("invite", "--can", "write").line());
        until(() -> ada.digest("river").equals(bo.digest("river")));
        ada.stop();
        bo.stop();
        Files.delete(folder.resolve("ada").resolve("peers"));
        Files.delete(folder.resolve("bo").resolve("peers"));
    }

    private Node initialised(String name) {
        Node node = Node.initialised(folder.resolve(name), name);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void moveOut() {
        nodes.forEach(Node::end);
        if (network != null) {
            network.close();
        }
    }

    @Test
    void membersFindEachOtherWithoutAnyAddress() {
        here.move();
        there.move();
        ada.startIn(here.enter(), LISTEN);
        bo.startIn(there.enter(), LISTEN);

        ada.update("river", "INSERT DATA { <urn:a> <urn:p> 1 }");

        until(() -> bo.ask("river", "ASK { <urn:a> <urn:p> 1 }"));
        assertTrue(bo.kith("net", "check").out().contains("found at " + here.address() + ":7340"));
        until(() -> ada.kith("status").out().contains("1 near"));
    }

    @Test
    void whereOneDoesNotLookNeitherIsFound() throws InterruptedException {
        NamespacesIT.says(folder.resolve("bo"), "peer.lan = off");
        ada.startIn(here.enter(), LISTEN);
        bo.startIn(there.enter(), LISTEN);

        Thread.sleep(8_000);

        assertFalse(ada.kith("status").out().contains("connected"));
        assertTrue(ada.kith("status").out().contains("0 near"));
        assertTrue(bo.kith("net", "check").out().contains("not looked for"));
    }
}
