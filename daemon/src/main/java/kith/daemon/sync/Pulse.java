package kith.daemon.sync;

/**
 * Whether the other side is still there. One that is silent is asked, sooner where it owes an answer: a network that fails
 * says nothing, and TCP, which tries ever more seldom, may sleep on for as long as it failed after it is well again. Who
 * does not answer is given up, so that a fresh connection can be made at once. Times are the caller's, in ms.
 */
final class Pulse {
    /** Silence of one that owes nothing. */
    static final long QUIET_MILLIS = 30_000;
    /** Silence of one that owes an answer to what was said or asked. */
    static final long PATIENCE_MILLIS = 10_000;
    /** The same, where there is reason to think that it is gone. */
    static final long DOUBT_MILLIS = 5_000;
    /** Questions without any answer. */
    static final int MAX_ASKED = 2;

    /** What is to be done now. */
    enum Beat {
        NOTHING,
        ASK,
        GIVE_UP
    }

    private long heardAt;
    /** When a whole message came last. */
    private long messageAt;
    /** When one of whom only parts of messages come was told something last. */
    private long toldAt;

    private boolean owes;
    private int asked;
    private long nextAt;

    /** A message came. */
    void answered(long now) {
        owes = false;
        messageAt = now;
        stirred(now);
    }

    /** The other side is there, though it may not have answered what it owes. */
    void stirred(long now) {
        heardAt = now;
        asked = 0;
        nextAt = now + (owes ? PATIENCE_MILLIS : QUIET_MILLIS);
    }

    /** Something was said that the other side answers. */
    void said(long now) {
        if (!owes && asked == 0) {
            nextAt = Math.min(nextAt, now + PATIENCE_MILLIS);
        }
        owes = true;
    }

    /** There is reason to think that it is gone. True if it is to be asked at once. */
    boolean doubted(long now) {
        if (nextAt <= now + DOUBT_MILLIS && asked == MAX_ASKED) {
            return false;
        }
        asked = MAX_ASKED;
        nextAt = now + DOUBT_MILLIS;
        return true;
    }

    /** To be asked about once a second. */
    Beat beat(long now) {
        if (now < nextAt) {
            return isToHear(now) ? Beat.ASK : Beat.NOTHING;
        }
        if (asked == MAX_ASKED) {
            return Beat.GIVE_UP;
        }
        asked++;
        nextAt = now + PATIENCE_MILLIS;
        return Beat.ASK;
    }

    /** Whoever is long in bringing a message may see as little of us, and is not to think that we are gone. */
    private boolean isToHear(long now) {
        boolean due = asked == 0 && heardAt > messageAt && now - Math.max(messageAt, toldAt) >= PATIENCE_MILLIS;
        if (due) {
            toldAt = now;
        }
        return due;
    }

    long silentSeconds(long now) {
        return (now - heardAt) / 1_000;
    }
}
