package kith.daemon;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.peers.BackOff;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.replica.Self;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Conversation;
import kith.daemon.wire.Ending;
import kith.daemon.wire.Reception;
import kith.daemon.wire.Wire;
import kith.ontology.access.Ticket;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All links of this node: whom to call and when, who may call, one link a pair, and news to everybody who is there. Safe
 * from any thread.
 */
final class Connections implements Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    /** Nodes without any right that we know of may stay so many and so long: perhaps they bring a ticket or a proof. */
    private static final int MAX_STRANGERS = 16;

    private static final Duration STRANGER_PATIENCE = Duration.ofSeconds(30);

    private final Self self;
    private final Machine machine;
    private final PeerBook book;
    private final Consumer<Throwable> fault;
    private final Map<SpaceId, ReplicaShelf> shelves = new ConcurrentHashMap<>();
    private final Map<KeyId, PeerLink> active = new ConcurrentHashMap<>();
    private final Map<KeyId, Calling> calls = new HashMap<>();
    private volatile Optional<Wire> wire = Optional.empty();
    private volatile boolean closing;

    /**
     * How calling a node goes.
     *
     * @param turn which of its addresses is next
     */
    private record Calling(BackOff backOff, int turn, boolean under, String problem) {
        static final Calling FRESH = new Calling(BackOff.NONE, 0, false, "");
    }

    Connections(Self self, Machine machine, Replicas replicas, PeerBook book, Consumer<Throwable> fault) {
        this.self = self;
        this.machine = machine;
        this.book = book;
        this.fault = fault;
        replicas.all().forEach(this::shelve);
        replicas.onAdded(replica -> {
            ReplicaShelf shelf = shelve(replica);
            active.values().forEach(link -> link.later(() -> link.session().added(shelf)));
            wake();
        });
    }

    private ReplicaShelf shelve(Replica replica) {
        ReplicaShelf shelf = new ReplicaShelf(replica, self);
        shelves.put(replica.id(), shelf);
        shelf.ticket().filter(ticket -> shelf.isJoining()).ifPresent(this::remember);
        replica.onCommitted(committed -> active.values()
                .forEach(link -> link.later(
                        () -> link.session().changed(replica.id(), committed.heads(), committed.authorityChanged()))));
        return shelf;
    }

    private void remember(Ticket ticket) {
        for (String address : ticket.addresses().reversed()) {
            book.add(ticket.node(), Address.parse(address));
        }
    }

    /** Begins to call, once the wire is there. */
    void start(Wire through) {
        wire = Optional.of(through);
        tick();
    }

    /** Calls nobody any more and says goodbye to all. */
    void stop() {
        closing = true;
        active.values().forEach(link -> link.link().close(CloseCode.SHUTDOWN));
    }

    private void tick() {
        if (closing) {
            return;
        }
        callWhoIsDue();
        long now = machine.nowMillis();
        for (PeerLink link : active.values()) {
            link.later(() -> link.session().tick(now));
            boolean overstayed = now - link.sinceMillis() > STRANGER_PATIENCE.toMillis();
            if (overstayed && !link.sharesAnything() && isStranger(link.peer())) {
                link.link().close(CloseCode.EVICTED, STRANGER_PATIENCE, "nothing to talk about");
            }
        }
        machine.after(TICK, this::tick);
    }

    /** Calls those not connected at once, whatever they failed before: there is a new reason to. */
    void wake() {
        synchronized (calls) {
            calls.replaceAll((node, call) -> new Calling(BackOff.NONE, call.turn(), call.under(), call.problem()));
        }
        callWhoIsDue();
    }

    private void callWhoIsDue() {
        for (PeerBook.Known peer : book.all()) {
            boolean wanted =
                    !peer.addresses().isEmpty() && !peer.node().equals(self.node()) && !active.containsKey(peer.node());
            if (wanted && wire.isPresent() && !closing) {
                call(wire.get(), peer);
            }
        }
    }

    private void call(Wire through, PeerBook.Known peer) {
        Address address;
        synchronized (calls) {
            Calling call = calls.getOrDefault(peer.node(), Calling.FRESH);
            if (call.under() || !call.backOff().isDue(machine.nowMillis())) {
                return;
            }
            address = peer.addresses().get(call.turn() % peer.addresses().size());
            calls.put(peer.node(), new Calling(call.backOff(), call.turn() + 1, true, call.problem()));
        }
        var unused = through.dial(InetSocketAddress.createUnresolved(address.host(), address.port()), peer.node())
                .handle((ok, problem) -> {
                    called(peer.node(), problem);
                    return ok;
                });
    }

    private void called(KeyId node, @Nullable Throwable problem) {
        synchronized (calls) {
            Calling call = calls.getOrDefault(node, Calling.FRESH);
            BackOff next =
                    problem == null ? call.backOff() : call.backOff().failed(machine.nowMillis(), machine.random(1));
            String says = problem == null ? "" : String.valueOf(problem.getMessage());
            calls.put(node, new Calling(next, call.turn(), false, says));
        }
    }

    /** Whether a link may stay: one a pair, the one that the node with the lesser key dialled. */
    boolean opened(PeerLink fresh) {
        KeyId peer = fresh.peer();
        PeerLink before;
        synchronized (active) {
            before = active.get(peer);
            if (before != null && before.link().isOpen() && isBetter(before, fresh)) {
                return false;
            }
            active.put(peer, fresh);
        }
        if (before != null) {
            before.link().close(CloseCode.DUPLICATE);
        }
        Optional<Address> dialled = fresh.link().isDialled()
                ? Optional.of(new Address(
                        fresh.link().address().getHostString(),
                        fresh.link().address().getPort()))
                : Optional.<Address>empty();
        book.saw(peer, dialled, machine.nowMillis());
        synchronized (calls) {
            calls.put(peer, Calling.FRESH);
        }
        LOG.info("connected to {}", peer.brief());
        return true;
    }

    private boolean isBetter(PeerLink before, PeerLink fresh) {
        if (before.link().isDialled() == fresh.link().isDialled()) {
            // The same side called again: it must know that the older link is of no use.
            return false;
        }
        boolean weAreLess = self.node().compareTo(before.peer()) < 0;
        return before.link().isDialled() == weAreLess;
    }

    void closed(PeerLink link, Ending ending) {
        boolean current;
        synchronized (active) {
            current = active.remove(link.peer(), link);
        }
        if (!current) {
            return;
        }
        LOG.info("disconnected from {}: {} by {}", link.peer().brief(), ending.code(), ending.by());
        long now = machine.nowMillis();
        synchronized (calls) {
            Calling call = calls.getOrDefault(link.peer(), Calling.FRESH);
            BackOff next = ending.by() == Ending.By.US && ending.code() == CloseCode.VIOLATION
                    ? call.backOff().violated(now, machine.random(1))
                    : call.backOff().failed(now, machine.random(1));
            BackOff polite = new BackOff(
                    next.failures(),
                    Math.max(next.notBeforeMillis(), now + ending.retryAfter().toMillis()));
            String says = ending.by() == Ending.By.US || ending.text().isEmpty() ? "" : ending.text();
            calls.put(link.peer(), new Calling(polite, call.turn(), false, says));
        }
    }

    @Override
    public boolean admits(KeyId node) {
        return !closing && (!isStranger(node) || strangers() < MAX_STRANGERS);
    }

    private long strangers() {
        return active.keySet().stream().filter(this::isStranger).count();
    }

    private boolean isStranger(KeyId node) {
        return book.known(node).isEmpty()
                && shelves.values().stream().noneMatch(shelf -> shelf.mayRead(node) || shelf.isJoiningThrough(node));
    }

    @Override
    public Conversation conversation() {
        return new PeerLink(this, machine, self.node());
    }

    @Override
    public void fault(Throwable unexpected) {
        fault.accept(unexpected);
    }

    Collection<ReplicaShelf> shelves() {
        return shelves.values();
    }

    Optional<ReplicaShelf> shelf(SpaceId space) {
        return Optional.ofNullable(shelves.get(space));
    }

    Optional<PeerLink> link(KeyId node) {
        return Optional.ofNullable(active.get(node));
    }

    List<PeerLink> links() {
        return List.copyOf(active.values());
    }

    /** Every node that is connected or known. */
    List<KeyId> nodes() {
        Set<KeyId> nodes = new LinkedHashSet<>(active.keySet());
        book.all().forEach(peer -> nodes.add(peer.node()));
        return new ArrayList<>(nodes);
    }

    boolean isCalling(KeyId node) {
        synchronized (calls) {
            return calls.getOrDefault(node, Calling.FRESH).under();
        }
    }

    /** What the last call or link ended with; empty if with nothing to tell. */
    String problem(KeyId node) {
        synchronized (calls) {
            return calls.getOrDefault(node, Calling.FRESH).problem();
        }
    }
}
