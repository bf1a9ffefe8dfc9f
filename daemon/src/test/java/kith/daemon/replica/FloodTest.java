package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.SigningKey;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one fills on purpose must not keep the others from hearing, nor from starting again. */
final class FloodTest {
    @TempDir
    Path folder;

    private TestNode alice;
    private TestNode bo;
    private TestNode cy;
    private final Map<LogId, LogHead> heads = new HashMap<>();

    @BeforeEach
    void open() {
        alice = TestNode.open(folder.resolve("alice"), 1);
        bo = TestNode.open(folder.resolve("bo"), 2);
        cy = TestNode.open(folder.resolve("cy"), 3);
        alice.found("river");
        cy.joinThrough(alice);
    }

    @AfterEach
    void close() {
        alice.close();
        bo.close();
        cy.close();
    }

    private LogRoot control(SigningKey author, GrantId grant) {
        return new LogRoot(
                alice.replica().id(),
                author.id(),
                alice.machine().random(LogRoot.INCARNATION_BYTES),
                Plane.CONTROL,
                grant);
    }

    private List<VerifiedDelta> say(LogRoot root, SigningKey key, List<Bytes> payloads) {
        List<VerifiedDelta> run = new ArrayList<>();
        for (Bytes payload : payloads) {
            LogHead head = heads.getOrDefault(root.id(), LogHead.start(root.id()));
            Entry entry = new Entry(
                    root.plane() == Plane.CONTROL,
                    HybridClock.next(head.clock(), alice.machine().nowMillis()),
                    List.of(),
                    alice.machine().random(DeltaCodec.SALT_BYTES),
                    payload);
            VerifiedDelta delta = DeltaCodec.sign(root, head, entry, key);
            heads.put(root.id(), LogHead.of(delta.delta()));
            run.add(delta);
        }
        return run;
    }

    private Receipt give(TestNode to, List<VerifiedDelta> run) {
        return to.replica().receive(run, bo.self().node()).join();
    }

