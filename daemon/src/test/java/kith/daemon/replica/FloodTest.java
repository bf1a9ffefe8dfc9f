package kith.daemon.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Allowance;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import org.junit.jupiter.api.Test;

/** What a member fills on purpose must not keep the others from hearing, nor from starting again. */
final class FloodTest extends Flooding {
    private static SigningKey key(String name) {
        return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8(name).view()));
    }

    /** Fills one log of a key after another, in {@code logs} of them. */
    private void fill(SigningKey author, GrantId grant, int logs) {
        for (int number = 0; number < logs; number++) {
            LogRoot log = control(author, grant, number);
            int said = 0;
            while (said < 64 && give(cy, say(log, author, junk(1))) instanceof Receipt.Accepted) {
                said++;
            }
        }
    }

    private Bytes enrol(SigningKey device) {
        return ActCodec.encode(new Act.Enrol(DeviceCertificate.issue(bo.person(), device.id(), 1), "d"));
    }

    @Test
    void aReaderCannotKeepACutFromSpreading() {
        GrantId grant = boJoins(Level.READER);
        for (int device = 0; device < 3; device++) {
            SigningKey key = key("d" + device);
            List<VerifiedDelta> enrolled = say(control(bo.person(), grant), bo.person(), List.of(enrol(key)));
            give(cy, enrolled);
            fill(key, new GrantId(enrolled.getFirst().delta().link()), 12);
        }
        fill(bo.person(), grant, 12);
        fill(bo.self().device(), grant, 12);
        long most = 5L * Allowance.MAX_MEMBER_LOGS * Allowance.MAX_MEMBER_ACTS;
        long others = alice.replica().frontier(Plane.CONTROL).seqs().values().stream()
                .mapToLong(seq -> seq)
                .sum();

        long held = cy.replica().store().logs().stream()
                .filter(log -> log.root().plane() == Plane.CONTROL)
                .mapToLong(log -> log.head().seq())
                .sum();

        assertEquals(most + others, held, "what five keys may say and no more");
        alice.cuts(bo);
        cy.pullPlane(alice, Plane.CONTROL);
        assertFalse(cy.knows(bo), "the cut of the reader reaches cy");
    }

    @Test
    void whatAMemberSaysIsKeptByAllWhateverTheyHeardFirst() {
        GrantId grant = boJoins(Level.WRITER);
        List<List<VerifiedDelta>> runs = new ArrayList<>();
        List<SigningKey> devices = new ArrayList<>();
        for (int number = 0; number < 10; number++) {
            LogRoot log = control(bo.person(), grant, number);
            runs.add(say(log, bo.person(), junk(13)));
            for (int i = 0; i < 4; i++) {
                devices.add(key("device " + number + " " + i));
                runs.add(say(log, bo.person(), List.of(enrol(devices.getLast()))));
            }
        }

        for (int i = 0; i < runs.size(); i++) {
            give(alice, runs.get(i));
        }
        for (int log = 9; log >= 0; log--) {
            runs.subList(5 * log, 5 * log + 5).forEach(run -> give(cy, run));
        }

        Set<KeyId> atAlice = letIn(alice, devices);
        assertEquals(Allowance.MAX_MEMBER_DEVICES, atAlice.size());
        assertEquals(atAlice, letIn(cy, devices));
    }

    private static Set<KeyId> letIn(TestNode node, List<SigningKey> devices) {
        return devices.stream()
                .map(SigningKey::id)
                .filter(device -> node.replica().authority().grantOf(device).isPresent())
                .collect(Collectors.toSet());
    }

    @Test
    void aLogOfAMemberTakesLittleRoomInBytesToo() {
        GrantId grant = boJoins(Level.READER);
        LogRoot log = control(bo.self().device(), grant);
        Bytes half = Bytes.owned(new byte[150_000]);

        assertInstanceOf(Receipt.Accepted.class, give(cy, say(log, bo.self().device(), List.of(half))));
        assertInstanceOf(Receipt.NoRoom.class, give(cy, say(log, bo.self().device(), List.of(half))));
    }

    @Test
    void aMemberGoesOnInAnotherLogUntilAllOfThemAreFull() {
        boJoins(Level.WRITER);
        bo.pullFrom(alice);
        int most = Allowance.MAX_MEMBER_LOGS * Allowance.MAX_MEMBER_ACTS;
        for (int i = 0; i < most; i++) {
            bo.replica().act(new Act.Close(List.of())).join();
        }

        CompletionException refused = assertThrows(
                CompletionException.class,
                () -> bo.replica().act(new Act.Close(List.of())).join());

        assertInstanceOf(KithException.class, refused.getCause());
        cy.pullPlane(bo, Plane.CONTROL);
        assertEquals(bo.replica().frontier(Plane.CONTROL), cy.replica().frontier(Plane.CONTROL));
        assertEquals(most, bo.replica().authority().said(Act.Close.class).size());
    }

    @Test
    void aWriterWhoEndedByTheirOwnWordFillsNothing() {
        GrantId grant = boJoins(Level.WRITER);
        SigningKey device = bo.self().device();
        LogRoot log = data(device, grant);
        Cutoff far = new Cutoff(new Dot(log.id(), 1L << 50), alice.machine().random(LogId.BYTES));
        List<VerifiedDelta> left = say(
                control(device, grant),
                device,
                List.of(
                        ActCodec.encode(new Act.Close(List.of(far))),
                        ActCodec.encode(new Act.Cut(grant, false, List.of(far), ""))));
        give(alice, left);
        Cutoff also = Cutoff.at(left.getLast().delta());
        Cutoff first = Cutoff.at(
                say(log, device, List.of(Bytes.of(new byte[1]))).getFirst().delta());
        heads.remove(log.id());
        alice.replica().act(new Act.Cut(grant, true, List.of(first, also), "")).join();
        cy.pullFrom(alice);

        Bytes large = alice.machine().random(500_000);
        Receipt last = new Receipt.NoRoom();
        for (int i = 0; i < 40; i++) {
            last = give(cy, say(log, device, List.of(large)));
        }

        assertFalse(cy.knows(bo));
        assertFalse(last instanceof Receipt.Accepted);
        assertTrue(cy.replica().held(log.id()) < 12);
    }

    @Test
    void pastTheirQuotaNobodyFillsADiskWithWhatIsSmall() {
        GrantId grant = boJoinsWithAQuota(1_000);
        LogRoot log = data(bo.self().device(), grant);
        give(cy, say(log, bo.self().device(), List.of(Bytes.owned(new byte[900]), Bytes.owned(new byte[101]))));
        for (int i = 0; i < 300; i++) {
            give(cy, say(log, bo.self().device(), List.of(Bytes.owned(new byte[10]))));
        }

        assertTrue(cy.replica().held(log.id()) < 270);
    }

    @Test
    void aQuotaIsOfEightLogsAndNoMore() {
        GrantId grant = boJoinsWithAQuota(1_000);
        for (int number = 0; number < 12; number++) {
            give(
                    cy,
                    say(
                            data(bo.self().device(), grant, number),
                            bo.self().device(),
                            List.of(Bytes.owned(new byte[900]))));
        }

        assertEquals(
                Allowance.MAX_MEMBER_LOGS,
                cy.replica().frontier(Plane.DATA).seqs().size());
        assertEquals(0, cy.replica().held(data(bo.self().device(), grant, 8).id()), "not even kept");
    }

    @Test
    void aLogThatItsNameKeepsSilentIsLetGoOfOnceItsGrantIsKnown() {
        GrantId grant = giveBoAQuota(1_000);
        SigningKey device = bo.self().device();
        LogRoot data = data(device, grant, 8);
        LogRoot acts = control(device, grant, 8);
        give(cy, say(data, device, List.of(Bytes.owned(new byte[1]))));
        give(cy, say(acts, device, junk(1)));
        assertEquals(
                List.of(1L, 1L),
                List.of(cy.replica().held(data.id()), cy.replica().held(acts.id())));

        cy.pullFrom(alice);

        assertEquals(
                List.of(0L, 0L),
                List.of(cy.replica().held(data.id()), cy.replica().held(acts.id())));
    }

    @Test
    void whoseLogsAreAllWrittenElsewhereIsToldAndWritesOnUnderAnotherRight() {
        boJoins(Level.READER);
        GrantId grant = boJoinsWithAQuota(1_000);
        bo.pullFrom(alice);
        for (int number = 0; number < Allowance.MAX_MEMBER_LOGS; number++) {
            give(
                    bo,
                    say(
                            data(bo.self().device(), grant, number),
                            bo.self().device(),
                            List.of(Bytes.owned(new byte[9]))));
        }

        CompletionException refused = assertThrows(CompletionException.class, () -> bo.asserts(QUAD));
        assertTrue(refused.getMessage().contains("all the logs"), refused.getMessage());

        boJoinsWithAQuota(1_001);
        bo.pullFrom(alice);
        bo.asserts(QUAD);
        cy.pullFrom(bo);
        assertTrue(cy.shows(QUAD));
    }

    @Test
    void anAdminCannotKeepACutFromSpreading() {
        GrantId grant = boJoins(Level.ADMIN);
        LogRoot log = control(bo.self().device(), grant);
        for (int i = 0; i < 50; i++) {
            give(cy, say(log, bo.self().device(), junk(200)));
        }
        fill(bo.self().device(), grant, 20);
        alice.cuts(bo, held -> 0);
        cy.pullPlane(alice, Plane.CONTROL);
        assertFalse(cy.knows(bo), "the cut of the admin reaches cy");
    }

    @Test
    void aForkedControlLogIsDecidedByACut() {
        GrantId grant = boJoins(Level.WRITER);
        SigningKey device = key("extra");
        LogRoot log = control(bo.person(), grant);
        List<VerifiedDelta> left = say(log, bo.person(), List.of(enrol(device)));
        heads.clear();
        List<VerifiedDelta> right = say(log, bo.person(), junk(1));
        give(alice, left);
        give(cy, right);
        give(cy, left);
        // The owner names the branch that stands, and the enrolled device was honest.
        alice.replica()
                .act(new Act.Cut(grant, true, List.of(Cutoff.at(left.getLast().delta())), "forks"))
                .join();
        cy.pullPlane(alice, Plane.CONTROL);
        give(cy, left);
        give(cy, left);
        GrantId made = new GrantId(left.getLast().delta().link());
        assertEquals(
                alice.replica().authority().grant(made).isPresent(),
                cy.replica().authority().grant(made).isPresent());
    }
}
