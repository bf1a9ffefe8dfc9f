package kith.daemon.bundle;

import java.util.List;
import java.util.Optional;
import kith.ontology.delta.LogId;
import kith.ontology.identity.KeyId;

/**
 * What became of a bundle.
 *
 * @param fresh deltas that are held here since
 * @param known deltas that were held before
 * @param waiting deltas held of the logs in the bundle that do not count, or not yet
 * @param refused deltas for which there is no room until it is known whether they count; or that never will
 * @param gaps what lies between that which is held here and that which the bundle has
 * @param forks logs of which another branch is held here
 * @param fault from where on the bundle is not as it was written; empty for one that is whole
 */
public record Unpacked(
        long fresh, long known, long waiting, long refused, List<Gap> gaps, List<Fork> forks, Optional<String> fault) {
    public Unpacked {
        gaps = List.copyOf(gaps);
        forks = List.copyOf(forks);
    }

    /** Deltas of a log that are held neither here nor in the bundle, the first and the last by their numbers. */
    public record Gap(LogId log, KeyId author, long first, long last) {}

    /** A log whose author said two things at one place. */
    public record Fork(LogId log, KeyId author, long seq) {}
}
