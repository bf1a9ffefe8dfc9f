package kith.daemon.replica;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kith.ontology.merge.Effect;
import org.apache.jena.sparql.core.Quad;

/** Several effects as one: what appeared in a step and vanished in a later one was never there. */
final class Effects {
    private Effects() {}

    static Effect joined(List<Effect> effects) {
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
