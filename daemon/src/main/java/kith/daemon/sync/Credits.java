package kith.daemon.sync;

/**
 * Bytes of deltas that may be under way, for news and for history apart, in both directions: nobody sends what the other
 * has not made room for.
 */
final class Credits {
    static final long LIVE_WINDOW = 1L << 20;
    static final long HISTORY_WINDOW = 4L << 20;

    private final Line line;
    private final Side live = new Side(true, LIVE_WINDOW);
    private final Side history = new Side(false, HISTORY_WINDOW);

    /** One kind of credit. */
    private static final class Side {
        private final boolean live;
        private final long window;
        private long mine;
        private long theirs;
        private long owed;
        /** Whether less was given than was due, because no more history may come yet. */
        private boolean late;

        Side(boolean live, long window) {
            this.live = live;
            this.window = window;
        }
    }

    Credits(Line line) {
        this.line = line;
    }

    /** Grants the first windows; both sides do so once they have compared. */
    void open() {
        for (Side side : new Side[] {live, history}) {
            side.owed = side.window;
            tell(side);
        }
    }

    /** Gives what could not be given when it was due. */
    void tick() {
        if (history.late) {
            tell(history);
        }
    }

    private void tell(Side side) {
        long bytes = side.live ? side.owed : line.out().allowHistory(side.owed);
        if (bytes > 0) {
            side.theirs += bytes;
            side.owed -= bytes;
            line.send(new Message.Credit(side.live, bytes));
        }
        side.late = side.owed > 0;
    }

    void received(Message.Credit credit) {
        Side side = side(credit.live());
        side.mine = Math.min(side.mine + credit.bytes(), Integer.MAX_VALUE);
    }

    /** Takes {@code bytes} of what the peer allowed us, if there is so much. */
    boolean take(boolean isLive, long bytes) {
        Side side = side(isLive);
        if (side.mine < bytes) {
            return false;
        }
        side.mine -= bytes;
        return true;
    }

    /** Notes what the peer used of what we allowed it. */
    void spend(boolean isLive, long bytes) {
        Side side = side(isLive);
        side.theirs -= bytes;
        if (side.theirs < 0) {
            throw new Violation("more than its credit, by " + -side.theirs + " bytes");
        }
    }

    /** Makes room again for what was dealt with; told to the peer in good time and not byte by byte. */
    void give(boolean isLive, long bytes, boolean idle) {
        Side side = side(isLive);
        side.owed += bytes;
        if (side.owed >= side.window / 4 || (idle && side.owed >= side.window / 16)) {
            tell(side);
        }
    }

    private Side side(boolean isLive) {
        return isLive ? live : history;
    }
}
