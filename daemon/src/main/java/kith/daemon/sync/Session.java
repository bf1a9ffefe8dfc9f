package kith.daemon.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;

/**
 * The conversation with one peer: a state machine without I/O or clock. Catch-up and live run through the same few
 * steps in each space: both open it, both say where they stand, the one behind asks, the other sends, then news follow.
 *
 * <p>All methods but {@link #standings()} and {@link #clockOffset()} belong to the session's own thread.
 */
public final class Session {
    public static final String SOFTWARE = "kith/1";
    /** Within this time a peer that was {@linkplain #doubt() doubted} has answered or is given up. */
    public static final Duration DOUBT = Duration.ofMillis(Pulse.DOUBT_MILLIS + 1_000);

    static final int MAX_CHANNEL = 1_023;
    static final int MAX_UNKNOWN_OPENS = 64;
    static final int MAX_STRAY_FRAMES = 1_000;
    /** PINGs whose answer somebody waits for. */
    static final int MAX_ASKED = 16;

    private final KeyId self;
    private final KeyId peer;
    private final Bytes nonce;
    private final Outbox out;
    private final Pulse pulse = new Pulse();
    private final RoundTrip trip;
    private final Map<SpaceId, Shelf> shelves = new HashMap<>();
    /** Spaces that we have opened. */
    private final Map<SpaceId, SpaceChannel> spaces = new ConcurrentHashMap<>();

    private final Map<Integer, SpaceChannel> byTheirs = new HashMap<>();
    private final Map<Integer, Message.Open> unknown = new LinkedHashMap<>();
    private Optional<Message.Hello> hello = Optional.empty();
    private volatile Optional<Long> clockOffset = Optional.empty();
    private volatile List<String> addresses = List.of();
    private final AtomicLong deltasReceived = new AtomicLong();
    private boolean isFamiliar;
    private long now;
    private long signs;
    private int strays;
    private int lastChannel;
    /** Numbers that no clock and hardly any chance gives. */
    private long lastPing;
    /** Numbers of PINGs that somebody waits for, and what to do when they are answered. */
    private final Map<Long, Runnable> asked = new LinkedHashMap<>();

    /** @param nonce 32 fresh random bytes */
    public Session(KeyId self, KeyId peer, Bytes nonce, Outbox out) {
        this.self = self;
        this.peer = peer;
        this.nonce = nonce;
        this.out = new Speaking(out);
        this.trip = new RoundTrip(out::elapsedMillis, heard -> ping(++lastPing, heard));
    }

    public KeyId peer() {
        return peer;
    }

    /**
     * The first flight: who we are, and the spaces we could speak of.
     *
     * @param familiar whether we called this peer because we know it: then every space is opened; else only those in
     *     which it has a right or gives us one, so that strangers cannot count our spaces
     * @param where we may be called, at most 8; said to those only for whom a space is opened
     */
    public void start(Collection<? extends Shelf> all, boolean familiar, List<String> where, long nowMillis) {
        isFamiliar = familiar;
        now = nowMillis;
        pulse.answered(nowMillis);
        boolean isMeant = all.stream().anyMatch(this::isMeant);
        out.send(0, new Message.Hello(nonce, nowMillis, SOFTWARE, isMeant ? where : List.of()));
        all.forEach(this::added);
    }

    /** A space that we may speak of from now on. */
    public void added(Shelf shelf) {
        if (shelves.putIfAbsent(shelf.space(), shelf) == null) {
            openIfMeant(shelf);
            reconsider();
        }
    }

    private void openIfMeant(Shelf shelf) {
        if (isMeant(shelf)) {
            open(shelf);
        }
    }

    private boolean isMeant(Shelf shelf) {
        return isFamiliar || shelf.mayRead(peer) || shelf.isJoiningThrough(peer);
    }

    private void open(Shelf shelf) {
        if (lastChannel == MAX_CHANNEL || spaces.containsKey(shelf.space())) {
            return;
        }
        SpaceChannel channel = new SpaceChannel(new Line(shelf, self, peer, ++lastChannel, out), nonce, trip);
        spaces.put(shelf.space(), channel);
        channel.tick(now);
        Optional<Bytes> claim =
                shelf.isJoiningThrough(peer) ? shelf.claim().map(Claim::bytes) : Optional.<Bytes>empty();
        out.send(channel.number(), new Message.Open(Tags.ofSpace(shelf.space(), nonce, self, peer), claim));
        hello.ifPresent(said -> channel.met(said.nonce()));
    }

