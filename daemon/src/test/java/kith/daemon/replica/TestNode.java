package kith.daemon.replica;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import kith.daemon.machine.RealMachine;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.access.Act;
import kith.ontology.access.Claim;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Entry;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import org.apache.jena.sparql.core.Quad;

/** A daemon without doors: a store, a lane and a key, for tests that carry deltas by hand. */
public final class TestNode implements AutoCloseable {
    private static final Store.Memory SMALL = new Store.Memory(8 << 20, 8 << 20, 8 << 20, 4 << 20, 8 << 20);
    private static final long FAR = Long.MAX_VALUE / 4;

    private final Store store;
    private final Watermark watermark;
    private final RealMachine machine;
    private final SigningKey person;
    private final Self self;
    private final Durability durability;
    private final Replicas replicas;

    private TestNode(Path folder, Self self) {
        machine = new RealMachine(fault -> {
            throw new AssertionError("a lane failed", fault);
        });
        store = Store.open(folder.resolve("store"), SMALL);
        watermark = Watermark.open(folder.resolve("watermark"));
        durability = new Durability(store, watermark, machine);
        this.self = self;
        person = self.person();
        replicas = new Replicas(store, durability, machine, self);
    }

    public static TestNode open(Path folder, int number) {
        SigningKey person = key("person", number);
        SigningKey device = key("device", number);
        return open(
                folder, new Self(device, person, DeviceCertificate.issue(person, device.id(), 1), "node-" + number));
    }

    public static TestNode open(Path folder, Self self) {
        return new TestNode(folder, self);
    }

    private static SigningKey key(String of, int number) {
        return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8(of + number).view()));
    }

    public Replica replica() {
        return replicas.all().iterator().next();
    }

    public Replicas replicas() {
        return replicas;
    }

    public Self self() {
        return self;
    }

    public SigningKey person() {
        return person;
    }

    public RealMachine machine() {
        return machine;
    }

    public Store store() {
        return store;
    }

    public Watermark watermark() {
        return watermark;
    }

    public void found(String name) {
        replicas.found(name);
    }

    public void joinThrough(TestNode inviter) {
        joinThrough(inviter, Level.WRITER);
    }

    public void joinThrough(TestNode inviter, Level level) {
        Ticket ticket = new Ticket(
                machine.random(Ticket.SEED_BYTES), inviter.replica().id(), "river", inviter.self.node(), List.of());
        inviter.replica().act(new Act.Invite(ticket.key().id(), level, FAR)).join();
        replicas.join(ticket, ticket.text());
        Claim claim = Claim.make(ticket, self.certificate(), self.name(), self.device());
        inviter.replica().admit(claim).join();
        pullFrom(inviter);
    }

    /** Lets {@code inviter} invite this node, which then holds the ticket. */
    public Ticket holdsTicketOf(TestNode inviter, Level level) {
        Ticket ticket = new Ticket(
                machine.random(Ticket.SEED_BYTES), inviter.replica().id(), "river", inviter.self.node(), List.of());
        inviter.replica().act(new Act.Invite(ticket.key().id(), level, FAR)).join();
        holds(ticket);
        return ticket;
    }

    public void holds(Ticket ticket) {
        replicas.join(ticket, ticket.text());
    }

    /** Knows the id of a space and has no ticket for it. */
    public void guesses(SpaceId space) {
        replicas.add(store.create(space, "guess", 1, ""));
    }

    /** Keeps the disk from answering until what is given back is run: nothing becomes durable meanwhile. */
    public Runnable occupied() {
        CountDownLatch done = new CountDownLatch(1);
        durability.whenDurable(() -> {
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return done::countDown;
    }

    public boolean knowsItsRight() {
        return replica().authority().grantOf(self.node()).isPresent();
    }

    public boolean mayWrite() {
        return replica()
                .authority()
                .grantOf(self.node())
                .map(grant -> grant.level().isAtLeast(Level.WRITER))
                .orElse(false);
    }

    public boolean knows(TestNode other) {
        return replica().authority().grantOf(other.self.node()).isPresent();
    }

    /** Ends every right of another node; what this node has heard of it stands. */
    public void cuts(TestNode other) {
        cuts(other, log -> log.applied());
    }

    /** Ends every right of another node; of each of its logs what comes up to a number stands. */
    void cuts(TestNode other, ToLongFunction<LogState> kept) {
        Grant grant = replica().authority().grantOf(other.self.node()).orElseThrow();
        List<Cutoff> cutoffs = new ArrayList<>();
        for (LogState log : replica().store().logs()) {
            long seq = kept.applyAsLong(log);
            if (log.root().grant().equals(grant.id()) && seq > 0) {
                LogId id = log.root().id();
                cutoffs.add(new Cutoff(new Dot(id, seq), replica().store().link(id, seq)));
            }
        }
        replica().act(new Act.Cut(grant.id(), true, cutoffs, "gone")).join();
    }

    /** Does at once what a daemon does a while after it found a fork of its own. */
    public void tellsWhereForkedLogsEnd() {
        CompletableFuture.runAsync(() -> replica().closeForked(), replica()::onLane)
                .join();
    }

    public LogId firstLog() {
        return replica().frontier(Plane.CONTROL).seqs().firstKey();
    }

    public void asserts(Quad... quads) {
        List<Quad> fresh;
        try (Snapshot snapshot = replica().snapshot()) {
            fresh = List.of(quads).stream()
                    .filter(quad -> !snapshot.contains(quad))
                    .toList();
        }
        replica()
                .write(new Change(fresh, List.of(), Optional.empty(), false))
                .durable()
                .join();
    }

    public void retracts(Quad quad) {
        Retraction retraction;
        try (Snapshot snapshot = replica().snapshot()) {
            retraction = new Retraction(quad, List.copyOf(snapshot.history(quad).live(dot -> true)));
        }
        replica()
                .write(new Change(List.of(), List.of(retraction), Optional.empty(), false))
                .durable()
                .join();
    }

    public boolean shows(Quad quad) {
        try (Snapshot snapshot = replica().snapshot()) {
            return snapshot.contains(quad);
        }
    }

    public String digest() {
        try (Snapshot snapshot = replica().snapshot()) {
            return snapshot.digest().toHex();
        }
    }

    public void pullFrom(TestNode other) {
        pullPlane(other, Plane.CONTROL);
        pullPlane(other, Plane.DATA);
    }

    /** Carries every delta of a plane over that this node lacks, as runs of one. */
    List<Receipt> pullPlane(TestNode other, Plane plane) {
        List<Receipt> receipts = new ArrayList<>();
        for (LogId log : other.replica().frontier(plane).seqs().keySet()) {
            LogRoot root = other.replica().store().log(log).orElseThrow().root();
            List<SignedDelta> deltas =
                    other.replica().store().read(log, replica().held(log) + 1, 1_000, Long.MAX_VALUE);
            for (SignedDelta delta : deltas) {
                receipts.add(replica()
                        .receive(verified(root, delta), other.self.node())
                        .join());
            }
        }
        return receipts;
    }

    private List<VerifiedDelta> verified(LogRoot root, SignedDelta delta) {
        Entry entry = delta.entry();
        LogId log = root.id();
        LogHead head = replica().store().log(log).map(state -> state.head()).orElse(LogHead.start(log));
        DeltaRun run = new DeltaRun(
                delta.dot().seq(),
                head.link(),
                List.of(entry),
                delta.signature().orElseThrow());
        return DeltaCodec.verify(root, VerifyingKey.of(root.author()).orElseThrow(), head, run);
    }

    @Override
    public void close() {
        machine.close();
        durability.finish();
        store.close();
    }
}
