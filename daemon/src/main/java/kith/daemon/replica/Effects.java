package kith.daemon.replica;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kith.ontology.merge.Effect;
import org.apache.jena.sparql.core.Quad;

/**
 * Several effects as one: what appeared in a step and vanished in a later one was never there. Of more quads than {@link
 * Effect#MAX_QUADS} it is only told that there are many: a peer's deltas of some kilobytes may say millions, and to keep them
 * all until they are told would take the memory of everybody.
 */
final class Effects {
    private final List<Effect> effects = new ArrayList<>();
    private int quads;
    private boolean isWhole = true;

    static Effect joined(List<Effect> effects) {
        Effects all = new Effects();
        effects.forEach(all::add);
        return all.joined();
    }

    void add(Effect effect) {
        quads += effect.size();
        isWhole &= effect.isWhole() && quads <= Effect.MAX_QUADS;
        if (!isWhole) {
            effects.clear();
            quads = 0;
        } else if (effect.size() > 0) {
            effects.add(effect);
        }
    }

    Effect joined() {
        if (!isWhole) {
            return Effect.MUCH;
        }
        if (effects.size() == 1) {
            return effects.getFirst();
        }
        Set<Quad> appeared = new LinkedHashSet<>();
        Set<Quad> vanished = new LinkedHashSet<>();
        for (Effect effect : effects) {
            effect.appeared().stream().filter(quad -> !vanished.remove(quad)).forEach(appeared::add);
            effect.vanished().stream().filter(quad -> !appeared.remove(quad)).forEach(vanished::add);
        }
        return new Effect(List.copyOf(appeared), List.copyOf(vanished));
    }
}
