package kith.daemon.replica;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import kith.daemon.machine.Machine;
import kith.daemon.store.Examination;
import kith.daemon.store.SpaceStore;
import kith.daemon.store.Store;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Ticket;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;

/** The spaces of this home. Safe from any thread. */
public final class Replicas {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Whoever read a space when it was left has done by then: a query may take no longer. */
    private static final Duration READERS = Duration.ofMinutes(10);

    private final Store store;
    private final Durability durability;
    private final Machine machine;
    private final Self self;
    private final Map<SpaceId, Replica> replicas = new ConcurrentHashMap<>();
    private final List<Consumer<Replica>> listeners = new ArrayList<>();
    private final List<Consumer<Replica>> removals = new ArrayList<>();

    public Replicas(Store store, Durability durability, Machine machine, Self self) {
        this.store = store;
        this.durability = durability;
        this.machine = machine;
        this.self = self;
        for (SpaceStore space : store.spaces()) {
            // A crash between making room for a space and founding it leaves room that nobody can ever use.
            if (!space.logs().isEmpty() || !space.record().ticket().isEmpty()) {
                replicas.put(space.id(), open(space));
            }
        }
    }

    /** All spaces, by name. */
    public Collection<Replica> all() {
        return replicas.values().stream()
                .sorted(Comparator.comparing(Replica::name))
                .toList();
    }

    public Optional<Replica> space(SpaceId id) {
        return Optional.ofNullable(replicas.get(id));
    }

    public Optional<Replica> named(String name) {
        return all().stream().filter(replica -> replica.name().equals(name)).findFirst();
    }

    /** Told of every space made or joined from now on. */
    public synchronized void onAdded(Consumer<Replica> listener) {
        listeners.add(listener);
    }

    /**
     * Founds a space, owned by this device's person.
     *
     * @throws KithException USER if the name is taken (CONFLICT) or is no name (USAGE)
     */
    public Replica found(String name) {
        return found(name, Optional.empty(), 0, Optional.empty());
    }

    /**
     * Founds a space as {@link #found(String)} does.
     *
     * @param paper public half of the key on paper above its owners
     * @param quorum how many admins together install an owner; 0 for none
     * @param succeeds the space whose place it takes
     */
    public synchronized Replica found(String name, Optional<KeyId> paper, int quorum, Optional<SpaceId> succeeds) {
        check(name);
        if (named(name).isPresent()) {
            throw KithException.user(Code.CONFLICT, "a space named " + name + " is here already");
        }
        LogRoot root = LogRoot.founding(self.node(), machine.random(LogRoot.INCARNATION_BYTES));
        Entry entry = new Entry(
                true,
                HybridClock.next(0, machine.nowMillis()),
                List.of(),
                machine.random(DeltaCodec.SALT_BYTES),
                ActCodec.encode(new Act.Genesis(name, self.certificate(), paper, quorum, succeeds)));
        VerifiedDelta genesis = DeltaCodec.sign(root, LogHead.start(root.id()), entry, self.device());
        SpaceId id = new SpaceId(genesis.delta().link());
        Replica replica = open(store.create(id, name, machine.nowMillis(), ""));
        replica.found(genesis).join();
        return add(replica);
    }

    /**
     * Makes room for the space of a ticket, to be filled once its inviter admits us. A space that is here already is
     * given back; while we have no right in it, it is to be joined with this ticket from now on.
     */
    public synchronized Replica join(Ticket ticket, String text) {
        Optional<Replica> here = space(ticket.space());
        if (here.isPresent()) {
            retake(here.get(), text);
            return here.get();
        }
        check(ticket.spaceName());
        String name = ticket.spaceName();
        for (int i = 2; named(name).isPresent(); i++) {
            name = ticket.spaceName() + "-" + i;
        }
        return add(store.create(ticket.space(), name, machine.nowMillis(), text));
    }

    private void retake(Replica replica, String text) {
        boolean isOther = !replica.store().record().ticket().equals(text);
        if (isOther && replica.authority().grantOf(self.node()).isEmpty()) {
            store.retake(replica.store(), text);
        }
    }

    /** Told of every space that this home leaves from now on, when it is here no more. */
    public synchronized void onRemoved(Consumer<Replica> listener) {
        removals.add(listener);
    }

    /** Takes a space out of this home, for good; answers when that would survive a power cut. */
    public synchronized void remove(Replica replica) {
        if (replicas.remove(replica.id(), replica)) {
            removals.forEach(listener -> listener.accept(replica));
            replica.end(() -> store.drop(replica.store())).join();
            machine.after(READERS, () -> durability.run(store::sweep));
        }
    }

    Replica add(SpaceStore space) {
        return add(open(space));
    }

    private Replica add(Replica replica) {
        replicas.put(replica.id(), replica);
        listeners.forEach(listener -> listener.accept(replica));
        return replica;
    }

    /** What of a delta that counts is in the rows of a space. Safe from any thread. */
    public static Examination.Reading reading(Replica replica) {
        return (root, delta) -> Applying.read(delta, Applying.scope(root, replica.authority()));
    }

    private Replica open(SpaceStore space) {
        return new Replica(space, durability, machine, self);
    }

    private static void check(String name) {
        if (!NAME.matcher(name).matches()) {
            throw KithException.user(
                    Code.USAGE,
                    "\"" + name + "\" is no name of a space: up to 63 of a-z, 0-9, '.', '_' and '-', beginning with a"
                            + " letter or digit, as in river-coop");
        }
    }
}
