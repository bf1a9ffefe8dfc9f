package kith.daemon;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import kith.daemon.replica.Replica;
import kith.daemon.replica.TestNode;
import kith.daemon.sync.Journal;
import kith.daemon.sync.Message;
import kith.daemon.sync.MessageCodec;
import kith.daemon.sync.Outbox;
import kith.daemon.sync.Session;
import kith.daemon.sync.Standing;
import kith.ontology.access.Claim;
import kith.ontology.access.Ticket;
import kith.ontology.delta.SpaceId;

/** Two sessions joined in memory, the second of which called the first; every message goes through its bytes. One thread a side. */
final class MemoryWire {
    private static final long PATIENCE_MILLIS = 20_000;
    private static final int QUIET_TICKS = 3;
    private static final int FRAME_HEADER_BYTES = 8;

    private final Side left;
    private final Side right;
    /** Everything that either side was ever given to do. */
    private final AtomicLong acts = new AtomicLong();

    private final AtomicLong bytes = new AtomicLong();
    private final Map<TestNode, Journal> journals;
    private volatile boolean cut;

    MemoryWire(TestNode one, TestNode other) {
        this(one, other, new ConcurrentHashMap<>());
    }

    private MemoryWire(TestNode one, TestNode other, Map<TestNode, Journal> journals) {
        this.journals = journals;
        left = new Side(one);
        right = new Side(other);
        left.other = right;
        right.other = left;
        left.session = new Session(
                one.self().node(), other.self().node(), one.machine().random(32), left);
        right.session = new Session(
                other.self().node(), one.self().node(), other.machine().random(32), right);
    }

    /** Another connection of the same two, who remember this one; to be started. */
    MemoryWire again() {
        cut();
        return new MemoryWire(left.node, right.node, journals);
    }

    void start() {
        left.begin();
        right.begin();
    }

