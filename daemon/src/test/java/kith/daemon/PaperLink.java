package kith.daemon;

import java.net.InetSocketAddress;
import java.time.Duration;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Conversation;
import kith.daemon.wire.Ending;
import kith.daemon.wire.Frame;
import kith.daemon.wire.Link;
import kith.ontology.identity.KeyId;

/** A link with nobody at its other end. */
final class PaperLink implements Link {
    private final KeyId remote;
    private final boolean dialled;
    private final String host;
    private final Conversation conversation;
    private boolean open = true;
    private int sent;
    private Duration retryAfter = Duration.ZERO;

    PaperLink(KeyId remote, boolean dialled, Conversation conversation) {
        this(remote, dialled, "192.0.2.7", conversation);
    }

    PaperLink(KeyId remote, boolean dialled, String host, Conversation conversation) {
        this.remote = remote;
        this.host = host;
        this.dialled = dialled;
        this.conversation = conversation;
        conversation.opened(this);
    }

    /** Frames that nobody read. */
    int sent() {
        return sent;
    }

    /** What we asked for when we closed it. */
    Duration retryAfter() {
        return retryAfter;
    }

    void ends(Ending.By by, CloseCode code) {
        if (open) {
            open = false;
            conversation.closed(new Ending(by, code, Duration.ZERO, ""));
        }
    }

    @Override
    public KeyId remote() {
        return remote;
    }

    @Override
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved(host, 7_340);
    }

    @Override
    public boolean isDialled() {
        return dialled;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void send(Frame frame) {
        sent++;
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void pause() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable act) {
        act.run();
    }

    @Override
    public void executeAfter(Duration delay, Runnable act) {
        // No time passes on paper.
    }

    @Override
    public void close(CloseCode code, Duration retryAfter, String text) {
        this.retryAfter = retryAfter;
        ends(Ending.By.US, code);
    }

    @Override
    public long bytesSent() {
        return 0;
    }

    @Override
    public long bytesDrained() {
        return 0;
    }

    @Override
    public long bytesReceived() {
        return 0;
    }
}