    /**
     * Takes one frame in.
     *
     * @throws KithException PEER if it breaks a rule; the caller closes with VIOLATION
     */
    public void receive(int channel, int type, byte[] payload) {
        signs = out.signsOfLife();
        pulse.answered(now);
        Optional<Message> message = MessageCodec.decode(type, payload);
        if (message.isPresent()) {
            boolean first = hello.isEmpty();
            if (first != message.get() instanceof Message.Hello) {
                throw new Violation(first ? "a message before HELLO" : "HELLO twice");
            }
            take(channel, message.get());
        }
    }

    private void take(int channel, Message message) {
        switch (message) {
            case Message.Hello said -> {
                hello = Optional.of(said);
                clockOffset = Optional.of(said.clockMillis() - now);
                addresses = said.addresses();
                spaces.values().forEach(space -> space.met(said.nonce()));
            }
            case Message.Ping ping -> {
                // Who asks wants to have heard all that we have to say.
                spaces.values().forEach(SpaceChannel::tellNow);
                out.send(0, new Message.Pong(ping.number()));
            }
            case Message.Pong pong -> {
                Optional.ofNullable(asked.remove(pong.number())).ifPresent(Runnable::run);
            }
            case Message.Open open -> opened(channel, open);
            case Message.Credit credit -> within(channel, space -> space.credited(credit));
            case Message.Resume resume -> within(channel, space -> space.resumed(resume));
            case Message.Moved moved -> within(channel, space -> space.moved(moved));
            case Message.Which which -> within(channel, space -> space.asked(which));
            case Message.OfSketch said -> within(channel, space -> space.sketched(said));
            case Message.Vector vector -> within(channel, space -> space.compared(vector));
            case Message.Logs logs -> within(channel, space -> space.named(logs));
            case Message.Want want -> within(channel, space -> space.wanted(want));
            case Message.Prune prune -> within(channel, space -> space.pruned(prune));
            case Message.Note note -> within(channel, space -> space.noted(note));
            case Message.Ack ack -> within(channel, space -> space.acknowledged(ack));
            case Message.Deltas deltas -> {
                deltasReceived.addAndGet(deltas.run().entries().size());
                within(channel, space -> space.delivered(deltas));
            }
            case Message.Proof proof -> within(channel, space -> space.proved(proof));
            case Message.Erased erased -> within(channel, space -> space.erased(erased));
            case Message.Refused refused -> within(channel, space -> space.refused(refused));
        }
    }

    private void opened(int channel, Message.Open open) {
        if (channel < 1 || channel > MAX_CHANNEL || byTheirs.containsKey(channel) || unknown.containsKey(channel)) {
            throw new Violation("OPEN of channel " + channel + ", which is open or none");
        }
        Bytes theirs = hello.orElseThrow().nonce();
        for (Shelf shelf : shelves.values()) {
            if (Tags.ofSpace(shelf.space(), theirs, peer, self).equals(open.tag())) {
                open(shelf);
                SpaceChannel space = spaces.get(shelf.space());
                if (space != null) {
                    byTheirs.put(channel, space);
                    space.opened(open);
                    return;
                }
            }
        }
        if (unknown.size() < MAX_UNKNOWN_OPENS) {
            unknown.put(channel, open);
        }
    }

    /** A space came into being here: perhaps the peer has asked for it already. */
    private void reconsider() {
        if (hello.isPresent()) {
            Map<Integer, Message.Open> again = new LinkedHashMap<>(unknown);
            unknown.clear();
            again.forEach(this::opened);
        }
    }

    private interface Step {
        void in(SpaceChannel space);
    }

    private void within(int channel, Step step) {
        SpaceChannel space = byTheirs.get(channel);
        if (space != null) {
            step.in(space);
        } else if (++strays > MAX_STRAY_FRAMES) {
            throw new Violation("frames on channels that are not open");
        }
    }

