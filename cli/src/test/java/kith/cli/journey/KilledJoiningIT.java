package kith.cli.journey;

import static kith.cli.journey.Program.meanwhile;
import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that die while somebody comes in, or takes a new key. */
final class KilledJoiningIT {
    private static final int MOST_MILLIS = 600;
    private static final List<String> SPACES = List.of("brook", "pond", "river");

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_124);
    private final Deque<Node> open = new ArrayDeque<>();

    @AfterEach
    void stop() {
        open.forEach(Node::end);
    }

    private Node node(String name) {
        Node node = Node.initialised(folder.resolve(name), name);
        open.push(node);
        return node;
    }

    private Node started(String name) {
        Node node = node(name);
        node.start();
        return node;
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(MOST_MILLIS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** An address where nobody listens now. */
    private static String freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long members(Node node) {
        return node.kith("member", "list", "--csv").out().lines().skip(1).count();
    }

    @Test
    void whoWasComingInWhenADaemonDiedComesInAllTheSame() {
        String address = freeAddress();
        Node alice = node("alice");
        alice.startOn(address);
        alice.kith("space", "create", "river", "--no-paper");

        for (int round = 0; round < 2; round++) {
            Node bo = started("bo-" + round);
            String ticket = alice.kith("invite").line();
            CompletableFuture<Program.Run> joining = meanwhile(() -> bo.tried("join", ticket, "--timeout", "25s"));
            pause();
            if (round % 2 == 0) {
                alice.kill();
                alice.startOn(address);
                joining.join().ok();
            } else {
                bo.kill();
                boolean done = joining.join().isDone();
                bo.start();
                if (!done) {
                    bo.kith("join", ticket);
                }
            }

            until(() -> bo.level("river").equals("writer"));
            bo.mustBeHealthy();
            alice.mustBeHealthy();
            assertEquals(round + 2, members(alice), "members after round " + round);
            bo.end();
        }
    }

    @Test
    void anAdmissionByHandThatWasCutOffIsSaidAgain() {
        Node alice = started("alice");
        Node bo = started("bo");
        alice.kith("space", "create", "river", "--no-paper");
        String ticket = alice.kith("invite").line();
        alice.kill();
        String claim = bo.kith("join", ticket, "--claim").line();
        alice.start();

        boolean done = false;
        for (int round = 0; round < 2; round++) {
            CompletableFuture<Program.Run> admitting = meanwhile(() -> alice.tried("admit", claim));
            pause();
            alice.kill();
            done |= admitting.join().isDone();
            alice.start();
            alice.mustBeHealthy();
            assertTrue(members(alice) == 2 || !done, "who was let in is in");
        }

        assertEquals("admitted bo", alice.kith("admit", claim).line());
        assertEquals(2, members(alice));
        alice.meet(bo);
        until(() -> bo.level("river").equals("writer"));
    }

    @Test
    void aChangeOfKeyThatWasCutOffIsFinishedBySayingItAgain() throws IOException {
        Node alice = started("alice");
        Node bo = started("bo");
        SPACES.forEach(space -> alice.kith("space", "create", space, "--no-paper"));
        bo.kith("join", alice.kith("invite", "--space", "river").line());
        alice.meet(bo);
        Path file = folder.resolve("alice/keys/device.key");

        for (int round = 0; round < 3; round++) {
            String thing = "round-" + round;
            byte[] before = Files.readAllBytes(file);
            int devices = devices(alice, "brook");
            long late = System.nanoTime() + random.nextInt(MOST_MILLIS) * 1_000_000L;
            List<BooleanSupplier> moments = List.of(
                    () -> devices(alice, "brook") > devices,
                    () -> !Arrays.equals(before, bytes(file)),
                    () -> System.nanoTime() > late);
            CompletableFuture<Program.Run> rotating = meanwhile(() -> alice.tried("key", "rotate", "--yes"));
            killAt(moments.get(round % moments.size()), alice, rotating);
            boolean done = rotating.join().isDone();
            alice.start();

            assertTrue(!done || !Arrays.equals(before, Files.readAllBytes(file)), "what was said to be changed is");
            mustBeOwner(alice, thing);
            until(() -> says(bo, thing));
        }

        String key = alice.did();
        alice.kith("key", "rotate", "--yes");
        alice.kill();
        alice.start();
        assertNotEquals(key, alice.did());
        mustBeOwner(alice, "again");
        SPACES.forEach(space -> endStrays(alice, space));
        mustBeOwner(alice, "alone");
        until(() -> says(bo, "again") && says(bo, "alone"));
        until(() -> alice.digest("river").equals(bo.digest("river")));
    }

    /** Kills at a moment, or when it is too late for one. */
    private static void killAt(BooleanSupplier moment, Node node, CompletableFuture<Program.Run> meanwhile) {
        while (!meanwhile.isDone() && !moment.getAsBoolean()) {
            Thread.onSpinWait();
        }
        node.kill();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static int devices(Node node, String space) {
        return node.get("/v1/spaces/" + space + "/members").split("\"thisDevice\"", -1).length - 1;
    }

    private static boolean says(Node node, String thing) {
        return node.ask("river", "ASK { <urn:" + thing + "> <urn:p> 1 }");
    }

    private static void mustBeOwner(Node node, String thing) {
        node.mustBeHealthy();
        for (String space : SPACES) {
            assertEquals("owner", node.level(space));
            node.update(space, "INSERT DATA { <urn:" + thing + "> <urn:p> 1 }");
        }
    }

    /** What was cut off may have left devices listed that nobody has the key of any more. */
    private static void endStrays(Node node, String space) {
        List<String> standing = node.kith("node", "list", "--space", space, "--csv", "--fields", "device,state")
                .out()
                .lines()
                .filter(line -> line.endsWith(",standing"))
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        assertTrue(standing.contains(node.did()), standing.toString());
        for (String device : standing) {
            if (!device.equals(node.did())) {
                node.kith("node", "lost", device, "--space", space, "--yes");
            }
        }
    }
}
