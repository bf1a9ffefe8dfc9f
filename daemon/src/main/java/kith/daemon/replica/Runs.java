package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import kith.daemon.store.SpaceStore;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;

/** Runs as peers take them: whole, with the signature of the last delta. */
final class Runs {
    private Runs() {}

    /** As many deltas of a log as a run takes, from {@code fromSeq} on and none past {@code lastSeq}. */
    static Optional<DeltaRun> of(SpaceStore space, LogId log, long fromSeq, long lastSeq) {
        if (fromSeq == 1) {
            return ending(read(space, log, 1), log.value(), lastSeq);
        }
        // The one before tells the link that the run continues; it takes room that a large delta may need.
        List<SignedDelta> deltas = read(space, log, fromSeq - 1);
        Bytes previousLink = deltas.getFirst().link();
        return ending(deltas.subList(1, deltas.size()), previousLink, lastSeq)
                .or(() -> ending(read(space, log, fromSeq), previousLink, lastSeq));
    }

    private static List<SignedDelta> read(SpaceStore space, LogId log, long fromSeq) {
        return space.read(log, fromSeq, DeltaCodec.MAX_RUN_ENTRIES, DeltaCodec.RUN_PAYLOAD_BYTES);
    }

    /** The longest run of {@code deltas}, none past {@code lastSeq}, that ends in a signature. */
    private static Optional<DeltaRun> ending(List<SignedDelta> deltas, Bytes previousLink, long lastSeq) {
        for (int end = deltas.size(); end > 0; end--) {
            SignedDelta last = deltas.get(end - 1);
            if (last.dot().seq() <= lastSeq && last.signature().isPresent()) {
                return Optional.of(new DeltaRun(
                        deltas.getFirst().dot().seq(),
                        previousLink,
                        deltas.subList(0, end).stream().map(SignedDelta::entry).toList(),
                        last.signature().get()));
            }
        }
        return Optional.empty();
    }
}
