package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import kith.daemon.bundle.Holdings;
import kith.daemon.http.Bundles;
import kith.ontology.access.Act;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles between homes that never meet. */
final class CarryingTest {
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    Path folder;

    private final Deque<Peer> open = new ArrayDeque<>();

    @AfterEach
    void end() {
        open.forEach(Peer::close);
    }

    private Peer peer(String name, int number) {
        Peer peer = new Peer(number, folder.resolve(name));
        open.push(peer);
        return peer;
    }

    private Carrying carrying(Peer peer) {
        return new Carrying(
                peer.node.replicas(),
                peer.connections,
                new Holdings(folder.resolve("bundles of " + peer.node.self().name())),
                peer.node.machine());
    }

    private static Quad quad(String thing) {
        return SSE.parseQuad("(<urn:g> <urn:" + thing + "> <urn:p> 1)");
    }

    private byte[] made(Peer by) {
        return made(by, null, new byte[0]);
    }

    private byte[] made(Peer by, @Nullable String whom, byte[] since) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        try {
            carrying(by)
                    .write(
                            new Bundles.Wish("river", whom, false),
                            since.length == 0 ? null : new ByteArrayInputStream(since),
                            () -> bundle);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bundle.toByteArray();
    }

    private byte[] frontier(Peer by) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        try {
            carrying(by).write(new Bundles.Wish("river", null, true), null, () -> bundle);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bundle.toByteArray();
    }

