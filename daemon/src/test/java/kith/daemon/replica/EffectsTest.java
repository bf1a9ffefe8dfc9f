package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import kith.ontology.merge.Effect;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.Test;

/** What several steps changed, told as one. */
final class EffectsTest {
    private static final Quad ADA = SSE.parseQuad("(_ <urn:ada> <urn:name> 'Ada')");
    private static final Effect COMES = new Effect(List.of(ADA), List.of());
    private static final Effect GOES = new Effect(List.of(), List.of(ADA));

    @Test
    void whatComesAndGoesWasNeverThere() {
        assertEquals(Effect.NONE, Effects.joined(List.of(COMES, GOES)));
        assertEquals(Effect.NONE, Effects.joined(List.of(GOES, COMES)));
    }

    @Test
    void whatComesAgainInTheEndIsThere() {
        assertEquals(COMES, Effects.joined(List.of(COMES, GOES, COMES)));
        assertEquals(GOES, Effects.joined(List.of(GOES, COMES, GOES)));
    }

    @Test
    void ofMoreThanIsToldOnlyThatItIsMuchIsKept() {
        List<Quad> many = Collections.nCopies(Effect.MAX_QUADS, ADA);
        Effects effects = new Effects();
        effects.add(new Effect(many, List.of()));
        assertTrue(effects.joined().isWhole());
        effects.add(COMES);
        effects.add(GOES);
        assertEquals(Effect.MUCH, effects.joined());
    }
}
