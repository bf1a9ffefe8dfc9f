package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kith.daemon.wire.Frame;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Entry;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Fuzz;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

final class MessageCodecTest {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");

    @Seeds(60)
    void aMessageIsReadAsItWasWritten(Gen gen) {
        for (Message message : SomeMessages.all(gen)) {
            assertEquals(
                    Optional.of(message),
                    MessageCodec.decode(MessageCodec.type(message), MessageCodec.encode(message)));
        }
    }

    @Seeds(60)
    void whateverIsReadIsReadTheSameOnceMore(Gen gen) {
        for (Message message : SomeMessages.all(gen)) {
            Mangled.each(gen, 20, MessageCodec.encode(message), bytes -> {
                Message read =
                        MessageCodec.decode(MessageCodec.type(message), bytes).orElseThrow();
                byte[] again = MessageCodec.encode(read);
                assertEquals(Optional.of(read), MessageCodec.decode(MessageCodec.type(read), again));
            });
        }
    }

    @Seeds(60)
    void noPayloadOfAnyTypeIsMoreThanMalformed(Gen gen) {
        byte[] good = MessageCodec.encode(SomeMessages.any(gen));

        Mangled.each(gen, 200, good, bytes -> MessageCodec.decode(gen.from(0, 255), bytes));
    }

    @Test
    void aTypeToComeIsIgnoredWhereItSaysThatItMayBe() {
        assertEquals(Optional.empty(), MessageCodec.decode(0xff, new byte[] {1, 2, 3}));
        assertThrows(MalformedException.class, () -> MessageCodec.decode(0x7f, new byte[0]));
        assertThrows(MalformedException.class, () -> MessageCodec.decode(0x00, new byte[0]));
    }

    @Test
    void limitsPassAndOneMoreDoesNot() {
        Message.Mark mark = new Message.Mark(1, 1);
        Message.Vector.Place place = new Message.Vector.Place(1, Bytes.owned(new byte[8]), 1, Bytes.owned(new byte[8]));
        Bytes tag = Bytes.owned(new byte[MessageCodec.TAG_BYTES]);
        Bytes nonce = Bytes.owned(new byte[MessageCodec.NONCE_BYTES]);

        assertLimit(
                new Message.Want(many(mark, MessageCodec.MAX_MARKS)),
                new Message.Want(many(mark, MessageCodec.MAX_MARKS + 1)));
        assertLimit(
                new Message.Prune(many(1, MessageCodec.MAX_MARKS)),
                new Message.Prune(many(1, MessageCodec.MAX_MARKS + 1)));
        assertLimit(
                new Message.Vector(Plane.DATA, true, many(place, MessageCodec.MAX_MARKS)),
                new Message.Vector(Plane.DATA, true, many(place, MessageCodec.MAX_MARKS + 1)));
        assertLimit(
                new Message.Note(List.of(new Message.Mark(MessageCodec.MAX_INDEX, 1))),
                new Message.Note(List.of(new Message.Mark(MessageCodec.MAX_INDEX + 1, 1))));
        assertLimit(
                new Message.Ack(List.of(new Message.Mark(1, DeltaCodec.MAX_SEQ))),
                new Message.Ack(List.of(new Message.Mark(1, DeltaCodec.MAX_SEQ + 1))));
        assertLimit(
                new Message.Open(tag, Optional.of(Bytes.owned(new byte[Claim.MAX_BYTES]))),
                new Message.Open(tag, Optional.of(Bytes.owned(new byte[Claim.MAX_BYTES + 1]))));
        assertLimit(
                new Message.Hello(nonce, 1, "s".repeat(MessageCodec.MAX_SOFTWARE_BYTES), List.of()),
                new Message.Hello(nonce, 1, "s".repeat(MessageCodec.MAX_SOFTWARE_BYTES + 1), List.of()));
        assertLimit(
                new Message.Hello(nonce, 1, "", many("h:1", MessageCodec.MAX_ADDRESSES)),
                new Message.Hello(nonce, 1, "", many("h:1", MessageCodec.MAX_ADDRESSES + 1)));
        assertLimit(
                new Message.Hello(nonce, 1, "", List.of("h".repeat(MessageCodec.MAX_ADDRESS_BYTES))),
                new Message.Hello(nonce, 1, "", List.of("h".repeat(MessageCodec.MAX_ADDRESS_BYTES + 1))));
        assertLimit(
                new Message.Refused("w".repeat(MessageCodec.MAX_TEXT_BYTES)),
                new Message.Refused("w".repeat(MessageCodec.MAX_TEXT_BYTES + 1)));
    }

    @Test
    void theLargestDeltaWithAllItsDependenciesFitsOneFrame() {
        Gen gen = new Gen(1);
        LogRoot root = SomeDeltas.root(gen, AUTHOR, Plane.DATA);
        List<Dot> deps = Stream.generate(() -> new Dot(SomeDeltas.log(gen), Long.MAX_VALUE))
                .limit(DeltaCodec.MAX_DEPS)
                .sorted()
                .toList();
        Bytes payload = Bytes.owned(new byte[DeltaCodec.MAX_PAYLOAD_BYTES]);
        Entry entry = new Entry(false, Long.MAX_VALUE, deps, gen.bytes(DeltaCodec.SALT_BYTES), payload);
        LogHead head = new LogHead(Long.MAX_VALUE - 1, gen.bytes(LogId.BYTES), 1);
        DeltaRun run = SomeDeltas.run(head, List.of(DeltaCodec.sign(root, head, entry, AUTHOR)));

        Message live = new Message.Deltas(MessageCodec.MAX_INDEX, true, run);
        Message proof = new Message.Proof(root, run);

        assertTrue(MessageCodec.encode(live).length <= Frame.MAX_PAYLOAD_BYTES);
        assertTrue(MessageCodec.encode(proof).length <= Frame.MAX_PAYLOAD_BYTES);
        assertTrue(MessageCodec.weight(run) <= Credits.LIVE_WINDOW);
    }

    @Test
    void aMebibyteOfAnyTypeCostsLittle() {
        byte[] noise = new Gen(1).array(Frame.MAX_PAYLOAD_BYTES);
        byte[] zeros = new byte[Frame.MAX_PAYLOAD_BYTES];

        for (int type = 0; type < 256; type++) {
            noise[0] = (byte) type;
            zeros[0] = (byte) type;
            Fuzz.offer(MessageDecoder.MESSAGE, noise);
            Fuzz.offer(MessageDecoder.MESSAGE, zeros);
        }
    }

    private static void assertLimit(Message most, Message more) {
        assertEquals(Optional.of(most), MessageCodec.decode(MessageCodec.type(most), MessageCodec.encode(most)));
        byte[] past = MessageCodec.encode(more);
        assertThrows(MalformedException.class, () -> MessageCodec.decode(MessageCodec.type(more), past));
    }

    private static <T> List<T> many(T one, int count) {
        return new ArrayList<>(Collections.nCopies(count, one));
    }
}
