package kith.daemon.wire;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** A conversation that writes down what it hears, and notices when it is spoken to by two at once. */
class Recorder implements Conversation {
    private static final long PATIENCE_SECONDS = 20;

    final CompletableFuture<Link> link = new CompletableFuture<>();
    final CompletableFuture<Ending> ending = new CompletableFuture<>();
    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final AtomicReference<Throwable> wrong = new AtomicReference<>();
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private volatile BiConsumer<Link, Frame> answer = (from, frame) -> frames.add(frame);

    Recorder answering(BiConsumer<Link, Frame> how) {
        answer = how;
        return this;
    }

    @Override
    public void opened(Link opened) {
        alone(() -> {
            events.add("opened");
            link.complete(opened);
        });
    }

    @Override
    public void received(Frame frame) {
        alone(() -> answer.accept(link.join(), frame));
    }

    @Override
    public void writable() {
        alone(() -> events.add("writable"));
    }

    @Override
    public void closed(Ending how) {
        alone(() -> {
            events.add("closed");
            ending.complete(how);
        });
    }

    private void alone(Runnable act) {
        Thread other = inside.getAndSet(Thread.currentThread());
        if (other != null || ending.isDone() || !link.isDone() && !events.isEmpty()) {
            wrong.set(new AssertionError("called beside " + other + " after " + events));
        }
        try {
            act.run();
        } finally {
            inside.set(null);
        }
    }

    Link link() throws Exception {
        return link.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Ending ending() throws Exception {
        Ending how = ending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNull(wrong.get(), "the conversation was held by two at once, or out of order");
        return how;
    }

    Frame frame() throws InterruptedException {
        Frame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(frame, "no frame came");
        return frame;
    }
}