    /** Something lasts here that did not before: news for the peer, or a new right of the peer's. */
    public void changed(SpaceId space, Map<LogId, Long> heads, boolean authorityChanged) {
        SpaceChannel channel = spaces.get(space);
        if (channel != null) {
            channel.changed(heads, authorityChanged);
        } else if (authorityChanged) {
            Optional.ofNullable(shelves.get(space)).ifPresent(this::openIfMeant);
        }
    }

    /** The way out has room again. */
    public void writable() {
        spaces.values().forEach(SpaceChannel::taken);
    }

    /** Lets time pass; to be called about once a second. */
    public void tick(long nowMillis) {
        now = nowMillis;
        spaces.values().forEach(space -> space.tick(nowMillis));
        if (signs != out.signsOfLife()) {
            signs = out.signsOfLife();
            pulse.stirred(nowMillis);
        }
        switch (pulse.beat(nowMillis)) {
            case NOTHING -> {
                // It is there, as far as can be told.
            }
            case ASK -> out.send(0, new Message.Ping(nowMillis));
            case GIVE_UP -> out.giveUp("the peer has been silent for " + pulse.silentSeconds(nowMillis) + " s");
        }
    }

    /** There is reason to think that the peer is gone: it is asked now, and given up if nothing comes of it soon. */
    public void doubt() {
        if (pulse.doubted(now)) {
            out.send(0, new Message.Ping(now));
        }
    }

    /**
     * Asks for a sign of life now; {@code heard} runs when the peer has given it, and with it all that it said before. Of
     * more than {@link #MAX_ASKED} that wait the first is told no more.
     *
     * @param number that no other PING of ours has, so that no other answer is taken for this one's
     */
    public void ping(long number, Runnable heard) {
        asked.put(number, heard);
        if (asked.size() > MAX_ASKED) {
            asked.remove(asked.keySet().iterator().next());
        }
        out.send(0, new Message.Ping(number));
    }

    /** The connection is gone: nothing more is sent or fetched here. */
    public void ended() {
        spaces.values().forEach(SpaceChannel::ended);
    }

    /** How far the peer's clock was off when it said HELLO, in ms; empty before. From any thread. */
    public Optional<Long> clockOffset() {
        return clockOffset;
    }

    /** Where the peer says that it may be called; from any thread. To be believed of one who shares a space with us. */
    public List<String> addresses() {
        return addresses;
    }

    /** Deltas that came, those that were held already too; from any thread. */
    public long deltasReceived() {
        return deltasReceived.get();
    }

    /** How both stand in each space; from any thread. */
    public List<Standing> standings() {
        List<Standing> standings = new ArrayList<>();
        spaces.values().forEach(space -> standings.add(space.standing()));
        return standings;
    }

    /** Says all that is said, and notes when it is something that the peer answers. */
    private final class Speaking implements Outbox {
        private final Outbox out;

        Speaking(Outbox out) {
            this.out = out;
        }

        @Override
        public void send(int channel, Message message) {
            if (isAnswered(message)) {
                pulse.said(now);
            }
            out.send(channel, message);
        }

        /** By a well peer, soon. An ACK is not, nor is CREDIT. */
        private static boolean isAnswered(Message message) {
            return message instanceof Message.Deltas
                    || message instanceof Message.Want
                    || message instanceof Message.Which
                    || message instanceof Message.Note
                    || message instanceof Message.Resume
                    || message instanceof Message.OfSketch
                    || message instanceof Message.Vector;
        }

        @Override
        public boolean isFull() {
            return out.isFull();
        }

        @Override
        public boolean hasRoomForHistory() {
            return out.hasRoomForHistory();
        }

        @Override
        public long allowHistory(long wanted) {
            return out.allowHistory(wanted);
        }

        @Override
        public boolean isSlow() {
            return out.isSlow();
        }

        @Override
        public long signsOfLife() {
            return out.signsOfLife();
        }

        @Override
        public void giveUp(String why) {
            out.giveUp(why);
        }

        @Override
        public void later(Runnable act) {
            out.later(act);
        }

        @Override
        public void after(long millis, Runnable act) {
            out.after(millis, act);
        }

        @Override
        public long elapsedMillis() {
            return out.elapsedMillis();
        }
    }
}
