package kith.cli.journey;

import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People come, are let do a part, and go; all by the command line, between real daemons. */
final class MembershipIT {
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

    private Program.Run tried(String name, Object... words) {
        return Program.kith(folder.resolve(name), words);
    }

    private static boolean says(Node node, String thing) {
        return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> 1 }");
    }

    @Test
    void anAdminLetsAWriterInAndTheOwnerEndsTheWriter() {
        Node owner = node("owner");
        Node admin = node("admin");
        Node writer = node("writer");
        owner.kith("space", "create", "river", "--no-paper");
        admin.kith("join", owner.kith("invite", "--can", "admin").line());
        writer.kith(
                "join",
                admin.kith("invite", "--can", "write", "--scope", "predicate=urn:p")
                        .line());
        writer.meet(owner);
        assertEquals(5, tried("admin", "invite", "--can", "admin").exit(), "rights are given downward");

        writer.update("river", "INSERT DATA { <urn:before> <urn:p> 1 }");
        Program.Run outside = tried("writer", "update", "INSERT DATA { <urn:x> <urn:q> 1 }");
        assertEquals(5, outside.exit(), outside.err());
        assertTrue(outside.err().contains("does not reach"), outside.err());
        until(() -> says(owner, "before") && says(admin, "before"));

        assertEquals(2, tried("owner", "member", "end", "writer").exit());
        assertTrue(owner.kith("member", "end", "writer", "--dry-run").out().contains("ends the right of writer"));
        owner.kith("member", "end", "writer", "--reason", "moved", "--yes");
        until(() -> admin.kith("member", "list", "--csv").out().contains("moved"));
        tried("writer", "update", "INSERT DATA { <urn:after> <urn:p> 1 }");
        admin.kith("update", "INSERT DATA { <urn:later> <urn:p> 1 }");
        until(() -> says(owner, "later"));

        for (Node each : new Node[] {owner, admin}) {
            assertTrue(says(each, "before"));
            assertFalse(says(each, "after"));
        }
        assertFalse(says(writer, "later"), "nobody tells the writer anything any more");
        assertEquals(owner.digest("river"), admin.digest("river"));

        assertTrue(tried("admin", "leave", "--yes").exit() == 0);
        assertEquals("[]\n", admin.kith("space", "list", "--json").out());
        until(() -> owner.kith("member", "list", "--csv").out().contains("left"));
        admin.kith("join", owner.kith("invite", "--can", "read").line());
        assertEquals("reader", admin.level("river"));
    }

    @Test
    void aSecondDeviceActsForThePersonUntilItIsLostAndPaperRestoresAnOwner() throws IOException {
        Node laptop = node("laptop");
        Node phone = node("phone");
        String told = laptop.kith("space", "create", "river").err();
        String paper =
                told.substring(told.indexOf("kith:paper/")).lines().findFirst().orElseThrow();
        Path file = folder.resolve("paper");
        Files.writeString(file, paper);
        assertEquals(0, tried("laptop", "key", "paper", "--check", "@" + file).exit());

        phone.kith("join", laptop.kith("node", "add").line());
        assertEquals("owner", phone.level("river"));
        phone.update("river", "INSERT DATA { <urn:phone> <urn:p> 1 }");
        until(() -> says(laptop, "phone"));
        laptop.kith("node", "lost", "phone", "--yes");
        assertTrue(laptop.kith("node", "list", "--csv").out().contains("ended"));

        laptop.kith("node", "retire", "--yes");
        assertEquals("ended", laptop.level("river"));
        assertEquals(
                5,
                tried("laptop", "update", "INSERT DATA { <urn:x> <urn:p> 1 }").exit());
        laptop.kith("key", "recover", "@" + file);
        assertEquals("owner", laptop.level("river"));
        laptop.update("river", "INSERT DATA { <urn:again> <urn:p> 1 }");
        assertTrue(says(laptop, "again") && says(laptop, "phone"));
    }

    @Test
    void aClaimComesByHand() {
        Node ada = node("ada");
        Node bo = node("bo");
        ada.kith("space", "create", "river", "--no-paper");

        String claim = bo.kith("join", ada.kith("invite").line(), "--claim").line();
        ada.kith("admit", claim);

        until(() -> bo.level("river").equals("writer"));
    }

    @Test
    void aNodeTakesANewKeyAndTheOldOneIsWorthNothing() throws IOException {
        Node ada = node("ada");
        Node bo = node("bo");
        ada.kith("space", "create", "river", "--no-paper");
        bo.kith("join", ada.kith("invite").line());
        ada.update("river", "INSERT DATA { <urn:before> <urn:p> 1 }");
        until(() -> says(bo, "before"));
        String old = ada.did();
        ada.stop();
        Path thief = folder.resolve("thief");
        copy(folder.resolve("ada"), thief);
        ada.start();
        byte[] seed = seed(folder.resolve("ada"));

        assertTrue(ada.kith("key", "rotate", "--dry-run").out().contains("space river: the new key becomes owner"));
        assertEquals(2, tried("ada", "key", "rotate").exit());
        ada.kith("key", "rotate", "--yes");
        assertEquals(
                5, tried("ada", "update", "INSERT DATA { <urn:x> <urn:p> 1 }").exit());
        assertEquals(4, tried("ada", "space", "create", "brook").exit());
        ada.stop();
        assertFalse(anyHolds(folder.resolve("ada"), seed), "of the old key nothing is left");
        ada.start();
        ada.update("river", "INSERT DATA { <urn:after> <urn:p> 1 }");
        until(() -> says(bo, "after"));

        String fresh = ada.did();
        assertFalse(old.equals(fresh));
        assertEquals("owner", ada.level("river"));
        String peers = ada.get("/v1/peers");
        assertFalse(peers.contains(old) || peers.contains(fresh), peers);

        Program.kith(thief, "daemon", "start").ok();
        Program.kith(thief, "update", "INSERT DATA { <urn:theft> <urn:p> 1 }").ok();
        Program.kith(thief, "peer", "add", fresh, ada.address()).ok();
        Program.kith(thief, "peer", "add", bo.did(), bo.address()).ok();
        Program.kith(thief, "sync", "--wait", "--timeout", "3s");
        ada.update("river", "INSERT DATA { <urn:last> <urn:p> 1 }");
        until(() -> says(bo, "last"));
        Program.stop(thief);
        assertTrue(says(bo, "before") && says(ada, "before"));
        assertFalse(says(bo, "theft") || says(ada, "theft"));
        assertEquals(ada.digest("river"), bo.digest("river"));
    }

    /** The secret of the device in a bare key file: the last 32 bytes before its hash. */
    private static byte[] seed(Path home) throws IOException {
        byte[] file = Files.readAllBytes(home.resolve("keys/device.key"));
        return Arrays.copyOfRange(file, file.length - 64, file.length - 32);
    }

    private static boolean anyHolds(Path home, byte[] secret) throws IOException {
        String wanted = new String(secret, StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1).contains(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Test
    void twoAdminsVoteAnOwnerInWhereAQuorumWasFounded() {
        Node ada = node("ada");
        Node bo = node("bo");
        Node cy = node("cy");
        ada.kith("space", "create", "river", "--no-paper", "--quorum", "2");
        bo.kith("join", ada.kith("invite", "--can", "admin").line());
        cy.kith("join", ada.kith("invite", "--can", "admin").line());
        bo.meet(cy);
        until(() -> bo.kith("member", "list", "--csv").out().contains("cy")
                && cy.kith("member", "list", "--csv").out().contains("bo"));
        ada.stop();

        bo.kith("key", "recover", "--vote", "cy");
        assertEquals("admin", bo.level("river"));
        assertEquals("admin", cy.level("river"));
        cy.kith("key", "recover", "--vote", "cy");

        until(() -> cy.level("river").equals("owner")
                && bo.kith("member", "list", "--csv").out().contains("cy,owner"));
        bo.kith("update", "INSERT DATA { <urn:bo> <urn:p> 1 }");
        cy.kith("member", "end", "bo", "--yes");
        String members = cy.kith("member", "list", "--csv").out();
        assertTrue(members.contains("bo,admin,ended"), members);
    }
}
