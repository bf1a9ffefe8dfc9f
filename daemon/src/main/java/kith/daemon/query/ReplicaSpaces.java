package kith.daemon.query;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import kith.daemon.replica.Committed;
import kith.daemon.replica.Moments;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.store.Snapshot;
import kith.daemon.store.SpaceStore;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;

/** The spaces of this home for questions and updates. Safe from any thread. */
public final class ReplicaSpaces implements Spaces {
    /** How long a change waits for those before it. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final Replicas replicas;
    private final Dice dice;
    private final Witness witness;
    /** Bytes of heap of what waits in imports, of all spaces. */
    private final AtomicLong waiting = new AtomicLong();

    private final Map<Replica, List<Consumer<Committed>>> watching = new WeakHashMap<>();

    /** A source of unpredictable bytes. */
    public interface Dice {
        Bytes random(int count);
    }

    /** What else the daemon knows of a space, for its service graphs. Safe from any thread. */
    public interface Witness {
        /** What is known of deltas of the space, as properties of what they say. For one request and one thread. */
        Function<Dot, List<Told>> sources(Replica replica);

        /** Who may do what in the space. */
        Graph membership(Replica replica);
    }

    /**
     * What is told of something.
     *
     * @param predicate an IRI
     */
    public record Told(String predicate, Node value) {}

    /** Spaces with service graphs. */
    public ReplicaSpaces(Replicas replicas, Dice dice, Witness witness) {
        this.replicas = replicas;
        this.dice = dice;
        this.witness = witness;
    }

    /** Spaces of which nobody knows more than they say: provenance names no sources, and membership nobody. */
    public ReplicaSpaces(Replicas replicas, Dice dice) {
        this(replicas, dice, new Witness() {
            @Override
            public Function<Dot, List<Told>> sources(Replica replica) {
                return dot -> List.of();
            }

            @Override
            public Graph membership(Replica replica) {
                return Graph.emptyGraph;
            }
        });
    }

    @Override
    public Optional<SpaceAccess> space(String name) {
        return replicas.named(name).map(Access::new);
    }

    /** Who is told of the commits of a space. A replica has listeners for good, so one there stands for all of these. */
    private List<Consumer<Committed>> watching(Replica replica) {
        synchronized (watching) {
            return watching.computeIfAbsent(replica, first -> {
                List<Consumer<Committed>> all = new CopyOnWriteArrayList<>();
                replica.onCommitted(commit -> all.forEach(listener -> listener.accept(commit)));
                return all;
            });
        }
    }

    private SpaceDataset dataset(Replica replica, boolean writable) {
        Bytes scope = writable ? dice.random(16) : Bytes.EMPTY;
        Map<String, String> prefixes = Prefixes.map();
        return new SpaceDataset(replica.snapshot(), writable, scope, prefixes);
    }

    private ServiceGraphs services(Replica replica, Snapshot snapshot) {
        return ServiceGraphs.of(
                () -> new ProvenanceGraph(replica.store(), snapshot, witness.sources(replica)),
                () -> witness.membership(replica));
    }

    private final class Access implements SpaceAccess {
        private final Replica replica;

        Access(Replica replica) {
            this.replica = replica;
        }

        @Override
        public DatasetGraph read() {
            SpaceDataset space = dataset(replica, false);
            return new ServedDataset(space, services(replica, space.base()));
        }

        @Override
        public DatasetGraph readAt(String moment) {
            SpaceStore store = replica.store();
            Snapshot past = store.snapshot(store.until(new Moments(store).clock(moment)));
            return new ServedDataset(
                    new SpaceDataset(past, false, Bytes.EMPTY, Prefixes.map()), ServiceGraphs.ofThePast());
        }

        @Override
        public Watching watch(Consumer<Committed> listener) {
            List<Consumer<Committed>> all = watching(replica);
            all.add(listener);
            return () -> all.remove(listener);
        }

        @Override
        public WriteAccess write() {
            replica.mustMayWrite();
            try {
                if (!replica.writers().tryLock(MAX_WAIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw KithException.user(
                            Code.TIMED_OUT,
                            "another change of space " + replica.name() + " has run for " + MAX_WAIT.toSeconds()
                                    + " s; try again");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw KithException.user(Code.INTERRUPTED, "interrupted while waiting to write");
            }
            try {
                SpaceDataset space = dataset(replica, true);
                return new ReplicaWriteAccess(replica, space, snapshot -> services(replica, snapshot), waiting);
            } catch (RuntimeException e) {
                replica.writers().unlock();
                throw e;
            }
        }
    }
}
