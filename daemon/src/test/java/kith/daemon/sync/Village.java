package kith.daemon.sync;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;

/**
 * Nodes that are connected with each other, at distances that chance gives, and that all hold one space. Time is
 * not that of the machine: the same seed gives the same course.
 */
final class Village {
    static final int MAX_MILLIS_APART = 30;
    private static final int MIN_MILLIS_APART = 2;
    private static final int STORING_MILLIS = 4;

    private final Gen gen;
    private final SpaceId space;
    private final List<Home> homes = new ArrayList<>();
    private final List<Road> roads = new ArrayList<>();
    private final PriorityQueue<Act> acts = new PriorityQueue<>();
    private long now = 1_000;
    private long number;

    /** Something that will happen; what was said first happens first. */
    private record Act(long at, long number, Runnable what) implements Comparable<Act> {
        @Override
        public int compareTo(Act other) {
            return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
        }
    }

    /** Who brought a delta to whom, and when. */
    record Delivery(KeyId from, KeyId to, LogId log, long seq) {}

    private final List<Delivery> deliveries = new ArrayList<>();

    Village(int size, long seed) {
        gen = new Gen(seed);
        space = new SpaceId(gen.bytes(SpaceId.BYTES));
        for (int i = 0; i < size; i++) {
            homes.add(new Home(SomeDeltas.key("home " + i)));
        }
    }

    /** Connects everybody with everybody, and waits until all know that they hold the same. */
    void meet() {
        meet(homes.size());
    }

    /** The same, but each with so many that come after it only, in a ring. */
    void meet(int next) {
        for (int i = 0; i < homes.size(); i++) {
            for (int step = 1; step <= next; step++) {
                connect(homes.get(i), homes.get((i + step) % homes.size()));
            }
        }
        in(1_000, this::tick);
        passes(3_000);
        deliveries.clear();
    }

    private void connect(Home one, Home other) {
        boolean isThere = roads.stream().anyMatch(road -> road.joins(one.node()) && road.joins(other.node()));
        if (one != other && !isThere) {
            Road road = new Road(one, other, gen.from(MIN_MILLIS_APART, MAX_MILLIS_APART));
            roads.add(road);
            road.open();
        }
    }

    private void tick() {
        roads.forEach(Road::tick);
        in(1_000, this::tick);
    }

    private void in(long millis, Runnable what) {
        acts.add(new Act(now + millis, number++, what));
    }

    void passes(long millis) {
        long end = now + millis;
        while (!acts.isEmpty() && acts.peek().at() <= end) {
            Act next = acts.poll();
            now = next.at();
            next.what().run();
        }
        now = end;
    }

    /** How long it takes until something is so, in ms; at most so many. */
    long takes(BooleanSupplier done, long maxMillis) {
        long start = now;
        while (!done.getAsBoolean() && now - start < maxMillis) {
            passes(1);
        }
        return now - start;
    }

    Home home(int index) {
        return homes.get(index);
    }

    /** A log of that node, in which everybody holds one delta already. */
    LogId knownLogOf(Home author) {
        VerifiedDelta first = author.next(author.newLog());
        homes.forEach(home -> home.shelf.keep(first));
        return first.root().id();
    }

    boolean allHold(LogId log, long seq) {
        return homes.stream().allMatch(home -> home.shelf.held(log) >= seq);
    }

