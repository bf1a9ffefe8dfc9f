package kith.daemon;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what a lane promised. */
final class Promises {
    private Promises() {}

    /** What it came to; throws what it was refused with. */
    static <T> T kept(CompletableFuture<T> promise) {
        try {
            return promise.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
