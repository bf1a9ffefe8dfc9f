package kith.daemon;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import kith.daemon.config.DaemonConfig;
import kith.daemon.config.HomeLock;
import kith.daemon.config.HostPort;
import kith.daemon.config.NodeIdentity;
import kith.daemon.config.Travel;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.http.BearerToken;
import kith.daemon.http.DoorSettings;
import kith.daemon.http.LocalDoor;
import kith.daemon.lan.Lan;
import kith.daemon.machine.Machine;
import kith.daemon.machine.RealMachine;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.Sandbox;
import kith.daemon.replica.Durability;
import kith.daemon.replica.Replicas;
import kith.daemon.replica.Self;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.daemon.upkeep.Backup;
import kith.daemon.upkeep.Restore;
import kith.daemon.wire.Ways;
import kith.daemon.wire.Wire;
import kith.daemon.wire.WireLimits;
import kith.daemon.wire.WireSettings;
import kith.ontology.bytes.Bytes;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.shape.Shapes;
import kith.ontology.vocab.Prefixes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only place that joins the rooms: opens them in order, lives until asked to stop, closes them in reverse. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    /** One part in so many of the heap is for the ids of terms: 36 bytes a term. */
    private static final int SHARE_OF_TERMS = 12;
    /** And one part in so many for rows that are in no run yet. */
    private static final int SHARE_OF_FRESH = 16;

    private static final Bytes SECRET_OF_LAN = Bytes.utf8("kith lan names of nobody 1");

    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final StopSignal stop;

    private Daemon(StopSignal stop) {
        this.stop = stop;
    }

    /**
     * Lives until it is asked to stop.
     *
     * @throws KithException if it cannot start, or had to stop by itself
     */
    static void run(HomeLock lock, DaemonConfig config, NodeIdentity identity, boolean sealed, StopSignal stop)
            throws InterruptedException {
        Daemon daemon = new Daemon(stop);
        try (daemon) {
            daemon.open(lock, config, identity, sealed);
            LOG.info(
                    "ready: node {} of {}",
                    identity.node().brief(),
                    identity.person().id().brief());
            stop.await();
            LOG.info("stopping");
        }
        if (daemon.failure.get().isPresent()) {
            Throwable fault = daemon.failure.get().get();
            throw fault instanceof KithException known
                    ? known
                    : new KithException(
                            KithException.Blame.OURS,
                            Code.FAILED,
                            "stopped by a fault of its own; please report the lines above",
                            fault);
        }
    }

    private static Store.Memory memory(DaemonConfig.Storage config) {
        long heap = Runtime.getRuntime().maxMemory();
        long runBytes = heap / 100 * config.heapPercent();
        return new Store.Memory(
                config.cacheBytes(), config.writeBufferBytes(), runBytes, heap / SHARE_OF_TERMS, heap / SHARE_OF_FRESH);
    }

    private void open(HomeLock lock, DaemonConfig config, NodeIdentity identity, boolean sealed) {
        // Before there is a second thread: classes of Jena set up one another, and two that begin at once wait for
        // ever.
        Sandbox sandbox = Sandbox.install(Prefixes.map());
        RealMachine machine = new RealMachine(this::failed);
        Store store = Store.open(lock.home().store(), memory(config.store()), machine.random(Store.CHANCE_BYTES));
        closers.push(store::close);
        Watermark watermark = Watermark.open(lock.home().watermark());
        Restore.closeOldLogs(
                lock.home(),
                store,
                watermark,
                Set.of(identity.node(), identity.person().id()));
        Durability durability = new Durability(store, watermark, machine);
        closers.push(() -> {
            machine.close();
            if (failure.get().isEmpty()) {
                durability.finish();
            }
        });
        Self self = new Self(identity.device(), identity.person(), identity.certificate(), identity.name());
        Replicas replicas = new Replicas(store, durability, machine, self);
        Safekeeping safekeeping = new Safekeeping(
                new Safekeeping.Kept(replicas, store, watermark),
                machine,
                new Backup(lock.home(), store, watermark),
                List.of("node " + identity.node().did(), "name " + identity.name()));
        closers.push(safekeeping::stop);
        PeerBook book = PeerBook.open(lock.home().peers());
        config.peer().statics().forEach(peer -> remember(book, peer));
        Connections connections = new Connections(self, machine, replicas, book, this::failed);
        Wire wire = Wire.start(
                identity.device(), settings(config, machine), ways(config.peer().travel(), machine), connections);
        closers.push(wire::close);
        closers.push(connections::stop);
        Surroundings around = new Surroundings(Wire::ownAddresses, () -> reachable(config, wire));
        var places = new DaemonHousehold.Places(
                wire.bound().stream().map(Daemon::text).toList(),
                around,
                config.peer().travel().told(),
                wire::probe);
        var rooms = new DaemonHousehold.Rooms(
                machine,
                replicas,
                connections,
                book,
                sealed,
                new Rotation(replicas, identity, lock.home().deviceKey(), machine),
                safekeeping);
        DaemonHousehold household = new DaemonHousehold(rooms, lock, identity, places, stop);
        LocalDoor door = LocalDoor.open(
                doorSettings(lock, config, machine),
                household,
                new ReplicaSpaces(
                        replicas, machine::random, new SpaceWitness(identity.node(), identity.name(), machine)),
                sandbox);
        closers.push(door::close);
        door.tcpAddress().ifPresent(place -> LOG.info("asking over TCP is open on {}", text(place)));
        connections.start(wire::dial, around);
        if (config.peer().lan()) {
            Lan lan = Lan.start(onLan(identity, wire), new Around(connections), machine);
            closers.push(lan::close);
            connections.nearby().lookedFor(lan::found, lan::standing);
        }
        safekeeping.start();
        // The first change has to be judged by shapes; parsing them takes longer than most changes.
        machine.lane("warm-up").execute(Shapes::ofProfile);
    }

    private static Lan.Self onLan(NodeIdentity identity, Wire wire) {
        Bytes secret = Bytes.sha256(identity.device().seed().view(), SECRET_OF_LAN.view());
        Optional<InetSocketAddress> listens = wire.bound().stream().findFirst();
        return new Lan.Self(
                identity.node(),
                secret,
                listens.map(InetSocketAddress::getPort).orElse(0),
                listens.map(InetSocketAddress::getAddress)
                        .filter(address -> !address.isAnyLocalAddress())
                        .orElse(null));
    }

    /** A peer that cannot be remembered is no reason not to start. */
    static void remember(PeerBook book, DaemonConfig.StaticPeer peer) {
        try {
            book.add(peer.node(), Address.parse(peer.place().toString()), PeerBook.Source.SETTING);
        } catch (KithException refusal) {
            if (refusal.blame() != KithException.Blame.USER) {
                throw refusal;
            }
            LOG.warn("peer.static {} is passed over: {}", peer.node().brief(), refusal.getMessage());
        }
    }

    private static DoorSettings doorSettings(HomeLock lock, DaemonConfig config, Machine machine) {
        DaemonConfig.Door door = config.http();
        HostPort listen = door.listen();
        DoorSettings.Tcp tcp = listen == null
                ? null
                : new DoorSettings.Tcp(
                        new InetSocketAddress(listen.host(), listen.port()),
                        BearerToken.readOrMake(door.tokenFile(), machine::random),
                        Set.copyOf(door.hosts()),
                        Set.copyOf(door.origins()));
        DaemonConfig.Limits limits = config.limits();
        return new DoorSettings(
                lock.socket(),
                lock.home().run().resolve("spool"),
                tcp,
                new DoorSettings.Limits(
                        new QueryLimits(
                                limits.query().timeout(),
                                limits.query().maxRows(),
                                limits.query().maxBytes()),
                        limits.updateTimeout(),
                        new ImportLimits(
                                        limits.imports().maxBytes(),
                                        limits.imports().maxQuads())
                                .onHeap(Runtime.getRuntime().maxMemory())));
    }

    private static WireSettings settings(DaemonConfig config, RealMachine machine) {
        HostPort listen = config.peer().listen();
        return new WireSettings(
                listen == null ? null : new InetSocketAddress(listen.host(), listen.port()),
                WireLimits.DEFAULT,
                machine.clock(),
                machine.chance());
    }

    private static Ways ways(Travel travel, Machine machine) {
        Travel.Proxy proxy = travel.proxy();
        Travel.Login login = proxy == null ? null : proxy.login();
        return new Ways(
                proxy == null
                        ? null
                        : new Ways.Proxy(
                                proxy.place().socketAddress(),
                                login == null ? null : new Ways.Login(login.user(), login.password()),
                                proxy.onionOnly(),
                                Ways.Proxy.PATIENCE),
                new Ways.Pace(
                        rates(travel.rates()), rates(travel.metered().rates()), travel.metered()::holds, machine));
    }

    private static Ways.Rates rates(Travel.Rates said) {
        return new Ways.Rates(said.up(), said.down(), said.history());
    }

    private static List<String> reachable(DaemonConfig config, Wire wire) {
        return config.peer().advertise().isEmpty()
                ? wire.reachable().stream().map(Daemon::text).toList()
                : config.peer().advertise().stream().map(HostPort::toString).toList();
    }

    private static String text(InetSocketAddress place) {
        return new Address(place.getAddress().getHostAddress(), place.getPort()).toString();
    }

    /** Something on a lane broke: what it would have done next is not to be trusted, so everything ends in order. */
    private void failed(Throwable fault) {
        if (fault instanceof KithException late && late.code() == Code.INTERRUPTED) {
            // An act that outlasted the patience of closing found the store shut: it was promised to nobody.
            LOG.warn("an act was cut short: {}", late.getMessage());
            return;
        }
        if (failure.compareAndSet(Optional.empty(), Optional.of(fault))) {
            LOG.error("stopping, because a lane failed", fault);
            stop.ask();
        }
    }

    @Override
    public void close() {
        while (!closers.isEmpty()) {
            Runnable closer = closers.pop();
            try {
                closer.run();
            } catch (RuntimeException e) {
                LOG.error("closing goes on, though a room failed to close", e);
            }
        }
    }
}
