package kith.cli.journey;

import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights and tickets that are taken back, and what is made of it, between real daemons. */
final class RightsIT {
    private static final int CONFLICT = 4;
    private static final int NOT_ALLOWED = 5;
    /** Light modules around a code. */
    private static final int QUIET = 4;

    @TempDir
    Path folder;

    private final Deque<Node> open = new ArrayDeque<>();

    @AfterEach
    void stop() {
        open.forEach(Node::end);
    }

    private Node node(String name) {
        Node node = Node.started(folder.resolve(name), name);
        open.push(node);
        return node;
    }

    private static boolean says(Node node, String thing) {
        return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> ?n }");
    }

    private static void write(Node node, String thing) {
        node.update("river", "INSERT DATA { <urn:" + thing + "> <urn:p> 1 }");
    }

    private static void refused(int exit, String why, Program.Run run) {
        assertEquals(exit, run.exit(), run.err());
        assertTrue(run.err().contains(why), run.err());
        assertEquals("", run.out());
    }

    @Test
    void whatAnAdminHeardBeforeTheEndIsAdoptedOnceAndShowsOnEveryNode() {
        Node alice = node("alice");
        Node carl = node("carl");
        Node bo = node("bo");
        alice.kith("space", "create", "river", "--no-paper");
        carl.kith("join", alice.kith("invite", "--can", "admin").line());
        bo.kith("join", carl.kith("invite").line());
        write(bo, "before");
        until(() -> says(alice, "before") && says(carl, "before"));

        carl.kill();
        alice.kith("member", "end", "bo", "--yes");
        alice.kill();
        carl.start();
        carl.meet(bo);
        write(bo, "honest");
        write(bo, "mistaken");
        bo.update("river", "DELETE DATA { <urn:mistaken> <urn:p> 1 }");
        until(() -> says(carl, "honest") && !says(carl, "mistaken"));
        alice.start();
        carl.meet(alice);
        until(() -> !says(carl, "honest"));
        bo.meet(alice);
        until(() -> bo.tried("status").out().contains("refused"));

        assertFalse(says(alice, "honest"), "what came after the end");
        refused(CONFLICT, "is held here", alice.tried("member", "adopt", "bo", "--yes"));
        refused(NOT_ALLOWED, "", bo.tried("member", "adopt", "bo", "--yes"));
        refused(2, "needs --yes", carl.tried("member", "adopt", "bo"));
        String plan = carl.kith("member", "adopt", "bo", "--dry-run").out();
        assertTrue(plan.contains("adopts 3 changes of bo ("), plan);
        assertTrue(plan.contains("says 2 facts, takes back 1 fact"), plan);
        assertFalse(says(carl, "honest"), "a dry run changes nothing");

        String done = carl.kith("member", "adopt", "bo", "--yes").line();
        assertTrue(done.matches("change  [0-9a-f]{8}"), done);
        until(() -> says(alice, "honest"));
        assertTrue(says(carl, "honest"));
        assertFalse(says(alice, "mistaken") || says(carl, "mistaken"));
        assertEquals(alice.digest("river"), carl.digest("river"));
        assertTrue(alice.kith("member", "list", "--csv").out().contains("bo,writer,ended"), "the end stands");

        refused(CONFLICT, "it was adopted before", carl.tried("member", "adopt", "bo", "--yes"));
        refused(CONFLICT, "it was adopted before", carl.tried("member", "adopt", "bo", "--dry-run"));
    }

    @Test
    void whatAnEndWithADateMadeVoidIsAdoptedAlsoAfterARestart() {
        Node alice = node("alice");
        Node bo = node("bo");
        alice.kith("space", "create", "river", "--no-paper");
        bo.kith("join", alice.kith("invite").line());
        write(bo, "before");
        String trusted = bo.kith("log", "--csv", "--fields", "delta")
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        write(bo, "later");
        until(() -> says(alice, "later"));

        alice.kith("member", "end", "bo", "--since", trusted, "--yes");
        assertTrue(says(alice, "before"));
        assertFalse(says(alice, "later"));
        alice.kith("member", "adopt", "bo", "--yes");
        alice.kill();
        alice.start();

        assertTrue(says(alice, "later"));
        refused(CONFLICT, "it was adopted before", alice.tried("member", "adopt", "bo", "--yes"));
        assertTrue(alice.kith("blame", "urn:later", "--csv").out().contains(alice.did()), "it is the word of alice");
    }

    @Test
    void withATicketThatWasTakenBackNobodyComesInAndTheOthersStayGood() {
        Node alice = node("alice");
        Node carl = node("carl");
        Node bo = node("bo");
        Node cy = node("cy");
        alice.kith("space", "create", "river", "--no-paper");
        carl.kith("join", alice.kith("invite", "--can", "admin").line());
        String leaked = alice.kith("invite", "--json").out();
        String ticket = Node.field(leaked, "ticket");
        String id = Node.field(leaked, "delta");
        String ofAlice = alice.kith("invite", "--can", "admin", "--json").out();
        String ofCarl = carl.kith("invite", "--json").out();
        String stays = carl.kith("invite").line();
        until(() -> open(alice) == 4 && open(carl) == 4);

        refused(2, "needs --yes", alice.tried("share", "revoke", id));
        String plan = alice.kith("share", "revoke", id, "--dry-run").line();
        assertEquals("ends the ticket " + id + " as writer: nobody comes in with it any more", plan);
        assertEquals(4, open(alice));
        alice.kith("share", "revoke", id, "--reason", "sent to the wrong chat", "--yes");
        refused(CONFLICT, "the ticket " + id + " was taken back already", alice.tried("share", "revoke", id, "--yes"));
        refused(
                NOT_ALLOWED,
                "may not take the ticket",
                carl.tried("share", "revoke", Node.field(ofAlice, "delta"), "--yes"));
        alice.kith("share", "revoke", Node.field(ofCarl, "delta"), "--yes");
        until(() -> open(alice) == 2 && open(carl) == 2);

        String why = "the ticket was used already, or taken back; ask for another";
        refused(NOT_ALLOWED, why, bo.tried("join", ticket));
        refused(NOT_ALLOWED, why, bo.tried("join", Node.field(ofCarl, "ticket")));
        String claim = cy.kith("join", ticket, "--claim").line();
        refused(NOT_ALLOWED, why, alice.tried("admit", claim, "--dry-run"));
        refused(NOT_ALLOWED, why, alice.tried("admit", claim));
        assertEquals(2, members(alice));

        bo.kith("join", stays);
        assertEquals("writer", bo.level("river"));
        cy.kith("join", alice.kith("invite", "--can", "read").line());
        assertEquals("reader", cy.level("river"));
        until(() -> members(alice) == 4);
    }

    /** How many tickets are good. */
    private static int open(Node node) {
        return node.kith("share", "list", "--json").out().split("\"open\"", -1).length - 1;
    }

    private static long members(Node node) {
        return node.kith("member", "list", "--csv").out().lines().skip(1).count();
    }

    @Test
    void aTicketIsShownAsAPictureThatACameraReads() throws Exception {
        Node alice = node("alice");
        alice.kith("space", "create", "river", "--no-paper");

        Program.Run invited = alice.kith("invite", "--qr");
        Program.Run added = alice.kith("node", "add", "--qr");
        Program.Run plain = alice.kith("invite");

        for (Program.Run run : List.of(invited, added)) {
            List<String> lines = run.out().lines().toList();
            assertTrue(lines.getFirst().startsWith("kith:join/river#"), lines.getFirst());
            assertTrue(lines.size() > 20, "lines of a picture: " + lines.size());
            assertEquals(lines.getFirst(), read(lines.subList(1, lines.size())));
        }
        assertEquals(1, plain.out().lines().count());
        Program.Run json = alice.kith("invite", "--qr", "--json");
        assertTrue(json.out().startsWith("{") && json.out().strip().endsWith("}"), json.out());
    }

    private static String read(List<String> picture) throws Exception {
        List<String> lines = picture.stream()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .toList();
        int size = lines.getFirst().length() - 2 * QUIET;
        BitMatrix modules = new BitMatrix(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                char two = lines.get((y + QUIET) / 2).charAt(x + QUIET);
                if (two == '█' || two == ((y + QUIET) % 2 == 0 ? '▀' : '▄')) {
                    modules.set(x, y);
                }
            }
        }
        return new Decoder().decode(modules).getText();
    }
}
