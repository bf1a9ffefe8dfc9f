package kith.cli.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People come, are let do a part, and go; all by the command line, between real daemons. */
final class MembershipIT {
    private static final long PATIENCE_MILLIS = 30_000;

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

    private static void until(BooleanSupplier done) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not come about");
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static boolean says(Node node, String thing) {
        return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> 1 }");
    }

    private static String level(Node node) {
        return Node.field(node.get("/v1/spaces/river"), "level");
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
        writer.kith("peer", "add", Node.field(owner.get("/v1/status"), "did"), address(owner));
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
        assertEquals("reader", level(admin));
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
        assertEquals("owner", level(phone));
        phone.update("river", "INSERT DATA { <urn:phone> <urn:p> 1 }");
        until(() -> says(laptop, "phone"));
        laptop.kith("node", "lost", "phone", "--yes");
        assertTrue(laptop.kith("node", "list", "--csv").out().contains("ended"));

        laptop.kith("node", "retire", "--yes");
        assertEquals("ended", level(laptop));
        assertEquals(
                5,
                tried("laptop", "update", "INSERT DATA { <urn:x> <urn:p> 1 }").exit());
        laptop.kith("key", "recover", "@" + file);
        assertEquals("owner", level(laptop));
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

        until(() -> level(bo).equals("writer"));
    }

    private static String address(Node node) {
        String json = node.get("/v1/status");
        int from = json.indexOf("127.0.0.1:");
        return json.substring(from, json.indexOf('"', from));
    }
}
