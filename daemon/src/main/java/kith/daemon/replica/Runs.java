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

    /**
     * As many deltas of a log as a run takes, from {@code fromSeq} on and none past {@code lastSeq}; where no signature
     * is kept up to there, up to the first one past it, for a right may end between two signatures.
     */
    static Optional<DeltaRun> of(SpaceStore space, LogId log, long fromSeq, long lastSeq) {
        if (fromSeq == 1) {
            return ending(read(space, log, 1), log.value(), lastSeq);
        }
        // The one before tells the link that the run continues; it takes room that a large delta may need.
        List<SignedDelta> deltas = read(space, log, fromSeq - 1);
        if (deltas.isEmpty()) {
            return Optional.empty();
        }
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
                return Optional.of(run(deltas.subList(0, end), previousLink));
            }
        }
        return past(deltas, previousLink);
    }

    /** The shortest run that ends in a signature. */
    private static Optional<DeltaRun> past(List<SignedDelta> deltas, Bytes previousLink) {
        for (int end = 1; end <= deltas.size(); end++) {
            if (deltas.get(end - 1).signature().isPresent()) {
                return Optional.of(run(deltas.subList(0, end), previousLink));
            }
        }
        return Optional.empty();
    }

    private static DeltaRun run(List<SignedDelta> deltas, Bytes previousLink) {
        return new DeltaRun(
                deltas.getFirst().dot().seq(),
                previousLink,
                deltas.stream().map(SignedDelta::entry).toList(),
                deltas.getLast().signature().orElseThrow());
    }
}
