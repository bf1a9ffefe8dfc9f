package kith.daemon.replica;

import kith.ontology.merge.Effect;

/**
 * A change that lasts.
 *
 * @param delta brief id of the last delta it became; empty if it became none
 * @param deltas how many it became
 * @param effect what appeared and vanished
 */
public record Written(String delta, int deltas, Effect effect) {
    static final Written NOTHING = new Written("", 0, Effect.NONE);
}
