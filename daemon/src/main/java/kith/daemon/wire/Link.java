package kith.daemon.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import kith.ontology.identity.KeyId;

/** A connection to a peer whose identity is proved. Safe from any thread. */
public interface Link {
    /** Who is at the other end. */
    KeyId remote();

    /** Where the other end is, as the network shows it; through a proxy, where it was called, and not looked up. */
    InetSocketAddress address();

    /** Whether we called, or were called. */
    boolean isDialled();

    /** False from the moment that either side or the network ends it. */
    boolean isOpen();

    /**
     * Sends after all that was sent before, and never waits; on a link that has ended it does nothing. HELLO, PING, PONG
     * and CREDIT go before all that waits. Who sends on although the link is not {@link #isWritable() writable} is cut off past {@link #MAX_UNSENT_BYTES}.
     */
    void send(Frame frame);

    /**
     * Whether less is unsent than the upper mark, {@link #HIGH_WATER_BYTES}. Once it is not, it stays so until the
     * lower mark, {@link #LOW_WATER_BYTES}; then {@link Conversation#writable()} is called.
     */
    boolean isWritable();

    /**
     * Whether history, frames of old deltas, may be sent now: it {@link #isWritable() is writable}, and no limit says
     * otherwise. Once it may not, {@link Conversation#writable()} is called when to ask again. Such a frame that is
     * sent without asking goes, and others pay for it.
     */
    default boolean hasRoomForHistory() {
        return isWritable();
    }

    /** How much of {@code wanted} bytes of history the peer may be allowed to send now; taken as said to it. */
    default long allowHistory(long wanted) {
        return wanted;
    }

    /** Whether a limit of our own makes what comes slow. */
    default boolean isSlowDown() {
        return false;
    }

    /** Whether it runs over a network on which bytes cost more. */
    default boolean isMetered() {
        return false;
    }

    /** Whether a limit of our own keeps us from reading what may have arrived. */
    default boolean isHeldBack() {
        return false;
    }

    /** After this, nothing is received until {@link #resume()}; at once when called on the link's lane. */
    void pause();

    void resume();

    /** Runs {@code act} on the link's lane, never at the same time as a call of its conversation. */
    void execute(Runnable act);

    /** The same, once, after {@code delay}; not at all if the wire has closed by then. */
    void executeAfter(Duration delay, Runnable act);

    /**
     * Ends the link: what was sent goes first, then a CLOSE frame with this reason, as far as the peer takes them
     * within {@link #MAX_GOODBYE}. The conversation's {@link Conversation#closed} follows. Once is enough.
     *
     * @param retryAfter how long the peer is not to come back, at most 49 days
     * @param text for people, cut off after {@link Ending#MAX_TEXT_BYTES}
     */
    void close(CloseCode code, Duration retryAfter, String text);

    /** Ends the link with nothing more to say. */
    default void close(CloseCode code) {
        close(code, Duration.ZERO, "");
    }

    /** Bytes on the network, TLS and its handshake included. */
    long bytesSent();

    /** Bytes on the network, TLS and its handshake included. */
    long bytesReceived();

    /**
     * Bytes that the network took while more waited, which it does of a peer only that takes them. They show, as those
     * that are received do, that the peer is there.
     */
    long bytesDrained();

    int HIGH_WATER_BYTES = 256 * 1_024;
    int LOW_WATER_BYTES = 64 * 1_024;
    int MAX_UNSENT_BYTES = 8 * 1_024 * 1_024;
    Duration MAX_GOODBYE = Duration.ofSeconds(2);
}
