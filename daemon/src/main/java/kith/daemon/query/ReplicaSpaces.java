package kith.daemon.query;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kith.daemon.replica.Moments;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.store.Snapshot;
import kith.daemon.store.SpaceStore;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.sparql.core.DatasetGraph;

/** The spaces of this home for questions and updates. Safe from any thread. */
public final class ReplicaSpaces implements Spaces {
    /** How long a change waits for those before it. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private final Replicas replicas;
    private final Dice dice;

    /** A source of unpredictable bytes. */
    public interface Dice {
        Bytes random(int count);
    }

    public ReplicaSpaces(Replicas replicas, Dice dice) {
        this.replicas = replicas;
        this.dice = dice;
    }

    @Override
    public Optional<SpaceAccess> space(String name) {
        return replicas.named(name).map(Access::new);
    }

    private SpaceDataset dataset(Replica replica, boolean writable) {
        Bytes scope = writable ? dice.random(16) : Bytes.EMPTY;
        Map<String, String> prefixes = Prefixes.map();
        return new SpaceDataset(replica.snapshot(), writable, scope, prefixes);
    }

    private final class Access implements SpaceAccess {
        private final Replica replica;

        Access(Replica replica) {
            this.replica = replica;
        }

        @Override
        public DatasetGraph read() {
            return dataset(replica, false);
        }

        @Override
        public DatasetGraph readAt(String moment) {
            SpaceStore store = replica.store();
            Snapshot past = store.snapshot(store.until(new Moments(store).clock(moment)));
            return new SpaceDataset(past, false, Bytes.EMPTY, Prefixes.map());
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
                return new ReplicaWriteAccess(replica, dataset(replica, true));
            } catch (RuntimeException e) {
                replica.writers().unlock();
                throw e;
            }
        }
    }
}
