package kith.daemon.store;

import java.util.concurrent.atomic.AtomicLong;

/** What the tables of terms of all spaces share: the secret of their hashes, and how much memory they may take. */
final class TermRoom {
    private final TermHash.Secret secret;
    private final long maxBytes;
    private final AtomicLong taken = new AtomicLong();

    TermRoom(TermHash.Secret secret, long maxBytes) {
        this.secret = secret;
        this.maxBytes = maxBytes;
    }

    TermHash hash(byte[] key) {
        return secret.hash(key);
    }

    /** Takes that much more, if there is so much. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long left() {
        return maxBytes - taken.get();
    }

    long taken() {
        return taken.get();
    }
}
