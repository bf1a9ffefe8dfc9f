package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import kith.daemon.bundle.Holdings;
import kith.daemon.config.HomeLock;
import kith.daemon.config.NodeIdentity;
import kith.daemon.http.Bundles;
import kith.daemon.http.Chronicle;
import kith.daemon.http.Conflicts;
import kith.daemon.http.Eraser;
import kith.daemon.http.Household;
import kith.daemon.http.Membership;
import kith.daemon.http.Neighbours;
import kith.daemon.http.Rulebook;
import kith.daemon.http.Upkeep;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.store.Snapshot;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** What the local door may ask of this daemon. Safe from any thread; calls may wait. */
final class DaemonHousehold implements Household {
    /** How long leaving waits until somebody was told. */
    private static final Duration TOLD = Duration.ofSeconds(10);

    private static final long POLL_MILLIS = 10;

    private final HomeLock lock;
    private final NodeIdentity identity;
    private final Machine machine;
    private final Replicas replicas;
    private final Connections connections;
    private final PeerBook book;
    private final Standings standings;
    private final Places places;
    private final StopSignal stop;
    private final boolean sealed;
    private final Rotation rotation;
    private final Safekeeping safekeeping;
    private final Carrying carrying;
    private final Neighbourhood neighbourhood;

    /**
     * Where this node listens, and what it says of where it may be reached.
     *
     * @param travel what is not by default of how peers are called, and how fast
     * @param prober looks who answers at a place
     */
    record Places(List<String> listening, Surroundings around, List<String> travel, NetCheck.Prober prober) {}

    DaemonHousehold(Rooms rooms, HomeLock lock, NodeIdentity identity, Places places, StopSignal stop) {
        this.lock = lock;
        this.identity = identity;
        this.machine = rooms.machine();
        this.replicas = rooms.replicas();
        this.connections = rooms.connections();
        this.book = rooms.book();
        this.standings = new Standings(connections, book);
        this.places = places;
        this.stop = stop;
        this.sealed = rooms.sealed();
        this.rotation = rooms.rotation();
        this.safekeeping = rooms.safekeeping();
        this.carrying =
                new Carrying(replicas, connections, new Holdings(lock.home().bundles()), machine);
        this.neighbourhood =
                new Neighbourhood(rooms, standings, new NetCheck(rooms, standings, places, this::waited), this);
    }

    /** What the daemon has built by the time it opens its door. */
    record Rooms(
            Machine machine,
            Replicas replicas,
            Connections connections,
            PeerBook book,
            boolean sealed,
            Rotation rotation,
            Safekeeping safekeeping) {}

    @Override
    public JsonObject health() {
        JsonObject health = new JsonObject();
        health.addProperty("status", "ok");
        health.addProperty("version", Version.text());
        health.addProperty("pid", lock.pid());
        health.addProperty("since", lock.since().toString());
        health.addProperty("home", lock.home().folder().toString());
        return health;
    }

    @Override
    public JsonObject status() {
        JsonObject node = new JsonObject();
        node.addProperty("did", identity.node().did());
        node.addProperty("person", identity.person().id().did());
        node.addProperty("name", identity.name());
        node.add("listen", array(places.listening()));
        node.addProperty("since", lock.since().toString());
        node.addProperty("pid", lock.pid());
        node.addProperty("home", lock.home().folder().toString());
        node.addProperty("sealed", sealed);
        node.add("lan", connections.nearby().standing());
        JsonObject status = new JsonObject();
        status.add("node", node);
        status.add("spaces", spaces());
        status.add("peers", peers());
        status.add("verified", safekeeping.verified());
        return status;
    }

    @Override
    public void stop() {
        stop.ask();
    }

    @Override
    public JsonArray spaces() {
        JsonArray spaces = new JsonArray();
        replicas.all().forEach(replica -> spaces.add(SpaceBrief.of(replica, connections, identity.node())));
        return spaces;
    }

    @Override
    public JsonObject createSpace(String name, Founding founding) {
        Bytes seed = machine.random(Ticket.SEED_BYTES);
        Optional<KeyId> paper = founding.paper() ? Optional.of(Ticket.Paper.id(seed)) : Optional.empty();
        Optional<SpaceId> predecessor = Keyring.predecessor(founding.succeeds());
        Replica replica = rotation.whileCurrent(() -> replicas.found(name, paper, founding.quorum(), predecessor));
        JsonObject space = SpaceBrief.of(replica, connections, identity.node());
        if (founding.paper()) {
            space.addProperty("paper", new Ticket.Paper(seed, replica.id(), name).text());
        }
        return space;
    }

    @Override
    public JsonObject space(String name) {
        Replica replica = named(name);
        JsonObject space = SpaceBrief.of(replica, connections, identity.node());
        try (Snapshot snapshot = replica.snapshot()) {
            space.addProperty("quads", snapshot.size());
            space.addProperty("digest", snapshot.digest().toHex());
        }
        long waiting = replica.store().logs().stream()
                .mapToLong(log -> log.head().seq() - log.applied())
                .sum();
        space.addProperty("waiting", waiting);
        Safekeeping.measure(replica, space);
        space.addProperty("created", Standings.time(replica.store().record().createdMillis()));
        return space;
    }

    @Override
    public Membership membership(String space) {
        return new Members(named(space), identity, machine, places.around().reachable());
    }

