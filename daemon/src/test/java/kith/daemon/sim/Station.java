package kith.daemon.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import kith.daemon.RealLinks;
import kith.daemon.replica.Change;
import kith.daemon.replica.Durability;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.replica.Self;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.daemon.store.Store;
import kith.ontology.access.Act;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.access.Verdict;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.sparql.core.Quad;

/**
 * A home in a {@link NetWorld}: a disk, and while it is on a daemon with everything between the store and the wire. It may
 * fail, lose what was not synced and come back.
 */
final class Station {
    private static final long FAR = 1L << 46;
    private static final Map<Integer, Self> KEYS = new HashMap<>();

    private final int host;
    private final Self self;
    private final NetWorld world;
    private final Drive drive;
    private NodeMachine machine;
    private Durability durability;
    private Replicas replicas;
    private RealLinks links;
    private boolean isOn;
    private long skewMillis;

    /** @param number whose keys it has; two with the same are two processes of one home */
    Station(NetWorld world, int host, int number, Drive drive) {
        this.world = world;
        this.host = host;
        this.drive = drive;
        synchronized (KEYS) {
            this.self = KEYS.computeIfAbsent(number, Station::keys);
        }
        boot();
    }

    private static Self keys(int number) {
        SigningKey person = SomeDeltas.key("station person " + number);
        SigningKey device = SomeDeltas.key("station device " + number);
        return new Self(device, person, DeviceCertificate.issue(person, device.id(), 1), "station-" + number);
    }

    /** Starts the daemon on what the disk holds. */
    void boot() {
        machine = world.machine();
        machine.skew(skewMillis);
        machine.onSynced(drive::noteSynced);
        Store store = drive.store();
        durability = new Durability(store, drive.watermark(), machine);
        replicas = new Replicas(store, durability, machine, self);
        replicas.all().forEach(this::listen);
        replicas.onAdded(this::listen);
        links = new RealLinks(self, machine, replicas, drive.book());
        isOn = true;
        world.net().plug(host, new Net.Host(self.node(), machine, links.reception()));
        links.start((place, wanted) -> world.net().dial(host, place, wanted), Net.place(host));
    }

    private void listen(Replica replica) {
        NodeMachine current = machine;
        replica.onCommitted(committed -> {
            if (current.isOn()) {
                world.note(host, "lasts", new TreeMap<>(committed.heads()), committed.authorityChanged());
            }
        });
    }

    /** Founds the space of the world. */
    void founds() {
        machine.atOnce(() -> replicas.found("river"));
        drive.noteSynced();
    }

    /** The process ends without a word; what it wrote stays written. */
    void crash() {
        end(false);
    }

    /** The power fails: what was not synced is gone, and nobody is told. */
    void losesPower() {
        end(true);
        long lost = drive.cutPower();
        world.note(host, "lost", lost);
    }

    /** Says goodbye and ends. */
    void leaves() {
        links.stop();
        NodeMachine leaving = machine;
        world.agenda().after(100_000, () -> {
            if (leaving.isOn()) {
                end(false);
                durability.finish();
            }
        });
    }

    private void end(boolean silently) {
        isOn = false;
        machine.end();
        world.net().unplug(host, silently);
    }

    /** Ends for good, with the world. */
    void close() {
        machine.end();
    }

    Drive drive() {
        return drive;
    }

    Path backup() {
        return drive.backup();
    }

    /** Somebody stops it and puts the state of some time ago in place of that of now. */
    void restored(Path backup, boolean withWatermark) {
        end(false);
        drive.restore(backup, withWatermark);
        boot();
    }

    /** Sets the wall clock wrong by so much, from now on. */
    void skew(long millis) {
        skewMillis = millis;
        machine.skew(millis);
    }

    boolean isOn() {
        return isOn;
    }

    boolean isMember() {
        return isOn
                && space().isPresent()
                && replica().authority().grantOf(self.node()).isPresent();
    }

    boolean mayWrite() {
        return isMember()
                && replica()
                        .authority()
                        .grantOf(self.node())
                        .filter(grant -> grant.level().isAtLeast(Level.WRITER))
                        .isPresent();
    }

    boolean serves(KeyId device) {
        return replica().authority().grantOf(device).isPresent();
    }

    Optional<Replica> space() {
        return replicas.all().stream().findFirst();
    }

    Replica replica() {
        return space().orElseThrow();
    }

    SpaceId spaceId() {
        return replica().id();
    }

    NodeMachine machine() {
        return machine;
    }

    RealLinks links() {
        return links;
    }

    Self self() {
        return self;
    }

    int host() {
        return host;
    }

    /** Invites somebody, who hears of it by another way than the network. */
    Ticket invites(Level level) {
        Ticket ticket = new Ticket(
                machine.random(Ticket.SEED_BYTES), spaceId(), "river", self.node(), List.of(Net.place(host)));
        var unused = replica().act(new Act.Invite(ticket.key().id(), level, FAR));
        return ticket;
    }

    void comesWith(Ticket ticket) {
        links.comes(replicas.join(ticket, ticket.text()), ticket);
    }

    /** Says that quads are so and that others are not so any more; {@code lasting} hears once that is acknowledged. */
    void writes(List<Quad> wanted, List<Quad> unwanted, Runnable lasting) {
        List<Quad> asserts = new ArrayList<>();
        Map<Quad, Retraction> retracts = new LinkedHashMap<>();
        try (Snapshot snapshot = replica().snapshot()) {
            wanted.stream().distinct().filter(quad -> !snapshot.contains(quad)).forEach(asserts::add);
            for (Quad quad : unwanted) {
                List<Dot> seen = List.copyOf(snapshot.history(quad).live(dot -> true));
                if (!seen.isEmpty()) {
                    retracts.put(quad, new Retraction(quad, seen));
                }
            }
        }
        NodeMachine current = machine;
        var unused = replica()
                .write(new Change(asserts, List.copyOf(retracts.values()), Optional.empty(), false))
                .durable()
                .whenComplete((written, refused) -> {
                    if (refused == null && current.isOn()) {
                        lasting.run();
                    }
                });
    }

    /** Says an act; what comes of it shows in what the replica holds. */
    void says(Act act, Consumer<Throwable> refused) {
        var unused = replica().act(act).exceptionally(why -> {
            refused.accept(why);
            return "";
        });
    }

    boolean shows(Quad quad) {
        if (space().isEmpty()) {
            return false;
        }
        try (Snapshot snapshot = replica().snapshot()) {
            return snapshot.contains(quad);
        }
    }

    String digest() {
        try (Snapshot snapshot = replica().snapshot()) {
            return snapshot.digest().toHex();
        }
    }

    String frontier() {
        return replica().frontier(Plane.CONTROL).root().toHex()
                + replica().frontier(Plane.DATA).root().toHex();
    }

    /** How far each log counts. */
    Map<LogId, Long> heads() {
        Map<LogId, Long> heads = new TreeMap<>();
        for (Plane plane : Plane.values()) {
            heads.putAll(replica().frontier(plane).seqs());
        }
        return heads;
    }

    /** Logs that nothing ends and of which something lies unseen here all the same; past an end it may lie for ever. */
    Set<LogId> waiting() {
        Set<LogId> waiting = new HashSet<>();
        replica().store().logs().stream()
                .filter(LogState::isWaiting)
                .filter(log ->
                        replica().authority().judge(log.root()) instanceof Verdict.Valid valid && valid.isWhole())
                .forEach(log -> waiting.add(log.root().id()));
        return waiting;
    }

    @Override
    public String toString() {
        return "station " + host;
    }
}
