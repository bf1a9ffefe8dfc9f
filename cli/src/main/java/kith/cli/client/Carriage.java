package kith.cli.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;
import kith.cli.json.Json;

/** The bundles of one daemon: what is carried by hand. Every method throws {@link Refusal} as {@link Door#send} does. */
public final class Carriage {
    /** Bytes of an earlier bundle that are sent: its beginning, which says how far its maker held each log. */
    public static final int MAX_SINCE_BYTES = 16 * 1024 * 1024;

    private static final String BUNDLE = "application/x-kith-bundle";
    private static final String LINES = "application/x-ndjson";

    private final Door door;

    public Carriage(Door door) {
        this.door = door;
    }

    /**
     * A bundle of a space.
     *
     * @param options of the query part: for, bare
     * @param since the beginning of an earlier bundle; empty for none
     */
    public Reply export(String space, Map<String, String> options, byte[] since) {
        String target = Visit.space(space, "/bundle" + Visit.query(options));
        return door.send(Request.post(target, BUNDLE, new ByteArrayInputStream(since), since.length)
                .accepting(BUNDLE)
                .waiting(Visit.WORK));
    }

    /**
     * Hands a bundle over; each line that tells how far the daemon is with it goes to {@code lines}.
     *
     * @param length in bytes, -1 when unknown
     */
    public Json take(InputStream bundle, long length, Consumer<Json> lines) {
        Request request = Request.post("/v1/bundles", BUNDLE, bundle, length);
        return Visit.result(door.send(request.accepting(LINES).waiting(Visit.WORK)), lines);
    }
}
