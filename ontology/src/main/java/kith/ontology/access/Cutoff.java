package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * The last delta of a log that a revocation lets stand. The link names it, so it names the branch: what the chain proves
 * to come before it stands as well, and nothing else of that log does, whatever its number or clock.
 *
 * @param dot of that delta
 * @param link of that delta, 32 bytes
 */
public record Cutoff(Dot dot, Bytes link) {
    /** Logs that one revocation lets stand in part. */
    public static final int MAX_KEPT = 1_024;

    static final int BYTES = LogId.BYTES + 1 + LogId.BYTES;

    private static final Comparator<Cutoff> ORDER =
            Comparator.comparing(Cutoff::dot).thenComparing(Cutoff::link);

    public static Cutoff at(SignedDelta delta) {
        return new Cutoff(delta.dot(), delta.link());
    }

    /** In their one order, none twice; refused if they are more than anybody would read. */
    static List<Cutoff> sorted(Collection<Cutoff> kept) {
        List<Cutoff> sorted = kept.stream().distinct().sorted(ORDER).toList();
        if (sorted.size() > MAX_KEPT) {
            throw KithException.user(
                    Code.REJECTED,
                    "one act names at most " + MAX_KEPT + " deltas, not " + sorted.size() + "; say several");
        }
        return sorted;
    }

    static Bytes write(Collection<Cutoff> kept) {
        ByteWriter out = new ByteWriter().varint(kept.size());
        for (Cutoff cutoff : sorted(kept)) {
            out.bytes(cutoff.dot().log().value()).varint(cutoff.dot().seq()).bytes(cutoff.link());
        }
        return out.toBytes();
    }

    static List<Cutoff> read(ByteReader in) {
        int count = in.count(MAX_KEPT, BYTES, "cutoffs");
        List<Cutoff> kept = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            LogId log = new LogId(in.bytes(LogId.BYTES));
            long seq = in.varint();
            if (seq < 1 || seq > DeltaCodec.MAX_SEQ) {
                throw in.malformed("a delta numbered " + seq);
            }
            Cutoff cutoff = new Cutoff(new Dot(log, seq), in.bytes(LogId.BYTES));
            if (i > 0 && ORDER.compare(kept.getLast(), cutoff) >= 0) {
                throw in.malformed("cutoffs out of order");
            }
            kept.add(cutoff);
        }
        in.end();
        return kept;
    }
}
