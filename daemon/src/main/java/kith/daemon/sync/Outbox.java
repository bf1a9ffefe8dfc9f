package kith.daemon.sync;

/** Where a session's words go. Called by the session only, on its own thread, except {@link #later}. */
public interface Outbox {
    void send(int channel, Message message);

    /** Whether more would only pile up. */
    boolean isFull();

    /**
     * Grows whenever the network shows that the other side is there: with what comes from it, be it half a message, and
     * with what it takes of a backlog.
     */
    long signsOfLife();

    /** Ends the connection, for no fault of the peer's. */
    void giveUp(String why);

    /** Runs {@code act} on the session's thread; from any thread; never after the connection has ended. */
    void later(Runnable act);
}
