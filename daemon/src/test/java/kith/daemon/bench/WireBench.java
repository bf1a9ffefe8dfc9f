package kith.daemon.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Conversation;
import kith.daemon.wire.Ending;
import kith.daemon.wire.Frame;
import kith.daemon.wire.Link;
import kith.daemon.wire.Reception;
import kith.daemon.wire.Wire;
import kith.daemon.wire.WireLimits;
import kith.daemon.wire.WireSettings;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/** Handshakes a second, bytes a second, and the round trip of one small frame, both ends in this process. */
public final class WireBench {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final WireLimits LIMITS = new WireLimits(1_000, 1_000, 1_000, Duration.ofSeconds(10));

    private WireBench() {}

    public static void main(String[] args) throws Exception {
        SigningKey key = SigningKey.generate(RANDOM);
        try (Wire near = wire(SigningKey.generate(RANDOM), new Ear());
                Wire far = wire(key, new Ear())) {
            for (int round = 1; round <= 5; round++) {
                handshakes(near, far, key.id());
            }
        }
        for (int size : new int[] {65_536, 1_000, 100}) {
            for (int round = 1; round <= 4; round++) {
                bulk(size);
            }
        }
        for (int round = 1; round <= 3; round++) {
            roundTrips();
        }
    }

    private static void handshakes(Wire near, Wire far, KeyId wanted) throws Exception {
        int many = 500;
        Semaphore underWay = new Semaphore(8);
        CountDownLatch done = new CountDownLatch(many);
        long start = System.nanoTime();
        for (int i = 0; i < many; i++) {
            underWay.acquire();
            near.dial(far.bound().getFirst(), wanted).whenComplete((link, fault) -> {
                if (fault != null) {
                    fault.printStackTrace();
                } else {
                    link.close(CloseCode.DUPLICATE);
                }
                underWay.release();
                done.countDown();
            });
        }
        done.await();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("handshakes: %.0f a second%n", many / seconds);
    }

    private static void bulk(int size) throws Exception {
        SigningKey key = SigningKey.generate(RANDOM);
        Ear listening = new Ear();
        try (Wire near = wire(SigningKey.generate(RANDOM), new Ear());
                Wire far = wire(key, listening)) {
            Link link = near.dial(far.bound().getFirst(), key.id()).get();
            byte[] noise = new byte[size];
            RANDOM.nextBytes(noise);
            Frame frame = Frame.of(0x20, 1, Bytes.owned(noise));
            long start = System.nanoTime();
            long frames = 0;
            while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(3)) {
                if (link.isWritable()) {
                    for (int i = 0; i < Math.max(1, 65_536 / size); i++) {
                        link.send(frame);
                        frames++;
                    }
                } else {
                    Thread.sleep(0, 50_000);
                }
            }
            while (listening.frames.get() < frames) {
                Thread.sleep(1);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "frames of %d B: %.0f MB/s, %.0f frames/s, %.3f bytes on the network for each%n",
                    size,
                    frames * (double) size / 1e6 / seconds,
                    frames / seconds,
                    link.bytesSent() / (double) (frames * size));
        }
    }

    private static void roundTrips() throws Exception {
        SigningKey key = SigningKey.generate(RANDOM);
        Ear calling = new Ear();
        Ear echoing = new Ear();
        echoing.isEcho = true;
        try (Wire near = wire(SigningKey.generate(RANDOM), calling);
                Wire far = wire(key, echoing)) {
            Link link = near.dial(far.bound().getFirst(), key.id()).get();
            Frame frame = Frame.of(0x20, 1, Bytes.owned(new byte[200]));
            long[] nanos = new long[20_000];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                link.send(frame);
                calling.arrivals.take();
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            System.out.printf(
                    "round trip of 200 B: p50 %.0f us, p99 %.0f us%n",
                    nanos[nanos.length / 2] / 1e3, nanos[nanos.length * 99 / 100] / 1e3);
        }
    }

    private static Wire wire(SigningKey key, Ear ear) {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Wire.start(key, new WireSettings(anywhere, LIMITS, InstantSource.system(), RANDOM), ear);
    }

    private static final class Ear implements Reception, Conversation {
        private final AtomicLong frames = new AtomicLong();
        private final BlockingQueue<Frame> arrivals = new LinkedBlockingQueue<>();
        private volatile boolean isEcho;
        private volatile Link link;

        @Override
        public boolean admits(KeyId node) {
            return true;
        }

        @Override
        public Conversation conversation() {
            return this;
        }

        @Override
        public void fault(Throwable fault) {
            fault.printStackTrace();
        }

        @Override
        public void opened(Link opened) {
            link = opened;
        }

        @Override
        public void received(Frame frame) {
            frames.incrementAndGet();
            if (isEcho) {
                link.send(frame);
            } else if (frame.payload().length() == 200) {
                arrivals.add(frame);
            }
        }

        @Override
        public void writable() {}

        @Override
        public void closed(Ending ending) {}
    }
}
