package kith.daemon.query;

import org.jspecify.annotations.Nullable;

/**
 * What a change did, or would do.
 *
 * @param delta short id of the last delta made; null when nothing changed
 * @param deltas how many deltas were made
 * @param added quads that were not visible before
 * @param removed quads that are no longer visible
 * @param same quads that were asked for and were there already
 * @param dryRun whether this only says what would happen
 * @param diff N-Quads lines behind {@code + } and {@code - }, each with a line break; empty unless {@code dryRun}
 */
public record Receipt(
        @Nullable String delta, int deltas, long added, long removed, long same, boolean dryRun, String diff) {}
