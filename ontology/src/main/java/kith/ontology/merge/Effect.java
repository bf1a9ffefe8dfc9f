package kith.ontology.merge;

import java.util.List;
import org.apache.jena.sparql.core.Quad;

/** What a commit changed for those who ask: quads that appeared and quads that vanished, none in both. */
public record Effect(List<Quad> appeared, List<Quad> vanished) {
    public static final Effect NONE = new Effect(List.of(), List.of());

    public Effect {
        appeared = List.copyOf(appeared);
        vanished = List.copyOf(vanished);
    }
}