    /** Waits until {@code done}; time passes for the sessions meanwhile. */
    void settles(BooleanSupplier done) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!done.getAsBoolean()) {
            if (System.currentTimeMillis() > end) {
                throw new AssertionError("never settled; " + left.session.standings() + " and "
                        + right.session.standings() + " " + left.fault + " " + right.fault);
            }
            pass(1_000);
        }
    }

    private void pass(long millis) {
        for (Side side : List.of(left, right)) {
            side.later(() -> side.passes(millis));
        }
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets what is under way arrive, until nobody has anything left to do. */
    void quiet() {
        for (int i = 0; i < QUIET_TICKS; i++) {
            for (Side side : List.of(left, right)) {
                side.later(() -> side.passes(10));
            }
            long before;
            do {
                before = acts.get();
                left.drain();
                right.drain();
            } while (acts.get() != before);
        }
    }

    /** Nothing that is sent or happens reaches a session until what is given back is run. */
    Runnable hold() {
        CountDownLatch released = new CountDownLatch(1);
        for (Side side : List.of(left, right)) {
            side.thread.execute(() -> {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        return released::countDown;
    }

    /** Bytes of all frames of both, with their headers. */
    long bytes() {
        return bytes.get();
    }

    /** Of how many logs {@code node} said how far it holds them, to find out what is lacking. */
    int placesToldBy(TestNode node) {
        return side(node).places.get();
    }

    /** Whether {@code node} knows that it holds all that ever moved at {@code other}. */
    boolean remembersAt(TestNode node, TestNode other) {
        return Optional.ofNullable(journals.get(node)).isPresent()
                && journals.get(node).isHeldWhole(other.self().node(), journals.get(other));
    }

    int framesTo(TestNode node) {
        return side(node).received.get();
    }

    boolean isInStep() {
        return isInStep(left) && isInStep(right);
    }

    /** Before a session has begun it stands nowhere, and that is not in step. */
    private static boolean isInStep(Side side) {
        List<Standing> standings = side.session.standings();
        return !standings.isEmpty() && standings.stream().allMatch(Standing::isInStep);
    }

    Optional<String> refusalAt(TestNode node) {
        return side(node).shelves.values().stream().findFirst().flatMap(ReplicaShelf::refusal);
    }

    /** From now on changes the bytes of every message of a type that {@code node} sends. */
    void tamper(TestNode node, int type, UnaryOperator<byte[]> how) {
        side(node).tampered.put(type, how);
    }

    /** Hands a message to the session of {@code node} as if the other side had sent it. */
    void inject(TestNode node, int channel, int type, byte[] payload) {
        side(node).later(() -> side(node).session.receive(channel, type, payload));
    }

    /** What the session of {@code node} threw or said when it gave up; empty while all is well. */
    String faultAt(TestNode node) {
        return side(node).fault;
    }

    private Side side(TestNode node) {
        return left.node == node ? left : right;
    }

    void cut() {
        if (!cut) {
            cut = true;
            for (Side side : List.of(left, right)) {
                side.end();
            }
        }
    }

    private final class Side implements Outbox {
        private final TestNode node;
        private final Map<SpaceId, ReplicaShelf> shelves = new HashMap<>();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final AtomicInteger places = new AtomicInteger();
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicLong time = new AtomicLong(1_000);
        private final Map<Integer, UnaryOperator<byte[]>> tampered = new ConcurrentHashMap<>();
        /** What is to happen, and when. */
        private final TreeMap<Long, List<Runnable>> due = new TreeMap<>();

        private Side other;
        private Session session;
        private volatile String fault = "";

        Side(TestNode node) {
            this.node = node;
        }

        void begin() {
            for (Replica replica : node.replicas().all()) {
                shelves.put(replica.id(), new ReplicaShelf(replica, node.self(), journal()));
                replica.onCommitted(committed ->
                        later(() -> session.changed(replica.id(), committed.heads(), committed.authorityChanged())));
            }
            later(() -> session.start(shelves.values(), this == right, List.of(), time.get()));
        }

        private Journal journal() {
            return journals.computeIfAbsent(
                    node, first -> new Journal(first.machine().random(Journal.CHANCE_BYTES)));
        }

        @Override
        public void send(int channel, Message message) {
            if (message instanceof Message.Vector vector) {
                places.addAndGet(vector.places().size());
            }
            int type = MessageCodec.type(message);
            byte[] bytes = tampered.getOrDefault(type, UnaryOperator.identity()).apply(MessageCodec.encode(message));
            MemoryWire.this.bytes.addAndGet(FRAME_HEADER_BYTES + bytes.length);
            other.later(() -> {
                other.received.incrementAndGet();
                other.session.receive(channel, type, bytes);
            });
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public boolean hasRoomForHistory() {
            return !isFull();
        }

        @Override
        public boolean isSlow() {
            return false;
        }

        @Override
        public long allowHistory(long wanted) {
            return wanted;
        }

        @Override
        public long signsOfLife() {
            return received.get();
        }

        @Override
        public void giveUp(String why) {
            fault = why;
        }

        @Override
        public void later(Runnable act) {
            acts.incrementAndGet();
            try {
                thread.execute(() -> {
                    try {
                        if (!cut) {
                            act.run();
                        }
                    } catch (RuntimeException e) {
                        fault = e.toString();
                    }
                });
            } catch (RejectedExecutionException ended) {
                // Cut: nothing arrives any more.
            }
        }

        @Override
        public void after(long millis, Runnable act) {
            due.computeIfAbsent(time.get() + millis, first -> new ArrayList<>()).add(act);
        }

        @Override
        public long elapsedMillis() {
            return time.get();
        }

        /** On the session's thread, as all that waits. */
        private void passes(long millis) {
            long end = time.get() + millis;
            while (!due.isEmpty() && due.firstKey() <= end) {
                time.set(due.firstKey());
                due.pollFirstEntry().getValue().forEach(Runnable::run);
            }
            time.set(end);
            session.tick(end);
        }

        /** Waits until what this side has to do now is done: by its session, its replicas and its disk. */
        void drain() {
            passed(thread.submit(() -> {}));
            for (Replica replica : node.replicas().all()) {
                // It goes the way of all changes and is answered when they last; nothing comes of it.
                Ticket unknown = new Ticket(
                        node.machine().random(Ticket.SEED_BYTES),
                        replica.id(),
                        "",
                        node.self().node(),
                        List.of());
                passed(replica.admit(Claim.make(
                        unknown, node.self().certificate(), "", node.self().device())));
            }
            passed(thread.submit(() -> {}));
        }

        private void passed(Future<?> done) {
            try {
                done.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError(e);
            }
        }

        void end() {
            thread.execute(session::ended);
            thread.shutdown();
        }
    }
}
