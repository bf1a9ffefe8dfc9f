package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
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
    void theTermsOfShapesAreHeldToALimitHoweverSmallTheirPayloadIs() {
        Act most = new Act.Shape("boats", described(4, Act.MAX_SHAPE_BYTES / 4 - 40), Set.of());
        Set<Quad> more = described(4, Act.MAX_SHAPE_BYTES / 4);
        Edit edit = new Edit(List.copyOf(more), List.of(), Optional.empty(), Optional.empty());
        Tlv fields = new Tlv()
                .withText(2, "boats")
                .with(4, EditCodec.encode(edit, new LogId(Bytes.of(new byte[LogId.BYTES]))));
        Bytes payload = new ByteWriter().u8(10).bytes(fields.toArray()).toBytes();

        assertEquals(Optional.of(most), ActCodec.decode(ActCodec.encode(most)));
        assertTrue(payload.length() < 4_096, "deflated it is small");
        assertEquals(Optional.empty(), ActCodec.decode(payload));
        KithException refused =
                assertThrows(KithException.class, () -> ActCodec.encode(new Act.Shape("boats", more, Set.of())));
        assertEquals(Code.REJECTED, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("the limit is " + Act.MAX_SHAPE_BYTES));
    }

    @Test
    void theTriplesOfShapesAreHeldToALimitWhenTheyAreSaid() {
        Set<Quad> many = described(Act.MAX_SHAPE_TRIPLES + 1, 4);

        KithException refused =
                assertThrows(KithException.class, () -> ActCodec.encode(new Act.Shape("boats", many, Set.of())));

        assertEquals(Code.REJECTED, refused.code());
    }

    /** Triples whose objects are texts of so many characters, all different and much alike. */
    private static Set<Quad> described(int count, int chars) {
        Node shape = NodeFactory.createURI("urn:s");
        Node says = NodeFactory.createURI("urn:d");
        Set<Quad> triples = new HashSet<>();
        for (int i = 0; i < count; i++) {
            String number = Integer.toString(i);
            Node text = NodeFactory.createLiteralString(number + "a".repeat(Math.max(0, chars - number.length())));
            triples.add(Quad.create(Quad.defaultGraphIRI, shape, says, text));
        }
        return triples;
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
        return new ByteWriter().bytes(act).bytes(more).toBytes();
    }
}
