package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import org.junit.jupiter.api.Test;

/** What another copy of a home leaves to be put in order. */
final class HealingTest extends Flooding {
    @Test
    void whatStaysOfALogThatCameBackCanBeHandedOn() {
        GrantId grant = boJoins(Level.WRITER);
        bo.pullFrom(alice);
        SigningKey device = bo.self().device();
        LogRoot log = data(device, grant);
        List<VerifiedDelta> said = say(log, device, List.of(Bytes.of(new byte[1]), Bytes.of(new byte[2])));
        give(bo, asOneRun(log, said));

        Act close = new Act.Close(List.of(Cutoff.at(said.getFirst().delta())));
        give(bo, say(control(device, grant), device, List.of(ActCodec.encode(close))));

        assertEquals(1, bo.replica().held(log.id()), "the rest was said again");
        cy.pullFrom(bo);
        assertEquals(1, cy.replica().frontier(Plane.DATA).seqs().get(log.id()));
    }

    /** In a run the last signature is that of all. */
    private static List<VerifiedDelta> asOneRun(LogRoot log, List<VerifiedDelta> said) {
        DeltaRun run = new DeltaRun(
                1,
                log.id().value(),
                said.stream().map(VerifiedDelta::entry).toList(),
                said.getLast().delta().signature().orElseThrow());
        return DeltaCodec.verify(log, VerifyingKey.of(log.author()).orElseThrow(), LogHead.start(log.id()), run);
    }
}
