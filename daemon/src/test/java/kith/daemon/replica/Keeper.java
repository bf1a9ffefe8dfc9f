package kith.daemon.replica;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import kith.daemon.machine.Machine;
import kith.daemon.store.Snapshot;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** A store that takes deltas in and writes none of its own; everything happens on the caller's thread. */
public final class Keeper implements AutoCloseable {
    private static final Store.Memory SMALL = new Store.Memory(8 << 20, 8 << 20, 8 << 20, 4 << 20, 8 << 20);
    private static final KeyId PEER = SomeDeltas.key("peer").id();

    private final Path folder;
    private final Self self;
    private final Inline machine = new Inline();
    private Store store;
    private Durability durability;

    public Keeper(Path folder) {
        this.folder = folder;
        SigningKey person = SomeDeltas.key("keeper person");
        SigningKey device = SomeDeltas.key("keeper device");
        self = new Self(device, person, DeviceCertificate.issue(person, device.id(), 1), "keeper");
        open();
    }

    private void open() {
        store = Store.open(folder.resolve("store"), SMALL);
        durability = new Durability(store, Watermark.open(folder.resolve("watermark")), machine);
    }

    /** Closes the store and opens it again. */
    public void restart() {
        close();
        open();
    }

    Store store() {
        return store;
    }

    public Replica make(SpaceId space) {
        store.create(space, "space-" + space.value().slice(0, 8).toHex(), 1, "");
        return replica(space);
    }

    public Replica replica(SpaceId space) {
        return new Replica(store.space(space).orElseThrow(), durability, machine, self);
    }

    /** Hands runs over one after another and syncs once, as a busy daemon does. */
    public List<Receipt> take(Replica replica, List<List<VerifiedDelta>> runs) {
        List<CompletableFuture<Receipt>> receipts =
                runs.stream().map(run -> replica.receive(run, PEER)).toList();
        machine.sync();
        return receipts.stream().map(CompletableFuture::join).toList();
    }

    public static Set<Quad> shown(Replica replica) {
        try (Snapshot snapshot = replica.snapshot()) {
            Set<Quad> shown = new HashSet<>();
            snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(shown::add);
            return shown;
        }
    }

    public static String digest(Replica replica) {
        try (Snapshot snapshot = replica.snapshot()) {
            return snapshot.digest().toHex();
        }
    }

    @Override
    public void close() {
        machine.sync();
        durability.finish();
        store.close();
    }

    /** Runs everything at once where it is asked for, but syncs when told to; its timers never ring. */
    private static final class Inline implements Machine {
        private final Gen gen = new Gen(1);
        private final Deque<Runnable> syncs = new ArrayDeque<>();

        void sync() {
            while (!syncs.isEmpty()) {
                syncs.remove().run();
            }
        }

        @Override
        public long nowMillis() {
            return 1_000_000;
        }

        @Override
        public long ticks() {
            return 0;
        }

        @Override
        public Bytes random(int count) {
            return gen.bytes(count);
        }

        @Override
        public Executor lane(String name) {
            return name.equals("sync") ? syncs::add : Runnable::run;
        }

        @Override
        public Timer after(Duration delay, Runnable act) {
            return () -> {};
        }
    }
}
