package kith.daemon.replica;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Allowance;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.SigningKey;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A space that bo fills on purpose, with what it takes to say anything at all with a key. */
abstract class Flooding {
    static final Quad QUAD = Quad.create(
            Quad.defaultGraphIRI,
            NodeFactory.createURI("urn:ada"),
            NodeFactory.createURI("urn:name"),
            NodeFactory.createLiteralString("Ada"));

    @TempDir
    Path folder;

    TestNode alice;
    TestNode bo;
    TestNode cy;
    final Map<LogId, LogHead> heads = new HashMap<>();

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

    LogRoot control(SigningKey author, GrantId grant) {
        return control(author, grant, 0);
    }

    LogRoot control(SigningKey author, GrantId grant, int number) {
        return new LogRoot(alice.replica().id(), author.id(), Allowance.incarnation(number), Plane.CONTROL, grant);
    }

    LogRoot data(SigningKey author, GrantId grant) {
        return data(author, grant, 0);
    }

    LogRoot data(SigningKey author, GrantId grant, int number) {
        return new LogRoot(alice.replica().id(), author.id(), Allowance.incarnation(number), Plane.DATA, grant);
    }

    List<VerifiedDelta> say(LogRoot root, SigningKey key, List<Bytes> payloads) {
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

    Receipt give(TestNode to, List<VerifiedDelta> run) {
        return to.replica().receive(run, bo.self().node()).join();
    }

    static List<Bytes> junk(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ActCodec.encode(new Act.Succession(new SpaceId(Bytes.sha256(new byte[] {(byte) i})))))
                .toList();
    }

    GrantId boJoins(Level level) {
        bo.joinThrough(alice, level);
        cy.pullFrom(alice);
        return alice.replica()
                .authority()
                .grantOf(bo.self().node())
                .orElseThrow()
                .id();
    }

    GrantId boJoinsWithAQuota(long bytes) {
        GrantId grant = giveBoAQuota(bytes);
        cy.pullFrom(alice);
        return grant;
    }

    /** Which cy has not heard of. */
    GrantId giveBoAQuota(long bytes) {
        Allowance little = new Allowance(Level.WRITER, Scope.ALL, bytes);
        alice.replica()
                .act(new Act.Give(bo.self().certificate(), "bo", little, Set.of()))
                .join();
        return alice.replica()
                .authority()
                .grantOf(bo.self().node())
                .orElseThrow()
                .id();
    }
}