    private static List<Bytes> junk(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ActCodec.encode(new Act.Succession(new SpaceId(Bytes.sha256(new byte[] {(byte) i})))))
                .toList();
    }

    private static SigningKey key(String name) {
        return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8(name).view()));
    }

    private GrantId boJoins(Level level) {
        bo.joinThrough(alice, level);
        cy.pullFrom(alice);
        return alice.replica()
                .authority()
                .grantOf(bo.self().node())
                .orElseThrow()
                .id();
    }

    private void fill(SigningKey author, GrantId grant) {
        LogRoot log = control(author, grant);
        for (int i = 0; i < 64; i++) {
            Receipt receipt = give(cy, say(log, author, junk(1)));
            if (!(receipt instanceof Receipt.Accepted)) {
                return;
            }
        }
        fill(author, grant);
    }

    private Bytes enrol(SigningKey device) {
        return ActCodec.encode(new Act.Enrol(DeviceCertificate.issue(bo.person(), device.id(), 1), "d"));
    }

    @Test
    void aReaderCannotKeepACutFromSpreading() {
        GrantId grant = boJoins(Level.READER);
        for (int log = 0; log < 2; log++) {
            LogRoot person = control(bo.person(), grant);
            List<SigningKey> devices = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                devices.add(key("d" + log + "/" + i));
            }
            List<VerifiedDelta> enrols =
                    say(person, bo.person(), devices.stream().map(this::enrol).toList());
            give(cy, enrols);
            for (int i = 0; i < 40; i++) {
                GrantId own = new GrantId(enrols.get(i).delta().link());
                give(cy, say(control(devices.get(i), own), devices.get(i), junk(64)));
                give(cy, say(control(devices.get(i), own), devices.get(i), junk(64)));
            }
        }
        SigningKey last = key("last");
        LogRoot again = control(bo.person(), grant);
        List<VerifiedDelta> enrolled = say(again, bo.person(), List.of(enrol(last)));
        give(cy, enrolled);
        fill(last, new GrantId(enrolled.getFirst().delta().link()));
        alice.cuts(bo);
        cy.pullPlane(alice, Plane.CONTROL);
        assertFalse(cy.knows(bo), "the cut of the reader reaches cy");
    }

    @Test
    void anAdminCannotKeepACutFromSpreading() {
        GrantId grant = boJoins(Level.ADMIN);
        LogRoot log = control(bo.self().device(), grant);
        for (int i = 0; i < 50; i++) {
            give(cy, say(log, bo.self().device(), junk(200)));
        }
        fill(bo.self().device(), grant);
        alice.cuts(bo, held -> 0);
        cy.pullPlane(alice, Plane.CONTROL);
        assertFalse(cy.knows(bo), "the cut of the admin reaches cy");
    }

    @Test
    void aForkedControlLogIsDecidedByACut() {
        GrantId grant = boJoins(Level.WRITER);
        SigningKey device = key("extra");
        LogRoot log = control(bo.person(), grant);
        List<VerifiedDelta> left = say(log, bo.person(), List.of(enrol(device)));
        heads.clear();
        List<VerifiedDelta> right = say(log, bo.person(), junk(1));
        give(alice, left);
        give(cy, right);
        give(cy, left);
        // The owner names the branch that stands, and the enrolled device was honest.
        alice.replica()
                .act(new Act.Cut(grant, true, List.of(Cutoff.at(left.getLast().delta())), "forks"))
                .join();
        cy.pullPlane(alice, Plane.CONTROL);
        give(cy, left);
        give(cy, left);
        GrantId made = new GrantId(left.getLast().delta().link());
        assertEquals(
                alice.replica().authority().grant(made).isPresent(),
                cy.replica().authority().grant(made).isPresent());
    }

    @Test
    void whatAnActRestatesTakesLittleMoreRoomThanItsPayload() {
        GrantId grant = boJoins(Level.READER);
        SortedSet<Integer> all =
                new TreeSet<>(IntStream.range(0, 65_536).boxed().toList());
        long before = heap();

        for (int act = 0; act < 4; act++) {
            Map<Dot, SortedSet<Integer>> restated = new HashMap<>();
            for (int i = 0; i < 15; i++) {
                restated.put(new Dot(new LogId(alice.machine().random(LogId.BYTES)), 1), all);
            }
            Bytes payload = ActCodec.encode(new Act.Erase(List.of(), restated));
            give(cy, say(control(bo.self().device(), grant), bo.self().device(), List.of(payload)));
        }

        long taken = heap() - before;
        assertTrue(taken < 50_000_000, "4 acts of a reader take " + taken + " bytes");
    }

    @Test
    void whatAnEndedAdminSaysOnHasTheRoomOfWhatWaits() {
        GrantId grant = boJoins(Level.ADMIN);
        LogRoot log = control(bo.self().device(), grant);
        give(alice, say(log, bo.self().device(), junk(1)));
        alice.cuts(bo);
        cy.pullFrom(alice);
        Receipt last = null;
        for (int i = 0; i < 60; i++) {
            last = give(cy, say(log, bo.self().device(), junk(250)));
        }
        assertFalse(last instanceof Receipt.Accepted);
        assertTrue(cy.replica().held(log.id()) < 500);
    }

    @Test
    void shapesOfAReaderWeighWhatTheyTakeUnpacked() {
        GrantId grant = boJoins(Level.READER);
        LogRoot log = control(bo.self().device(), grant);
        long before = heap();

        int kept = 0;
        while (kept < 64 && give(cy, say(log, bo.self().device(), List.of(packed(kept)))) instanceof Receipt.Accepted) {
            kept++;
        }

        long taken = heap() - before;
        assertTrue(packed(0).length() < 4_096);
        assertTrue(kept > 8 && kept < 17, kept + " acts");
        assertTrue(taken < 4 * ControlPlane.MAX_MEMBER_BYTES, "acts of a reader take " + taken + " bytes");
        alice.cuts(bo);
        cy.pullPlane(alice, Plane.CONTROL);
        assertFalse(cy.knows(bo), "the cut of the reader reaches cy");
    }

    @Test
    void shapesOfNobodyWeighWhatTheyTakeUnpacked() {
        LogRoot log = control(bo.self().device(), new GrantId(alice.machine().random(GrantId.BYTES)));

        int kept = 0;
        while (kept < 250
                && give(cy, say(log, bo.self().device(), List.of(packed(kept)))) instanceof Receipt.Accepted) {
            kept++;
        }

        assertTrue(kept > 32 && kept < 65, kept + " acts");
    }

    @Test
    void whatIsHeldWeighsTheSameAfterAStart() {
        GrantId grant = boJoins(Level.READER);
        LogRoot log = control(bo.self().device(), grant);
        for (int i = 0; i < 12; i++) {
            give(cy, say(log, bo.self().device(), List.of(packed(i))));
        }
        cy.close();
        cy = TestNode.open(folder.resolve("cy"), 3);

        int more = 0;
        while (more < 64 && give(cy, say(log, bo.self().device(), List.of(packed(more)))) instanceof Receipt.Accepted) {
            more++;
        }

        assertTrue(more < 5, more + " acts more");
    }

    /** Shapes of nearly as many bytes as may be, in a payload of little. */
    private static Bytes packed(int number) {
        Node says = NodeFactory.createURI("urn:d");
        Node text = NodeFactory.createLiteralString(number + "a".repeat(Act.MAX_SHAPE_BYTES - 100));
        Quad triple = Quad.create(Quad.defaultGraphIRI, NodeFactory.createURI("urn:s"), says, text);
        return ActCodec.encode(new Act.Shape("s", Set.of(triple), Set.of()));
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
