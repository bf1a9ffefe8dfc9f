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
 * @param content what is said, or what is left of it
 */
public record Entry(boolean control, long clock, List<Dot> deps, Content content) {
    private static final byte[] COMMITMENT = {0};

    public Entry {
        deps = List.copyOf(deps);
    }

    public Entry(boolean control, long clock, List<Dot> deps, Bytes salt, Bytes payload) {
        this(control, clock, deps, new Said(salt, payload));
    }

    /** Either form makes the same header, and so the same link. */
    public sealed interface Content {
        /** The hash that the header has of salt and payload, 32 bytes. */
        Bytes commitment();

        /** Bytes of the payload as it was said. */
        int length();
    }

    /**
     * What was said.
     *
     * @param salt 16 random bytes that the commitment covers, so that what is left after erasure tells nothing
     * @param payload at most {@link DeltaCodec#MAX_PAYLOAD_BYTES}
     */
    public record Said(Bytes salt, Bytes payload) implements Content {
        @Override
        public Bytes commitment() {
            return Bytes.sha256(COMMITMENT, salt.view(), payload.view());
        }

        @Override
        public int length() {
            return payload.length();
        }
    }

    /** What is left of an erased delta: enough for the chain, too little to guess from. */
    public record Withdrawn(int length, Bytes commitment) implements Content {}

    public boolean isWithdrawn() {
        return content instanceof Withdrawn;
    }

    /** This entry without its salt and payload. */
    public Entry withdrawn() {
        return new Entry(control, clock, deps, new Withdrawn(content.length(), content.commitment()));
    }

    /** The payload that is held: nothing where it is withdrawn, which no edit and no act is read from. */
    public Bytes payload() {
        return switch (content) {
            case Said said -> said.payload();
            case Withdrawn nothing -> Bytes.EMPTY;
        };
    }
}
