package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import org.junit.jupiter.api.Test;

final class ActCodecTest {
    @Seeds(150)
    void anActIsReadAsItWasWritten(Gen gen) {
        Act act = SomeActs.act(gen);

        assertEquals(Optional.of(act), ActCodec.decode(ActCodec.encode(act)));
    }

    @Seeds(100)
    void whateverIsReadIsWrittenAsItWas(Gen gen) {
        byte[] good = ActCodec.encode(SomeActs.act(gen)).toArray();

        Mangled.each(
                gen,
                50,
                good,
                bytes -> ActCodec.decode(Bytes.of(bytes)).ifPresent(act -> {
                    Bytes again = ActCodec.encode(act);
                    assertEquals(Optional.of(act), ActCodec.decode(again));
                    assertTrue(again.length() <= bytes.length, "nothing is added");
                }));
    }

    @Test
    void anActOfAKindToComeIsNoFault() {
        assertEquals(Optional.empty(), ActCodec.decode(Bytes.owned(new byte[] {77, 1, 2, 3})));
        assertEquals(Optional.empty(), ActCodec.decode(Bytes.EMPTY));
    }

    @Test
    void aNameOfASpaceIsShort() {
        Act most = new Act.Genesis("n".repeat(Ticket.MAX_NAME_BYTES), SomeActs.certificate(0));
        Act more = new Act.Genesis("n".repeat(Ticket.MAX_NAME_BYTES + 1), SomeActs.certificate(0));

        assertEquals(Optional.of(most), ActCodec.decode(ActCodec.encode(most)));
        assertEquals(Optional.empty(), ActCodec.decode(ActCodec.encode(more)));
    }

    @Test
    void fieldsToComeAreSkippedWhereTheirTagIsOdd() {
        byte[] invite = ActCodec.encode(new Act.Invite(SomeActs.device(1).id(), Level.READER, 5))
                .toArray();
        byte[] odd = new Tlv().with(7, new byte[] {1}).toArray();
        byte[] even = new Tlv().with(8, new byte[] {1}).toArray();

        assertTrue(ActCodec.decode(joined(invite, odd)).isPresent());
        assertEquals(Optional.empty(), ActCodec.decode(joined(invite, even)));
    }

    private static Bytes joined(byte[] act, byte[] more) {
        return new kith.ontology.bytes.ByteWriter().bytes(act).bytes(more).toBytes();
    }
}
