package kith.cli.journey;

import static kith.cli.journey.Program.meanwhile;
import static kith.cli.journey.Program.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that die while rules, tickets, rights and keys are under way. */
final class KilledRightsIT {
    /** Acts of a sort that are said in one breath at most. */
    private static final int MOST_ACTS = 400;

    private static final int MOST_MILLIS = 500;

    @TempDir
    Path folder;

    private final Random random = new Random(20_261_123);
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

    private void pause(int mostMillis) {
        try {
            Thread.sleep(random.nextInt(mostMillis));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> found(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Set<String> rules(Node node) {
        return found(node.get("/v1/spaces/river/schema"), "\"predicate\": *\"(urn:rule:[^\"]*)\"");
    }

    private static Set<String> tickets(Node node) {
        return found(node.get("/v1/spaces/river/shares"), "\"invitation\": *\"([0-9a-f]{8})");
    }

    private static Set<String> quotas(Node node) {
        return found(node.get("/v1/spaces/river/shares"), "\"quotaBytes\": *(\\d+)");
    }

    @Test
    void aCommandWhoseDaemonDiesSaysSoAndWhatItDidIsThereWholeOrNotAtAll() {
        Node alice = node("alice");
        Node bo = node("bo");
        alice.kith("space", "create", "river", "--no-paper");
        bo.kith("join", alice.kith("invite").line());
        bo.kill();
        List<Boolean> done = new ArrayList<>();

        for (int round = 0; round < 3; round++) {
            String rule = "urn:rule:" + round;
            String quota = String.valueOf(1_000_000 + round);
            Set<String> before = tickets(alice);
            CompletableFuture<Program.Run> ruling =
                    meanwhile(() -> alice.tried("schema", "add", "--predicate", rule, "--policy", "latest"));
            CompletableFuture<Program.Run> inviting = meanwhile(() -> alice.tried("invite", "--json"));
            CompletableFuture<Program.Run> granting =
                    meanwhile(() -> alice.tried("share", "grant", "bo", "--can", "write", "--quota", quota));
            if (round % 2 == 0) {
                pause(MOST_MILLIS);
            } else {
                CompletableFuture.anyOf(ruling, inviting, granting).join();
            }
            alice.kill();
            boolean ruled = ruling.join().isDone();
            boolean invited = inviting.join().isDone();
            boolean granted = granting.join().isDone();
            alice.start();

            alice.mustBeHealthy();
            assertTrue(rules(alice).contains(rule) || !ruled, "rule of round " + round);
            assertTrue(quotas(alice).contains(quota) || !granted, "right of round " + round);
            Set<String> fresh = tickets(alice);
            assertTrue(fresh.containsAll(before) && fresh.size() <= before.size() + 1, before + " then " + fresh);
            if (invited) {
                assertTrue(fresh.contains(Node.field(inviting.join().out(), "delta")), fresh.toString());
            }
            alice.kith("schema", "add", "--predicate", rule, "--policy", "latest");
            assertTrue(rules(alice).contains(rule));
            done.addAll(List.of(ruled, invited, granted));
        }

        assertTrue(done.contains(true), "no command was done in time");
        assertTrue(done.contains(false), "no command was killed");
        bo.start();
        alice.meet(bo);
        until(() -> rules(bo).equals(rules(alice))
                && quotas(bo).equals(quotas(alice))
                && tickets(bo).equals(tickets(alice)));
        assertEquals(alice.digest("river"), bo.digest("river"));
    }

    @Test
    void ofActsInOneBreathNoneThatWasAnsweredIsMissingAndAtMostOneMoreIsThere() {
        Node alice = node("alice");
        alice.kith("space", "create", "river", "--no-paper");

        for (int round = 0; round < 2; round++) {
            String name = "urn:rule:" + round + "-";
            int ticketsBefore = tickets(alice).size();
            Breath rules = new Breath(
                    i -> alice.post("/v1/spaces/river/schema/rules?predicate=" + name + i + "&policy=latest", ""));
            Breath tickets = new Breath(
                    i -> alice.post("/v1/spaces/river/invites", "{\"can\": \"write\", \"expiresSeconds\": 600}"));
            until(() -> rules.answered() > 0 && tickets.answered() > 0);
            pause(MOST_MILLIS / 2);
            alice.kill();
            alice.start();

            alice.mustBeHealthy();
            rules.are(
                    rules(alice).stream().filter(each -> each.startsWith(name)).count());
            tickets.are(tickets(alice).size() - ticketsBefore);
        }
    }

    /** The same act over and over, each as soon as the one before was answered, until the daemon dies. */
    private static final class Breath {
        private final AtomicInteger answered = new AtomicInteger();
        private final CompletableFuture<Void> done;

        Breath(IntFunction<String> act) {
            done = meanwhile(() -> {
                try {
                    while (answered.get() < MOST_ACTS) {
                        act.apply(answered.get());
                        answered.incrementAndGet();
                    }
                    throw new AssertionError("the daemon lived too long");
                } catch (Refusal refusal) {
                    assertEquals(Code.UNREACHABLE, refusal.code(), refusal.getMessage());
                }
                return null;
            });
        }

        int answered() {
            return answered.get();
        }

        void are(long there) {
            done.join();
            assertTrue(
                    there == answered() || there == answered() + 1,
                    answered() + " were answered, and there are " + there);
        }
    }
}