    @Override
    public JsonObject claim(String text) {
        return joining().claim(Ticket.parse(text));
    }

    @Override
    public JsonObject leave(String space, boolean allDevices, boolean now, boolean dryRun) {
        Leaving leaving = new Leaving(named(space), replicas, connections, identity.node());
        return leaving.leave(allDevices, now, dryRun, done -> waited(TOLD, done));
    }

    @Override
    public JsonObject keys() {
        return new Keyring(identity, lock.home().deviceKey(), sealed).list(replicas.all());
    }

    @Override
    public JsonObject rotateKey(Rotating wish) {
        return rotation.rotate(wish);
    }

    @Override
    public JsonObject ticket(String text) {
        return joining().told(Ticket.parse(text));
    }

    @Override
    public JsonObject join(String text, Duration timeout) {
        return joining().join(Ticket.parse(text), timeout);
    }

    private Joining joining() {
        return new Joining(identity, replicas, connections, rotation, this::waited);
    }

    @Override
    public JsonArray peers() {
        return standings.peers();
    }

    @Override
    public JsonObject addPeer(String node, String address) {
        KeyId peer;
        try {
            peer = KeyId.parse(node);
        } catch (IllegalArgumentException e) {
            throw KithException.user(Code.USAGE, String.valueOf(e.getMessage()));
        }
        if (peer.equals(identity.node())) {
            throw KithException.user(Code.USAGE, "that is this node itself");
        }
        if (book.isBlocked(peer)) {
            throw KithException.user(
                    Code.CONFLICT, "that node is blocked here; first: kith peer unblock " + peer.did());
        }
        book.add(peer, Address.parse(address));
        connections.wake();
        return standings.peer(peer);
    }

    @Override
    public JsonObject sync(@Nullable String space, boolean wait, Duration timeout) {
        List<Replica> wanted = wanted(space);
        Set<SpaceId> ids = wanted.stream().map(Replica::id).collect(Collectors.toSet());
        connections.wake();
        if (wait) {
            waited(
                    timeout,
                    () -> standings.isInStep(ids) || !standings.forked(ids).isEmpty());
        }
        boolean inStep = standings.isInStep(ids);
        List<String> forked = standings.forked(ids);
        if (wait && !inStep && !forked.isEmpty()) {
            throw neverInStep(forked);
        }
        if (wait && !inStep) {
            throw KithException.user(
                    Code.TIMED_OUT,
                    "not in step after " + timeout.toSeconds() + " s with " + standings.sharing(ids)
                            + " peers connected; see who is behind with: kith peer list");
        }
        JsonObject answer = new JsonObject();
        answer.addProperty("inStep", inStep);
        answer.addProperty("peers", standings.sharing(ids));
        answer.add("spaces", array(wanted.stream().map(Replica::name).toList()));
        return answer;
    }

    static KithException neverInStep(List<String> forked) {
        return KithException.user(
                Code.CONFLICT,
                "never in step: a connected peer holds another branch of " + String.join(", and of ", forked)
                        + ". Its author wrote twice from one place, as happens when a copy of a home runs too; keep"
                        + " one copy, and look at both peers for what is on one branch only. All else goes on: sync"
                        + " without --wait");
    }

    @Override
    public Neighbours neighbours() {
        return neighbourhood;
    }

    @Override
    public JsonArray log(String space, int limit) {
        return new History(named(space)).newest(limit);
    }

    @Override
    public Conflicts conflicts(String space) {
        return new SpaceConflicts(named(space));
    }

    @Override
    public Chronicle chronicle(String space) {
        return new SpaceChronicle(named(space));
    }

    @Override
    public Rulebook rulebook(String space) {
        return new SpaceRulebook(named(space));
    }

    @Override
    public Eraser eraser(String space) {
        return new SpaceEraser(named(space), identity.name());
    }

    @Override
    public Bundles bundles() {
        return carrying;
    }

    @Override
    public Upkeep upkeep() {
        return safekeeping;
    }

    @Override
    public Optional<String> doubt(String space) {
        return connections
                .shelf(named(space).id())
                .flatMap(ReplicaShelf::refusal)
                .map(why -> "what is written here now may count nowhere else, for a member says: " + why);
    }

    @Override
    public JsonObject doctor() {
        JsonObject report = new Checkup(lock.home(), connections, places, identity.node()).run();
        report.getAsJsonArray("checks").add(safekeeping.check());
        return report;
    }

    /** The space of that name, or all. */
    List<Replica> wanted(@Nullable String space) {
        return space == null ? List.copyOf(replicas.all()) : List.of(named(space));
    }

    Replica named(String name) {
        return replicas.named(name)
                .orElseThrow(() -> KithException.user(
                        Code.NOT_FOUND,
                        "no space named " + name + " here; there "
                                + (replicas.all().isEmpty()
                                        ? "is none yet"
                                        : "are "
                                                + replicas.all().stream()
                                                        .map(Replica::name)
                                                        .collect(Collectors.joining(", ")))));
    }

    /** Waits until something is so, or for as long as that, or until the daemon is to end; says whether it is. */
    boolean waited(Duration timeout, BooleanSupplier done) {
        long end = machine.ticks() + timeout.toNanos();
        while (!done.getAsBoolean()) {
            if (machine.ticks() - end >= 0 || stop.isAsked()) {
                return done.getAsBoolean();
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return done.getAsBoolean();
            }
        }
        return true;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
