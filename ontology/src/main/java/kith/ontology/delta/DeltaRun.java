package kith.ontology.delta;

import java.util.List;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.Signature;

/**
 * Consecutive deltas of one log, as they travel: whole, verified by one signature at the end.
 *
 * @param firstSeq number of the first entry, from 1
 * @param previousLink the link before the first entry
 * @param entries 1 to {@link DeltaCodec#MAX_RUN_ENTRIES}
 * @param signature by the author, over the link of the last entry
 */
public record DeltaRun(long firstSeq, Bytes previousLink, List<Entry> entries, Signature signature) {
    public DeltaRun {
        entries = List.copyOf(entries);
    }

    public long lastSeq() {
        return firstSeq + entries.size() - 1;
    }
}
