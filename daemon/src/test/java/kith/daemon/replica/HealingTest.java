package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Allowance;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
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

    @Test
    void whoEndedTheirRightInTwoLogsHasEndedItEverywhere() {
        GrantId grant = boJoins(Level.ADMIN);
        SigningKey device = bo.self().device();
        LogRoot said = data(device, grant);
        List<VerifiedDelta> run = say(said, device, List.of(Bytes.of(new byte[1])));
        Act keeping = new Act.Cut(grant, false, List.of(Cutoff.at(run.getFirst().delta())), "by one");
        Act keepingNothing = new Act.Cut(grant, false, List.of(), "by the other");
        for (TestNode node : List.of(alice, cy)) {
            give(node, run);
        }
        give(alice, say(control(device, grant, 0), device, List.of(ActCodec.encode(keeping))));
        give(cy, say(control(device, grant, 1), device, List.of(ActCodec.encode(keepingNothing))));

        alice.pullFrom(cy);
        cy.pullFrom(alice);

        for (TestNode node : List.of(alice, cy)) {
            assertEquals(2, node.replica().authority().endings(grant).size(), "also by way of one whom both reached");
            assertFalse(node.replica().frontier(Plane.DATA).seqs().containsKey(said.id()));
        }
        assertEquals(alice.replica().frontier(Plane.CONTROL), cy.replica().frontier(Plane.CONTROL));
    }

    @Test
    void whoEndedTheirRightHasNoMoreRoomThanWhatWaits() {
        GrantId grant = boJoins(Level.ADMIN);
        SigningKey device = bo.self().device();
        Act end = new Act.Cut(grant, false, List.of(), "leaves");
        give(cy, say(control(device, grant, 0), device, List.of(ActCodec.encode(end))));

        LogRoot other = control(device, grant, 1);
        for (int i = 0; i < 10; i++) {
            give(cy, say(other, device, junk(250)));
        }
        Cutoff far = new Cutoff(new Dot(other.id(), 1L << 40), Bytes.sha256(new byte[0]));
        Act again = new Act.Cut(grant, false, List.of(far), "once more");
        give(cy, say(control(device, grant, 2), device, List.of(ActCodec.encode(again))));
        for (int i = 0; i < 10; i++) {
            give(cy, say(other, device, junk(250)));
        }

        assertTrue(cy.replica().held(other.id()) <= ControlPlane.MAX_WAITING_DELTAS);
    }

    @Test
    void whatHasNoRoomToBeSaidAgainStaysWhereItIs() {
        boJoins(Level.READER);
        GrantId grant = boJoinsWithAQuota(1_000);
        bo.pullFrom(alice);
        SigningKey device = bo.self().device();
        for (int number = 1; number < Allowance.MAX_MEMBER_LOGS; number++) {
            give(bo, say(data(device, grant, number), device, List.of(Bytes.of(new byte[1]))));
        }
        bo.asserts(QUAD);
        LogRoot log = data(device, grant);
        assertEquals(1, bo.replica().held(log.id()));

        Receipt other = give(bo, say(log, device, List.of(Bytes.of(new byte[2]))));

        assertEquals(new Receipt.Forked(1), other);
        assertTrue(bo.shows(QUAD));
        cy.pullFrom(bo);
        assertTrue(cy.shows(QUAD));
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
