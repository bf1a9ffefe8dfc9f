package kith.daemon.replica;

import java.util.Map;
import kith.ontology.delta.LogId;
import kith.ontology.merge.Effect;

/**
 * Something lasts that did not before.
 *
 * @param heads logs that count further than before, and how far
 * @param effect quads that appeared and vanished
 * @param authorityChanged whether somebody may do more, or less, than before
 */
public record Committed(Map<LogId, Long> heads, Effect effect, boolean authorityChanged) {
    public Committed {
        heads = Map.copyOf(heads);
    }
}
