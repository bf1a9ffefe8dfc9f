package kith.daemon.sync;

/** Where a session's words go. Called by the session only, on its own thread, except {@link #later}. */
public interface Outbox {
    void send(int channel, Message message);

    /** Whether more would only pile up. */
    boolean isFull();

    /** Ends the connection after what was sent before. */
    void close(CloseCode code, String why);

    /** Runs {@code act} on the session's thread; from any thread; never after the connection has ended. */
    void later(Runnable act);
}
