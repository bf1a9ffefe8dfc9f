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

    /** Whether old deltas may be sent now; once they may not, the session is told when it {@link Session#writable() may}. */
    boolean hasRoomForHistory();

    /** How much of {@code wanted} bytes of old deltas the peer may be allowed to send now; taken as said to it. */
    long allowHistory(long wanted);

    /** Whether what comes is slow by a limit of our own. */
    boolean isSlow();

    /** Ends the connection, for no fault of the peer's. */
    void giveUp(String why);

    /** Runs {@code act} on the session's thread; from any thread; never after the connection has ended. */
    void later(Runnable act);

    /** Runs {@code act} once on the session's thread, in {@code millis}; never after the connection has ended. */
    void after(long millis, Runnable act);

    /** A clock that only runs forward, in ms from some start that all sessions of a node share. */
    long elapsedMillis();
}
