package kith.daemon;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.replica.Self;
import kith.daemon.sync.Journal;
import kith.daemon.sync.Session;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Conversation;
import kith.daemon.wire.Ending;
import kith.daemon.wire.Reception;
import kith.ontology.access.Ticket;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
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
    static final int MAX_STRANGERS = 16;

    /** How long one that is blocked is asked to stay away; it is not let in however often it comes. */
    static final Duration BLOCKED_PAUSE = Duration.ofMinutes(5);

    private static final Duration STRANGER_PATIENCE = Duration.ofSeconds(30);
    /** A conversation of such a length shows that a peer is well; one that ends sooner counts as one more failure. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    private final Self self;
    private final Machine machine;
    private final PeerBook book;
    private final Consumer<Throwable> fault;
    private final Map<SpaceId, ReplicaShelf> shelves = new ConcurrentHashMap<>();
    private final Map<KeyId, PeerLink> active = new ConcurrentHashMap<>();
    private final Calls calls;
    private final Copies copies;
    private final Lags lags;
    private final Inviters inviters;
    private final Nearby nearby;
    private volatile Optional<Caller> wire = Optional.empty();
    private volatile Optional<Surroundings> around = Optional.empty();
    private volatile boolean closing;

    /** Whoever can call a node; the future fails if nobody answers, or another node. */
    interface Caller {
        CompletableFuture<?> dial(InetSocketAddress place, KeyId wanted);
    }

    Connections(Self self, Machine machine, Replicas replicas, PeerBook book, Consumer<Throwable> fault) {
        this.self = self;
        this.machine = machine;
        this.book = book;
        this.fault = fault;
        this.calls = new Calls(machine);
        this.copies = new Copies(machine, self.node());
        this.lags = new Lags(machine);
        this.inviters = new Inviters(self, book);
        this.nearby = new Nearby(book);
        replicas.all().forEach(this::shelve);
        replicas.onAdded(replica -> {
            ReplicaShelf shelf = shelve(replica);
            active.values().forEach(link -> link.later(() -> link.session().added(shelf)));
            wake();
        });
        replicas.onRemoved(replica -> {
            shelves.remove(replica.id());
            // A conversation cannot give up one of its spaces; the next one begins without it.
            active.values().stream()
                    .filter(link -> link.standings().stream()
                            .anyMatch(standing -> standing.space().equals(replica.id())))
                    .forEach(link -> link.link().close(CloseCode.EVICTED, Duration.ZERO, "a space was left"));
        });
    }

    private ReplicaShelf shelve(Replica replica) {
        ReplicaShelf shelf = new ReplicaShelf(replica, self, new Journal(machine.random(Journal.CHANCE_BYTES)));
        shelves.put(replica.id(), shelf);
        shelf.ticket()
                .filter(ticket -> shelf.isJoining())
                .ifPresent(ticket -> inviters.remember(ticket, replica.name()));
        replica.onCommitted(committed -> active.values()
                .forEach(link -> link.later(
                        () -> link.session().changed(replica.id(), committed.heads(), committed.authorityChanged()))));
        return shelf;
    }

    /**
     * Comes with a ticket for a space that is here, which may have been made room for a moment ago: remembers where its
     * maker is and, while we have no right in the space or a member says so, claims one with it, on a fresh connection if
     * there was one.
     *
     * @return addresses of its maker's that were not known before
     */
    List<Address> come(Replica replica, Ticket ticket) {
        ReplicaShelf shelf = shelf(replica.id()).orElseThrow();
        List<Address> before =
                book.known(ticket.node()).map(PeerBook.Known::addresses).orElse(List.of());
        inviters.remember(ticket, replica.name());
        boolean isRefused = shelf.refusal().isPresent();
        boolean isNew = shelf.isWithoutRight() && !shelf.ticket().equals(Optional.of(ticket));
        if (isRefused || isNew) {
            shelf.holds(ticket);
            // A claim is made with the first words of a connection, and once.
            link(ticket.node())
                    .ifPresent(link -> link.link().close(CloseCode.EVICTED, Duration.ZERO, "another ticket"));
            shelf.forgetRefusal();
        }
        wake();
        return book.known(ticket.node()).map(PeerBook.Known::addresses).orElse(List.of()).stream()
                .filter(address -> !before.contains(address))
                .toList();
    }

    /** Begins to call, once the wire is there. */
    void start(Caller through, Surroundings surroundings) {
        around = Optional.of(surroundings);
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
        long now = machine.nowMillis();
        if (around.filter(place -> place.haveChanged(now)).isPresent()) {
            moved();
        }
        callWhoIsDue();
        for (PeerLink link : active.values()) {
            link.tick();
            // Whoever was blocked while its link came to be.
            if (book.isBlocked(link.peer())) {
                link.link().close(CloseCode.EVICTED, BLOCKED_PAUSE, "not now");
            }
            long stood = link.stoodMillis();
            if (link.sharesAnything()) {
                if (!link.isMet()) {
                    link.met();
                    meet(link);
                    if (link.cameFromElsewhere()) {
                        copies.cameFromElsewhere(link.peer());
                    }
                }
                if (stood >= SETTLED.toMillis()) {
                    calls.settled(link.peer());
                }
            } else if (stood > STRANGER_PATIENCE.toMillis() && isStranger(link.peer())) {
                link.link().close(CloseCode.EVICTED, STRANGER_PATIENCE, "nothing to talk about");
            }
        }
        lags.look(this);
        machine.after(TICK, this::tick);
    }

    /** Links may have lost their ground, and who was out of reach may be within it. */
    private void moved() {
        LOG.info("the addresses of this machine have changed: calling everybody anew");
        active.values().forEach(PeerLink::doubt);
        calls.wake();
    }

    /** Remembers a peer that shares a space with us, and where it says it may be called. */
    void meet(PeerLink link) {
        if (link.sharesAnything() && !link.isForgotten()) {
            List<Address> said = new ArrayList<>();
            for (String address : link.session().addresses()) {
                Address.find(address).ifPresent(said::add);
            }
            book.met(link.peer(), said, machine.nowMillis());
        }
    }

    boolean isSelf(KeyId node) {
        return self.node().equals(node);
    }

    List<String> reachable() {
        return around.map(Surroundings::reachable).orElse(List.of());
    }

    /** Calls those not connected at once, whatever failed before, but for violators: there is a new reason to. */
    void wake() {
        calls.wake();
        callWhoIsDue();
    }

    /** Calls this one at once, if it is not connected; there is a reason to. */
    void wake(KeyId node) {
        calls.wake(node);
        callWhoIsDue();
    }

    private void callWhoIsDue() {
        for (PeerBook.Known peer : nearby.all()) {
            boolean wanted =
                    !peer.addresses().isEmpty() && !peer.node().equals(self.node()) && !active.containsKey(peer.node());
            wanted &= !peer.isBlocked();
            if (wanted && wire.isPresent() && !closing) {
                call(wire.get(), peer);
            }
        }
    }

    private void call(Caller through, PeerBook.Known peer) {
        OptionalInt turn = calls.begin(peer.node(), peer.addresses().size());
        if (turn.isPresent()) {
            Address address = peer.addresses().get(turn.getAsInt());
            var unused = through.dial(InetSocketAddress.createUnresolved(address.host(), address.port()), peer.node())
                    .handle((ok, problem) -> {
                        calls.answered(peer.node(), problem);
                        return ok;
                    });
        }
    }

    /** Whether a link may stay: one a pair, the one that the node with the lesser key dialled. One that may not is closed. */
    boolean opened(PeerLink fresh) {
        KeyId peer = fresh.peer();
        PeerLink before;
        PeerLink better = null;
        synchronized (active) {
            before = active.get(peer);
            if (before != null && before.link().isOpen() && isBetter(before, fresh)) {
                better = before;
            } else {
                active.put(peer, fresh);
            }
        }
        if (better != null) {
            refuse(fresh, better);
            return false;
        }
        if (before != null) {
            if (before.link().isOpen()) {
                copies.weigh(before, fresh);
            }
            before.link().close(CloseCode.DUPLICATE);
        }
        book.saw(peer, nearby.lasting(peer, fresh.link()), machine.nowMillis());
        calls.linked(peer);
        LOG.info("connected to {}", peer.brief());
        return true;
    }

    /**
     * Who calls though we have had a link for a while has lost it perhaps, and only we do not know yet: the link has to
     * show that it stands, and if it does not, the peer finds its place free when it comes again.
     */
    private void refuse(PeerLink fresh, PeerLink better) {
        boolean hasStood = copies.hasStood(better);
        fresh.link().close(CloseCode.DUPLICATE, hasStood ? Session.DOUBT : Duration.ZERO, "");
        if (hasStood) {
            better.doubt();
            machine.after(Copies.AFTER_DOUBT, () -> {
                if (better.link().isOpen()) {
                    copies.weigh(better, fresh);
                }
            });
        }
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
        calls.ended(link.peer(), ending, link.sharesAnything());
        if (ending.by() == Ending.By.PEER && ending.code() == CloseCode.DUPLICATE) {
            long closed = machine.nowMillis();
            machine.after(Copies.BETTER_LINK_WITHIN, () -> weighDuplicate(link.peer(), closed));
        }
    }

    /** A peer gave up a link for a better one. If none came and we had none, the better one is not with us. */
    private void weighDuplicate(KeyId peer, long closed) {
        boolean isKnown = link(peer)
                .filter(better -> !better.link().isDialled() || better.sinceMillis() < closed)
                .isPresent();
        if (!isKnown && !closing && !isStranger(peer)) {
            copies.wasTakenForAnother(peer);
        }
    }

    @Override
    public boolean admits(KeyId node) {
        return !closing
                && !calls.isBarred(node)
                && !book.isBlocked(node)
                && (!isStranger(node) || strangers() < MAX_STRANGERS);
    }

    private long strangers() {
        return active.keySet().stream().filter(this::isStranger).count();
    }

    private boolean isStranger(KeyId node) {
        return book.known(node).filter(known -> !known.met()).isEmpty()
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

    /** Signs that a home runs twice. */
    Copies copies() {
        return copies;
    }

    /** How it goes with calling. */
    Calls calls() {
        return calls;
    }

    /** The nodes of tickets. */
    Inviters inviters() {
        return inviters;
    }

    /** Who was found on the networks around. */
    Nearby nearby() {
        return nearby;
    }

    /** Who lacks what, since when. */
    Lags lags() {
        return lags;
    }
}
