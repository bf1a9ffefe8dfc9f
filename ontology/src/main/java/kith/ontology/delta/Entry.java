package kith.ontology.delta;

import java.util.List;
import kith.ontology.bytes.Bytes;

/**
 * What an author says in one delta, without what the log adds (number, link, signature).
 *
 * @param control whether the payload is a control act; equal to the plane of the log
 * @param clock {@link HybridClock} value, greater than that of the delta before
 * @param deps heads of other logs that the author had seen and not yet named, ascending, at most
 *     {@link DeltaCodec#MAX_DEPS}
 * @param salt 16 random bytes that the commitment covers, so that what is left after erasure tells nothing
 * @param payload at most {@link DeltaCodec#MAX_PAYLOAD_BYTES}
 */
public record Entry(boolean control, long clock, List<Dot> deps, Bytes salt, Bytes payload) {
    public Entry {
        deps = List.copyOf(deps);
    }
}