    private JsonObject taken(Peer by, byte[] bundle) {
        Bundles.Content content = new Bundles.Content() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bundle);
            }

            @Override
            public long size() {
                return bundle.length;
            }
        };
        try {
            return carrying(by).take(content, new Bundles.Reader(line -> {}, () -> false));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Ticket ticket(Peer inviter) {
        Ticket ticket = new Ticket(
                inviter.node.machine().random(Ticket.SEED_BYTES),
                inviter.node.replica().id(),
                "river",
                inviter.node.self().node(),
                List.of(NOWHERE));
        inviter.node
                .replica()
                .act(new Act.Invite(ticket.key().id(), Level.WRITER, Long.MAX_VALUE / 4))
                .join();
        return ticket;
    }

    private Peer founder() {
        Peer alice = peer("alice", 1);
        alice.node.found("river");
        alice.node.asserts(quad("first"));
        return alice;
    }

    private Peer member(String name, int number, Peer inviter) {
        Peer peer = peer(name, number);
        peer.joins(ticket(inviter));
        taken(inviter, made(peer));
        taken(peer, made(inviter));
        return peer;
    }

    private static void assertEqual(Peer one, Peer other) {
        assertEquals(one.node.digest(), other.node.digest());
    }

    private static long number(JsonObject receipt, String what) {
        return receipt.get(what).getAsLong();
    }

    @Test
    void whoNeverMetTheInviterComesInByThreeBundles() {
        Peer alice = founder();
        Peer bo = peer("bo", 2);
        bo.joins(ticket(alice));

        JsonObject admitted = taken(alice, made(bo));
        JsonObject received = taken(bo, made(alice));

        assertEquals("admitted", admitted.get("claim").getAsString());
        assertTrue(bo.node.mayWrite());
        assertEqual(alice, bo);
        assertTrue(number(received, "deltas") > 0);
        assertEquals(0, number(received, "waiting") + number(received, "refused"));
        bo.node.asserts(quad("of-bo"));
        alice.node.asserts(quad("of-alice"));
        taken(alice, made(bo));
        taken(bo, made(alice));
        assertEqual(alice, bo);
        assertTrue(alice.node.shows(quad("of-bo")) && bo.node.shows(quad("of-alice")));
    }

    @Test
    void theSameBundleTwiceChangesNothing() {
        Peer alice = founder();
        Peer bo = peer("bo", 2);
        bo.joins(ticket(alice));
        byte[] claim = made(bo);
        taken(alice, claim);
        byte[] all = made(alice);
        JsonObject once = taken(bo, all);
        String digest = bo.node.digest();

        JsonObject twice = taken(bo, all);

        assertEquals(0, number(twice, "deltas"));
        assertEquals(number(once, "deltas"), number(twice, "known"));
        assertEquals(digest, bo.node.digest());
        assertEquals("known", taken(alice, claim).get("claim").getAsString());
    }

    @Test
    void sinceAnEarlierBundleOnlyWhatIsNewIsCarried() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        byte[] early = made(alice);
        byte[] nothing = made(alice, null, early);
        alice.node.asserts(quad("later"));

        JsonObject receipt = taken(bo, made(alice, null, early));

        assertEquals(frontier(alice).length, frontier(bo).length);
        assertEquals(1, number(receipt, "deltas"));
        assertEquals(0, number(receipt, "known"));
        assertEquals(0, number(taken(bo, nothing), "known"));
        assertEqual(alice, bo);
    }

    @Test
    void aFrontierIsEnoughToSayWhatIsHeld() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        alice.node.asserts(quad("later"));

        JsonObject receipt = taken(bo, made(alice, null, frontier(bo)));

        assertEquals(1, number(receipt, "deltas") + number(receipt, "known"));
        assertEqual(alice, bo);
    }

    @Test
    void aGapIsNamedAndAnyOrderThatClosesItEndsEqual() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        byte[] start = frontier(alice);
        alice.node.asserts(quad("second"));
        byte[] first = made(alice, null, start);
        byte[] middle = frontier(alice);
        alice.node.asserts(quad("third"));
        byte[] second = made(alice, null, middle);

        JsonObject early = taken(bo, second);

        JsonArray gaps = early.getAsJsonArray("gaps");
        assertEquals(1, gaps.size());
        JsonObject gap = gaps.get(0).getAsJsonObject();
        assertEquals(alice.node.self().node().did(), gap.get("author").getAsString());
        assertEquals(2, number(gap, "first"));
        assertEquals(2, number(gap, "last"));
        assertFalse(bo.node.shows(quad("third")));
        assertEquals(0, taken(bo, first).getAsJsonArray("gaps").size());
        assertEquals(0, taken(bo, second).getAsJsonArray("gaps").size());
        assertEqual(alice, bo);
    }

    @Test
    void whatAPeerIsKnownToHoldIsLeftOutForIt() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        bo.node.asserts(quad("of-bo"));
        taken(alice, made(bo));
        alice.node.asserts(quad("later"));

        JsonObject receipt = taken(bo, made(alice, "node-2", new byte[0]));

        assertEquals(1, number(receipt, "deltas"), "alice's newest");
        assertEquals(0, number(receipt, "known"));
        assertEquals(
                Bytes.of(made(alice, "node-2", new byte[0])),
                Bytes.of(made(alice, bo.node.self().node().did(), new byte[0])));
        assertEqual(alice, bo);
    }

    @Test
    void whatAPeerHeldIsForgottenWithTheSpace() throws IOException {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        taken(alice, made(bo));
        Path kept = folder.resolve("bundles of node-1");
        long before = files(kept);
        carrying(alice);

        alice.node.replicas().remove(alice.node.replica());

        assertEquals(1, before);
        assertEquals(0, files(kept));
    }

    private static long files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void aStrangerIsMadeNoBundle() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        Peer eve = peer("eve", 3);
        String stranger = eve.node.self().node().did();
        alice.node.cuts(bo.node);

        assertEquals(Code.NOT_ALLOWED, refused(() -> made(alice, stranger, new byte[0])));
        assertEquals(Code.NOT_ALLOWED, refused(() -> made(alice, "node-2", new byte[0])));
        assertEquals(Code.NOT_FOUND, refused(() -> made(alice, "nobody", new byte[0])));
    }

    private static Code refused(Runnable act) {
        return assertThrows(KithException.class, act::run).code();
    }

    @Test
    void whatIsHeldOfAnotherBranchIsCarriedFromItsBeginning() {
        Peer alice = founder();
        byte[] earlier = frontier(alice);
        byte[] other = earlier.clone();
        // The last of what the frontier says is the link of the last log.
        other[earlier.length - 34] ^= 1;
        byte[] none = made(alice, null, earlier);

        assertEquals(earlier.length, none.length);
        assertTrue(made(alice, null, other).length > none.length);
        JsonObject receipt = taken(member("bo", 2, alice), made(alice, null, other));
        assertEquals(0, receipt.getAsJsonArray("gaps").size());
    }

    @Test
    void aBundleOfASpaceThatIsNotHereNamesTheWayIn() {
        Peer alice = founder();
        Peer bo = peer("bo", 2);

        KithException refusal = assertThrows(KithException.class, () -> taken(bo, made(alice)));

        assertEquals(Code.NOT_FOUND, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("kith join"), refusal::toString);
        assertTrue(bo.node.replicas().all().isEmpty());
    }

    @Test
    void aBundleOfAnotherSpaceSaysNothingOfWhatIsHeld() {
        Peer alice = founder();
        Peer bo = peer("bo", 2);
        bo.node.found("river");

        assertEquals(Code.CONFLICT, refused(() -> made(alice, null, made(bo))));
        assertEquals(
                Code.USAGE,
                refused(() -> made(alice, null, Bytes.utf8("@prefix").toArray())));
    }

    @Test
    void aClaimOfAnotherDeviceOrTicketLetsNobodyIn() {
        Peer alice = founder();
        Peer bo = peer("bo", 2);
        bo.joins(ticket(alice));
        byte[] stolen = made(bo);
        // The maker stands behind the magic and the space.
        stolen[14 + 32] ^= 1;
        Peer cy = peer("cy", 3);
        cy.joins(new Ticket(
                cy.node.machine().random(Ticket.SEED_BYTES),
                alice.node.replica().id(),
                "river",
                alice.node.self().node(),
                List.of(NOWHERE)));

        JsonObject byAnother = taken(alice, stolen);
        JsonObject unknown = taken(alice, made(cy));

        assertEquals("unproven", byAnother.get("claim").getAsString());
        assertTrue(byAnother.has("fault"), "its sum does not hold either");
        assertEquals("unproven", unknown.get("claim").getAsString());
        assertFalse(alice.node.knows(cy.node) || alice.node.knows(bo.node));
    }

    @Test
    void noWrongByteHarmsAStore() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        byte[] before = frontier(bo);
        alice.node.asserts(quad("second"));
        alice.node.asserts(quad("third"));
        byte[] good = made(alice, null, before);

        for (int at = 0; at < good.length; at += 5) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            try {
                JsonObject receipt = taken(bo, bad);
                assertTrue(receipt.has("fault"), "byte " + at + ": " + receipt);
            } catch (KithException refused) {
                assertEquals(KithException.Blame.USER, refused.blame(), "byte " + at + ": " + refused);
            }
        }

        assertFalse(taken(bo, good).has("fault"));
        assertEqual(alice, bo);
    }

    @Test
    void whereverABundleEndsItsBeginningIsTakenAndTheRestLater() {
        Peer alice = founder();
        for (int i = 0; i < 20; i++) {
            alice.node.asserts(quad("more" + i));
        }
        Peer bo = peer("bo", 2);
        bo.joins(ticket(alice));
        taken(alice, made(bo));
        byte[] good = made(alice);
        int head = frontier(alice).length - 33;

        JsonObject beginning = taken(bo, Arrays.copyOf(good, head + 20));
        JsonObject most = taken(bo, Arrays.copyOf(good, good.length - 40));
        JsonObject almost = taken(bo, Arrays.copyOf(good, good.length - 1));

        assertEquals(0, number(beginning, "deltas"));
        assertTrue(beginning.get("fault").getAsString().contains("ends at byte " + (head + 20)), beginning::toString);
        assertTrue(number(most, "deltas") > 0, "the acts");
        assertTrue(number(almost, "deltas") > 0, "the data");
        assertTrue(almost.has("fault"));
        assertEqual(alice, bo);
        assertFalse(taken(bo, good).has("fault"));
    }

    @Test
    void whatIsVoidOrWaitsIsNotCarriedOn() {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        bo.node.asserts(quad("before"));
        taken(alice, made(bo));
        alice.node.cuts(bo.node);
        bo.node.asserts(quad("after-the-end"));

        taken(alice, made(bo));
        Peer cy = member("cy", 3, alice);

        assertFalse(alice.node.shows(quad("after-the-end")));
        assertEquals(0, number(taken(cy, made(alice)), "waiting"));
        assertTrue(cy.node.shows(quad("before")));
        assertFalse(cy.node.shows(quad("after-the-end")));
    }

    @Test
    void aCopiedHomeIsHealedByABundleAsByAPeer() throws IOException {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        bo.node.asserts(quad("both"));
        taken(alice, made(bo));
        close(bo);
        copy(folder.resolve("bo"), folder.resolve("copy"));
        Peer original = peer("bo", 2);
        original.node.asserts(quad("original"));
        taken(alice, made(original));
        close(original);
        Peer copy = peer("copy", 2);
        copy.node.asserts(quad("copy-1"));
        copy.node.asserts(quad("copy-2"));

        JsonObject receipt = taken(copy, made(alice));
        copy.node.asserts(quad("copy-3"));
        JsonObject back = taken(alice, made(copy));

        assertEquals(0, receipt.getAsJsonArray("gaps").size(), receipt::toString);
        assertEquals(0, receipt.getAsJsonArray("forks").size(), receipt::toString);
        assertEquals(0, number(receipt, "refused"), receipt::toString);
        assertEquals(0, back.getAsJsonArray("forks").size(), back::toString);
        assertTrue(copy.node.shows(quad("original")) && alice.node.shows(quad("copy-1")));
        assertEqual(alice, copy);
    }

    @Test
    void anotherBranchOfAnAuthorIsToldAndNotTaken() throws IOException {
        Peer alice = founder();
        Peer bo = member("bo", 2, alice);
        Peer cy = member("cy", 3, alice);
        taken(cy, made(alice));
        bo.node.asserts(quad("both"));
        byte[] both = made(bo);
        taken(alice, both);
        taken(cy, both);
        close(bo);
        copy(folder.resolve("bo"), folder.resolve("copy"));
        Peer original = peer("bo", 2);
        original.node.asserts(quad("original"));
        taken(alice, made(original));
        close(original);
        Peer copy = peer("copy", 2);
        copy.node.asserts(quad("copied"));

        JsonObject receipt = taken(alice, made(copy));
        taken(cy, made(copy));

        JsonObject fork = receipt.getAsJsonArray("forks").get(0).getAsJsonObject();
        assertEquals(bo.node.self().node().did(), fork.get("author").getAsString());
        assertEquals(2, number(fork, "at"));
        assertTrue(alice.node.shows(quad("original")) && cy.node.shows(quad("copied")));
        assertFalse(alice.node.shows(quad("copied")));
    }

    private void close(Peer peer) {
        open.remove(peer);
        peer.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    @Test
    void dataThatComesBeforeItsGrantWaitsOrIsRefusedAndIsNotLost() {
        Peer alice = founder();
        Peer cy = member("cy", 3, alice);
        byte[] before = frontier(cy);
        Peer bo = member("bo", 2, alice);
        byte[] acts = made(alice, null, before);
        byte[] known = frontier(bo);
        bo.node.asserts(quad("of-bo"));
        byte[] data = made(bo, null, known);

        JsonObject early = taken(cy, data);

        assertFalse(cy.node.shows(quad("of-bo")));
        assertEquals(1, number(early, "waiting"));
        taken(cy, acts);
        assertTrue(cy.node.shows(quad("of-bo")));
        assertEqual(bo, cy);
    }
}
