package kith.daemon.replica;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.merge.Effect;
import org.apache.jena.sparql.core.Quad;

/** Several effects as one. */
final class Effects {
    private Effects() {}

    static Effect joined(List<Effect> effects) {
        if (effects.size() == 1) {
            return effects.getFirst();
        }
        List<Quad> appeared = new ArrayList<>();
        List<Quad> vanished = new ArrayList<>();
        for (Effect effect : effects) {
            appeared.addAll(effect.appeared());
            vanished.addAll(effect.vanished());
        }
        return new Effect(appeared, vanished);
    }
}
