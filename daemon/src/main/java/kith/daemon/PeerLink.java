package kith.daemon;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.sync.Message;
import kith.daemon.sync.MessageCodec;
import kith.daemon.sync.Outbox;
import kith.daemon.sync.Session;
import kith.daemon.sync.Standing;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Conversation;
import kith.daemon.wire.Ending;
import kith.daemon.wire.Frame;
import kith.daemon.wire.Link;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** A link with the session that speaks on it. */
final class PeerLink implements Conversation, Outbox {
    private final Connections connections;
    private final Machine machine;
    private final ForwardClock clock;
    private final KeyId self;
    private volatile @Nullable Link link;
    private volatile @Nullable Session session;
    private volatile long sinceMillis;
    /** The same by the link's own clock. */
    private volatile long stoodSinceMillis;

    private volatile boolean met;
    private volatile boolean forgotten;
    private volatile List<String> before = List.of();
    /** Of the lane. */
    private long heldBack;

    PeerLink(Connections connections, Machine machine, KeyId self) {
        this.connections = connections;
        this.machine = machine;
        this.clock = new ForwardClock(machine);
        this.self = self;
    }

    @Override
    public void opened(Link opened) {
        link = opened;
        sinceMillis = machine.nowMillis();
        stoodSinceMillis = clock.nowMillis();
        Session fresh = new Session(self, opened.remote(), machine.random(MessageCodec.NONCE_BYTES), this);
        session = fresh;
        if (connections.opened(this)) {
            fresh.start(connections.shelves(), opened.isDialled(), connections.reachable(), machine.nowMillis());
        }
    }

    @Override
    public void received(Frame frame) {
        if (frame.more()) {
            throw new MalformedException("a message over several frames, which this version does not have", 0);
        }
        session().receive(frame.channel(), frame.type(), frame.payload().view());
    }

    @Override
    public void writable() {
        session().writable();
    }

    @Override
    public void closed(Ending ending) {
        Session ended = session;
        if (ended != null) {
            connections.meet(this);
            connections.lags().look(this, connections);
            ended.ended();
            connections.closed(this, ending);
        }
    }

    @Override
    public void send(int channel, Message message) {
        link().send(Frame.of(MessageCodec.type(message), channel, Bytes.owned(MessageCodec.encode(message))));
    }

    @Override
    public boolean isFull() {
        return !link().isWritable();
    }

    @Override
    public long signsOfLife() {
        return link().bytesReceived() + link().bytesDrained() + heldBack;
    }

    /** There is reason to think that nobody is at the other end any more. */
    void doubt() {
        later(() -> session().doubt());
    }

    @Override
    public boolean hasRoomForHistory() {
        return link().hasRoomForHistory();
    }

    @Override
    public boolean isSlow() {
        return link().isSlowDown();
    }

    @Override
    public long allowHistory(long wanted) {
        return link().allowHistory(wanted);
    }

    @Override
    public void giveUp(String why) {
        link().close(CloseCode.FAILED, Duration.ZERO, why);
    }

    @Override
    public void later(Runnable act) {
        link().execute(() -> {
            if (link().isOpen()) {
                act.run();
            }
        });
    }

    @Override
    public void after(long millis, Runnable act) {
        link().executeAfter(Duration.ofMillis(millis), () -> {
            if (link().isOpen()) {
                act.run();
            }
        });
    }

    @Override
    public long elapsedMillis() {
        return machine.ticks() / 1_000_000;
    }

    /** Lets time pass for the session; about once a second. */
    void tick() {
        later(() -> {
            if (link().isHeldBack()) {
                // What comes may be there unread, because of a limit of ours.
                heldBack++;
            }
            session().tick(clock.nowMillis());
        });
    }

    /** The open link; asked only after {@link #opened}. */
    Link link() {
        Link open = link;
        if (open == null) {
            throw new IllegalStateException("the link is not open yet");
        }
        return open;
    }

    Session session() {
        Session open = session;
        if (open == null) {
            throw new IllegalStateException("the link is not open yet");
        }
        return open;
    }

    KeyId peer() {
        return link().remote();
    }

    long sinceMillis() {
        return sinceMillis;
    }

    /** For how long it has stood, in ms, whatever the wall clock says. */
    long stoodMillis() {
        return clock.nowMillis() - stoodSinceMillis;
    }

    /** Whether it was noted that the peer shares a space with us. */
    boolean isMet() {
        return met;
    }

    void met() {
        met = true;
    }

    /** Where the peer is, as far as the network shows it. */
    String host() {
        return link().address().getHostString();
    }

    /** The same with the port. */
    Address place() {
        return new Address(host(), link().address().getPort());
    }

    /** This link took the place of one on which the peer said that it may be called there. */
    void follows(List<String> addresses) {
        before = List.copyOf(addresses);
    }

    /** Whether the peer says now that it may be called nowhere of where it said on the link before. */
    boolean cameFromElsewhere() {
        List<String> now = session().addresses();
        return !now.isEmpty() && !before.isEmpty() && Collections.disjoint(now, before);
    }

    /**
     * Measures how long the peer takes to give a sign of life, in ns; all that it said before is heard by then.
     * Completes never if the link ends, so wait with a limit.
     */
    CompletableFuture<Long> ping() {
        CompletableFuture<Long> taken = new CompletableFuture<>();
        long number = new ByteReader(machine.random(Long.BYTES)).u64();
        later(() -> {
            long begun = machine.ticks();
            session().ping(number, () -> taken.complete(machine.ticks() - begun));
        });
        return taken;
    }

    /** Nothing more that is heard here is to be remembered. */
    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }

    List<Standing> standings() {
        return session().standings();
    }

    boolean sharesAnything() {
        return standings().stream().anyMatch(Standing::shared);
    }
}
