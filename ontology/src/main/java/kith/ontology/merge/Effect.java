package kith.ontology.merge;

import java.util.List;
import org.apache.jena.sparql.core.Quad;

/**
 * What a commit changed for those who ask: quads that appeared and quads that vanished, none in both.
 *
 * @param isWhole false where so much changed that it is not told quad by quad: anything may have
 */
public record Effect(List<Quad> appeared, List<Quad> vanished, boolean isWhole) {
    /** Quads that are told one by one; who hears of more has to look at everything again. */
    public static final int MAX_QUADS = 8_192;

    public static final Effect NONE = new Effect(List.of(), List.of());
    /** So much that nobody is told what. */
    public static final Effect MUCH = new Effect(List.of(), List.of(), false);

    public Effect {
        appeared = List.copyOf(appeared);
        vanished = List.copyOf(vanished);
    }

    /** All that changed. */
    public Effect(List<Quad> appeared, List<Quad> vanished) {
        this(appeared, vanished, true);
    }

    /** How many quads it names. */
    public int size() {
        return appeared.size() + vanished.size();
    }
}
