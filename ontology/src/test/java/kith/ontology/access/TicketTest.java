package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import org.junit.jupiter.api.Test;

final class TicketTest {
    @Seeds(100)
    void aTicketIsReadAsItWasWrittenWhateverStandsAroundIt(Gen gen) {
        Ticket ticket = ticket(gen);

        assertEquals(ticket, Ticket.parse(gen.pickOf("", " ", "\n") + ticket.text() + gen.pickOf("", " ", "\r\n")));
        assertEquals(ticket.key().id(), Ticket.parse(ticket.text()).key().id());
    }

    @Seeds(100)
    void aTicketIsOneLineOfPlainLetters(Gen gen) {
        String text = ticket(gen).text();

        assertTrue(text.length() <= Ticket.MAX_TEXT_CHARS);
        assertTrue(text.chars().allMatch(c -> c > ' ' && c < 0x7f), text);
    }

    @Seeds(100)
    void aDamagedTicketIsRefusedWithOneLine(Gen gen) {
        Ticket ticket = ticket(gen);
        byte[] good = ticket.text().getBytes(StandardCharsets.UTF_8);

        Mangled.each(gen, 30, good, bytes -> {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            try {
                assertEquals(ticket, Ticket.parse(text));
            } catch (KithException refused) {
                assertEquals(Code.USAGE, refused.code());
                assertFalse(refused.getMessage().contains("\n"));
            }
        });
    }

    @Test
    void aSpaceMayHaveAHashInItsName() {
        Gen gen = new Gen(1);
        Ticket ticket = new Ticket(
                gen.bytes(Ticket.SEED_BYTES),
                new SpaceId(gen.bytes(SpaceId.BYTES)),
                "river#1",
                SomeActs.device(0).id(),
                List.of());

        assertEquals(ticket, Ticket.parse(ticket.text()));
    }

    @Test
    void whatIsNoTicketIsSaidToBeNone() {
        for (String text : List.of("", "kith:join/", "kith:join/river", "http://example.org/#x", "#", "kith:join/#")) {
            KithException refused = assertThrows(KithException.class, () -> Ticket.parse(text));
            assertEquals(KithException.Blame.USER, refused.blame());
            assertEquals(Code.USAGE, refused.code());
        }
    }

    @Test
    void theLargestTicketPassesAndLargerOnesDoNot() {
        String longest = "h".repeat(Ticket.MAX_ADDRESS_BYTES);
        Ticket most = ticket("n".repeat(Ticket.MAX_NAME_BYTES), Collections.nCopies(Ticket.MAX_ADDRESSES, longest));
        Ticket tooMany = ticket("n", Collections.nCopies(Ticket.MAX_ADDRESSES + 1, "h:1"));
        Ticket tooLong = ticket("n", List.of(longest + "h"));
        Ticket tooLongName = ticket("n".repeat(Ticket.MAX_NAME_BYTES + 1), List.of());

        assertEquals(most, Ticket.parse(most.text()));
        for (Ticket wrong : List.of(tooMany, tooLong, tooLongName)) {
            assertThrows(KithException.class, () -> Ticket.parse(wrong.text()));
        }
        assertThrows(KithException.class, () -> Ticket.parse(most.text() + "A".repeat(Ticket.MAX_TEXT_CHARS)));
    }

    @Test
    void aTicketDoesNotTellItsSecretInTheDiary() {
        Ticket ticket = ticket(new Gen(1));

        assertFalse(ticket.toString().contains(ticket.seed().toHex()));
        assertEquals("Ticket for " + ticket.spaceName(), ticket.toString());
    }

    private static Ticket ticket(String name, List<String> addresses) {
        return new Ticket(
                Bytes.owned(new byte[Ticket.SEED_BYTES]),
                new SpaceId(Bytes.owned(new byte[SpaceId.BYTES])),
                name,
                new KeyId(Bytes.owned(new byte[KeyId.BYTES])),
                addresses);
    }

    @Seeds(30)
    void aKeyOnPaperIsReadAsItWasWrittenAndNoSlipOfThePenIsTakenForIt(Gen gen) {
        Ticket.Paper paper =
                new Ticket.Paper(gen.bytes(Ticket.SEED_BYTES), new SpaceId(gen.bytes(SpaceId.BYTES)), "river");
        String text = paper.text();
        char last = text.charAt(text.length() - 4);
        String slip =
                text.substring(0, text.length() - 4) + (last == 'A' ? 'B' : 'A') + text.substring(text.length() - 3);

        assertEquals(paper, Ticket.Paper.parse(" " + text + "\n"));
        assertEquals(Ticket.Paper.id(paper.seed()), paper.key().id());
        assertThrows(KithException.class, () -> Ticket.Paper.parse(slip));
        assertThrows(KithException.class, () -> Ticket.parse(text));
    }

    @Seeds(30)
    void aClaimIsCarriedAsALineAndHoldsNoSecret(Gen gen) {
        Ticket ticket = ticket(gen);
        SigningKey person = SigningKey.fromSeed(gen.bytes(SigningKey.SEED_BYTES));
        SigningKey device = SigningKey.fromSeed(gen.bytes(SigningKey.SEED_BYTES));
        Claim claim = Claim.make(ticket, DeviceCertificate.issue(person, device.id(), 1), "phone", device);

        Claim read = Claim.parse(claim.text());

        assertEquals(claim, read);
        assertTrue(read.holds());
        assertThrows(KithException.class, () -> Claim.parse(ticket.text()));
    }

    private static Ticket ticket(Gen gen) {
        return SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));
    }
}
