package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/** A node with nothing but a wire, on the loopback interface. */
final class WireNode implements AutoCloseable, Reception {
    static final SecureRandom RANDOM = new SecureRandom();
    static final int DELTAS = 0x20;
    static final int LIVE = 0x21;
    static final int PING = 0x02;
    static final KeyId ANYBODY = SigningKey.generate(RANDOM).id();

    final SigningKey key = SigningKey.generate(RANDOM);
    final BlockingQueue<Recorder> conversations = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    volatile Predicate<KeyId> admission = any -> true;
    volatile Supplier<Recorder> recorders = Recorder::new;
    final Wire wire;

    WireNode() {
        this(WireLimits.DEFAULT, InstantSource.system());
    }

    WireNode(Ways ways) {
        this(WireLimits.DEFAULT, InstantSource.system(), ways);
    }

    WireNode(WireLimits limits, InstantSource clock) {
        this(limits, clock, Ways.OPEN);
    }

    private WireNode(WireLimits limits, InstantSource clock, Ways ways) {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        wire = Wire.start(key, new WireSettings(anywhere, limits, clock, RANDOM), ways, this);
    }

    InetSocketAddress place() {
        return wire.bound().getFirst();
    }

    /** A frame of so many bytes that begins with a number. */
    static Frame numbered(int number, int bytes) {
        ByteBuffer payload = ByteBuffer.allocate(Math.max(4, bytes)).putInt(0, number);
        return Frame.of(DELTAS, 1, Bytes.owned(payload.array()));
    }

    /** News of so many bytes that begin with a number. */
    static Frame news(int number, int bytes) {
        return Frame.of(LIVE, 1, numbered(number, bytes).payload());
    }

    /** Waits until nobody is connected. */
    void awaitNone() throws InterruptedException {
        for (int i = 0; i < 500 && wire.connections() > 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, wire.connections());
    }

    /** A link to another node, and the conversation at each end of it. */
    Pair link(WireNode to) throws Exception {
        Link link = wire.dial(to.place(), to.key.id()).get(20, TimeUnit.SECONDS);
        Recorder near = conversations.poll(20, TimeUnit.SECONDS);
        Recorder far = to.conversations.poll(20, TimeUnit.SECONDS);
        return new Pair(link, near, far.link(), far);
    }

    record Pair(Link near, Recorder nearHeard, Link far, Recorder farHeard) {}

    /** Waits until the count is there; what is counted happens a little after what can be seen of it. */
    long count(Tally tally, long expected) throws InterruptedException {
        for (int i = 0; i < 500 && wire.count(tally) != expected; i++) {
            Thread.sleep(10);
        }
        return wire.count(tally);
    }

    @Override
    public boolean admits(KeyId node) {
        return admission.test(node);
    }

    @Override
    public Conversation conversation() {
        Recorder recorder = recorders.get();
        conversations.add(recorder);
        return recorder;
    }

    @Override
    public void fault(Throwable fault) {
        faults.add(fault);
    }

    @Override
    public void close() {
        wire.close();
    }
}
