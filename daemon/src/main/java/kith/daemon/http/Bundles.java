package kith.daemon.http;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Deltas carried by hand. Called from worker threads, which may be kept waiting. */
public interface Bundles {
    /**
     * What a bundle is to have.
     *
     * @param whom who will read it, as the space knows that device: what it is not known to hold; null for all
     * @param bare whether only how far each log is held
     */
    record Wish(String space, @Nullable String whom, boolean bare) {}

    /** A place for what is written, taken when nothing is refused any more. */
    interface Place {
        OutputStream begin();
    }

    /** Bytes that can be read from their beginning, again and again. */
    interface Content {
        InputStream open() throws IOException;

        long size();
    }

    /** Hears how far it is, and says whether anybody still waits for that. */
    record Reader(Upkeep.Listener listener, BooleanSupplier isGone) {}

    /**
     * Writes what counts in a space.
     *
     * @param since the beginning of an earlier bundle of the space, of which its maker needs nothing more; null for none
     * @throws kith.ontology.fault.KithException USER: NOT_FOUND if there is no such space or device, NOT_ALLOWED if that
     *     device has no right in the space, CONFLICT or USAGE if the earlier bundle is of another space or is none
     */
    void write(Wish wish, @Nullable InputStream since, Place to) throws IOException;

    /**
     * Takes a bundle in: {@code {"space", "maker", "deltas", "known", "waiting", "refused", "gaps": [{"log", "author",
     * "first", "last"}], "forks": [{"log", "author", "at"}], "claim"?, "why"?, "fault"?}}.
     *
     * @throws kith.ontology.fault.KithException USER: USAGE if it is no bundle, NOT_FOUND if this home has nothing to do
     *     with its space
     */
    JsonObject take(Content bundle, Reader reader) throws IOException;
}
