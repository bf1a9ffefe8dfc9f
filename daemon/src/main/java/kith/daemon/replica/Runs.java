package kith.daemon.replica;

import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.SignedDelta;

/** Runs as peers take them: whole, with the signature of the last delta. */
final class Runs {
    private Runs() {}

    /** The longest run of {@code deltas}, none past {@code lastSeq}, that ends in a signature. */
    static Optional<DeltaRun> ending(List<SignedDelta> deltas, Bytes previousLink, long lastSeq) {
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