    boolean allKnowThatAllIsWell() {
        return roads.stream().filter(road -> !road.cut).allMatch(Road::isInStep);
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    /** Deltas that came for each that came to be held. */
    double copies(LogId log, long deltas) {
        long came =
                deliveries.stream().filter(brought -> brought.log().equals(log)).count();
        return (double) came / (deltas * (homes.size() - 1));
    }

    /** Who brought a delta to a node. */
    KeyId bringer(LogId log, long seq, Home to) {
        return deliveries.stream()
                .filter(brought -> brought.log().equals(log)
                        && brought.seq() == seq
                        && brought.to().equals(to.node()))
                .findFirst()
                .orElseThrow()
                .from();
    }

    private Road between(KeyId one, KeyId other) {
        return roads.stream()
                .filter(road -> road.joins(one) && road.joins(other))
                .findFirst()
                .orElseThrow();
    }

    /** Ends a connection; both know. */
    void part(KeyId one, KeyId other) {
        between(one, other).end();
    }

    /** From now on nothing arrives on a connection, and nobody is told. */
    void silence(KeyId one, KeyId other) {
        between(one, other).silent = true;
    }

    /** A node and what it holds. */
    final class Home {
        private final SigningKey key;
        private final Map<LogId, LogRoot> own = new HashMap<>();
        private final KeepingShelf shelf;

        Home(SigningKey key) {
            this.key = key;
            this.shelf = new KeepingShelf(space, act -> in(STORING_MILLIS, act), this::tell);
        }

        KeyId node() {
            return key.id();
        }

        LogId newLog() {
            LogRoot root = new LogRoot(
                    space, key.id(), gen.bytes(LogRoot.INCARNATION_BYTES), Plane.DATA, new GrantId(gen.bytes(32)));
            own.put(root.id(), root);
            shelf.healed.add(root.id());
            return root.id();
        }

        private VerifiedDelta next(LogId log) {
            return shelf.next(own.get(log), key, gen.bytes(DeltaCodec.SALT_BYTES));
        }

        /** Says something more in a log of its own. */
        void says(LogId log) {
            shelf.keep(next(log));
            tell(Map.of(log, shelf.held(log)));
        }

        private void tell(Map<LogId, Long> heads) {
            for (Road road : roads) {
                road.endOf(this).ifPresent(end -> end.later(() -> end.session.changed(space, heads, false)));
            }
        }
    }

    /** A connection of two nodes. */
    private final class Road {
        private final End one;
        private final End other;
        private final long millis;
        private boolean cut;
        private boolean silent;

        Road(Home one, Home other, long millis) {
            this.millis = millis;
            this.one = new End(this, one, other);
            this.other = new End(this, other, one);
        }

        void open() {
            one.session.start(List.of(one.home.shelf), true, List.of(), now);
            other.session.start(List.of(other.home.shelf), false, List.of(), now);
        }

        Optional<End> endOf(Home home) {
            return one.home == home
                    ? Optional.of(one)
                    : other.home == home ? Optional.of(other) : Optional.<End>empty();
        }

        boolean joins(KeyId node) {
            return one.home.node().equals(node) || other.home.node().equals(node);
        }

        boolean isInStep() {
            return one.isInStep() && other.isInStep();
        }

        void tick() {
            one.later(() -> one.session.tick(now));
            other.later(() -> other.session.tick(now));
        }

        void end() {
            cut = true;
            one.session.ended();
            other.session.ended();
        }
    }

    /** One end of a connection: what is said there arrives at the other end. */
    private final class End implements Outbox {
        private final Road road;
        private final Home home;
        private final Home peer;
        private final Session session;

        End(Road road, Home home, Home peer) {
            this.road = road;
            this.home = home;
            this.peer = peer;
            this.session = new Session(home.node(), peer.node(), gen.bytes(MessageCodec.NONCE_BYTES), this);
        }

        boolean isInStep() {
            return session.standings().stream().allMatch(Standing::isInStep);
        }

        @Override
        public void send(int channel, Message message) {
            int type = MessageCodec.type(message);
            byte[] bytes = MessageCodec.encode(message);
            End there = road.endOf(peer).orElseThrow();
            List<Delivery> brought = message instanceof Message.Deltas deltas ? brought(deltas.run()) : List.of();
            in(road.millis, () -> {
                if (!road.cut && !road.silent) {
                    deliveries.addAll(brought);
                    there.session.receive(channel, type, bytes);
                }
            });
        }

        private List<Delivery> brought(DeltaRun run) {
            LogId log = home.shelf.logOf(run);
            return LongStream.rangeClosed(run.firstSeq(), run.lastSeq())
                    .mapToObj(seq -> new Delivery(home.node(), peer.node(), log, seq))
                    .toList();
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public boolean hasRoomForHistory() {
            return true;
        }

        @Override
        public long allowHistory(long wanted) {
            return wanted;
        }

        @Override
        public boolean isSlow() {
            return false;
        }

        @Override
        public long signsOfLife() {
            return 0;
        }

        @Override
        public void giveUp(String why) {
            road.end();
        }

        @Override
        public void later(Runnable act) {
            after(0, act);
        }

        @Override
        public void after(long millis, Runnable act) {
            in(millis, () -> {
                if (!road.cut) {
                    act.run();
                }
            });
        }

        @Override
        public long elapsedMillis() {
            return now;
        }
    }
}
