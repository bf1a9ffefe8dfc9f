package kith.daemon.bundle;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;

/**
 * What a bundle begins with: whose it is, of which space, and how far each log counted where it was made. Immutable.
 *
 * <p>Nobody signs it. What follows from it is which deltas need not be carried, and of that only as much is believed as
 * {@link Packing} finds in the links.
 *
 * @param claim of a maker who holds a ticket and has no right yet, as OPEN carries it
 * @param logs how far each log counted, in all at most {@link BundleReader#MAX_LOGS}
 */
public record Manifest(SpaceId space, KeyId maker, Optional<Bytes> claim, SortedMap<LogId, Place> logs) {
    /** Which log, how far, and on which branch. */
    record Place(LogRoot root, Frontier.Head head) {}

    public Manifest {
        logs = Collections.unmodifiableSortedMap(new TreeMap<>(logs));
    }

    /** How far the maker holds each log, at least. */
    public Frontier frontier() {
        TreeMap<LogId, Frontier.Head> heads = new TreeMap<>();
        logs.forEach((log, place) -> heads.put(log, place.head()));
        return new Frontier(heads);
    }
}
