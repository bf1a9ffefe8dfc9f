package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import org.junit.jupiter.api.Test;

final class ClaimTest {
    @Seeds(60)
    void aClaimIsReadAsItWasWrittenAndHolds(Gen gen) {
        Claim claim = claim(gen);

        Claim read = Claim.read(claim.bytes());

        assertEquals(claim, read);
        assertTrue(read.holds());
    }

    @Seeds(60)
    void nothingInAClaimCanBeChangedUnseen(Gen gen) {
        Claim claim = claim(gen);

        Mangled.each(gen, 30, claim.bytes().toArray(), bytes -> {
            Claim read = Claim.read(Bytes.of(bytes));
            assertEquals(read.equals(claim), read.holds());
        });
    }

    @Test
    void aThiefOfTheTicketCannotSpeakForADevice() {
        Gen gen = new Gen(1);
        Ticket ticket = SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));

        Claim stolen = Claim.make(ticket, SomeActs.certificate(1), "mine", SomeActs.device(2));

        assertFalse(stolen.holds());
    }

    @Test
    void aCertificateThatThePersonDidNotSignIsWorthNothing() {
        Gen gen = new Gen(1);
        Ticket ticket = SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));
        DeviceCertificate sound = SomeActs.certificate(1);
        DeviceCertificate forged =
                new DeviceCertificate(SomeActs.device(3).id(), sound.device(), sound.issuedMillis(), sound.signature());

        assertFalse(Claim.make(ticket, forged, "mine", SomeActs.device(1)).holds());
    }

    @Test
    void aLongNameAndALongClaimAreRefused() {
        Gen gen = new Gen(1);
        Ticket ticket = SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));
        Claim most = Claim.make(ticket, SomeActs.certificate(1), "n".repeat(Claim.MAX_NAME_BYTES), SomeActs.device(1));
        Claim more =
                Claim.make(ticket, SomeActs.certificate(1), "n".repeat(Claim.MAX_NAME_BYTES + 1), SomeActs.device(1));

        assertEquals(most, Claim.read(most.bytes()));
        assertThrows(MalformedException.class, () -> Claim.read(more.bytes()));
        assertThrows(MalformedException.class, () -> Claim.read(Bytes.owned(new byte[Claim.MAX_BYTES + 1])));
    }

    private static Claim claim(Gen gen) {
        return SomeActs.claim(gen, SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES))));
    }
}
