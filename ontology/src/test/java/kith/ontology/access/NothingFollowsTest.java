package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.Optional;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeActs;
import org.junit.jupiter.api.Test;

/** A field that has a form of its own ends where the form ends: else one thing could be said in many ways. */
final class NothingFollowsTest {
    private static final int FOUNDER_OF_GENESIS = 4;
    private static final int DEVICE_OF_CLAIM = 6;
    private static final int ADDRESSES_OF_TICKET = 10;
    private static final int CHECK_BYTES = 4;

    private final Gen gen = new Gen(1);
    private final Ticket ticket = SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));

    @Test
    void nothingFollowsTheCertificateInAClaim() {
        Bytes claim = SomeActs.claim(gen, ticket).bytes();

        assertEquals(claim, stretched(claim, DEVICE_OF_CLAIM, 0));
        Bytes longer = stretched(claim, DEVICE_OF_CLAIM, 1);
        assertThrows(MalformedException.class, () -> Claim.read(longer));
    }

    @Test
    void nothingFollowsTheCertificateInAGenesis() {
        Bytes act = ActCodec.encode(new Act.Genesis("river", SomeActs.certificate(0)));
        Bytes fields = act.slice(1, act.length());

        assertTrue(ActCodec.decode(genesis(act, stretched(fields, FOUNDER_OF_GENESIS, 0)))
                .isPresent());
        assertEquals(Optional.empty(), ActCodec.decode(genesis(act, stretched(fields, FOUNDER_OF_GENESIS, 1))));
    }

    private static Bytes genesis(Bytes act, Bytes fields) {
        return new ByteWriter().bytes(act.slice(0, 1)).bytes(fields).toBytes();
    }

    @Test
    void nothingFollowsTheAddressesOfATicket() {
        assertEquals(ticket, Ticket.parse(text(0)));
        String longer = text(1);
        assertThrows(KithException.class, () -> Ticket.parse(longer));
    }

    /** The ticket with so many bytes more after its addresses, and a check that holds. */
    private String text(int more) {
        String text = ticket.text();
        int secret = text.lastIndexOf('#') + 1;
        Bytes all = Bytes.owned(Base64.getUrlDecoder().decode(text.substring(secret)));
        Bytes fields = stretched(all.slice(0, all.length() - CHECK_BYTES), ADDRESSES_OF_TICKET, more);
        byte[] checked = new ByteWriter()
                .bytes(fields)
                .bytes(Bytes.sha256(fields.view()).slice(0, CHECK_BYTES))
                .toArray();
        return text.substring(0, secret)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
    }

    /** The same fields, that of {@code tag} with so many zero bytes more. */
    private static Bytes stretched(Bytes fields, int tag, int more) {
        ByteReader in = new ByteReader(fields);
        ByteWriter out = new ByteWriter();
        while (in.hasRemaining()) {
            long next = in.varint();
            Bytes field = in.sized(in.remaining(), "field");
            byte[] zeros = new byte[next == tag ? more : 0];
            out.varint(next).sized(new ByteWriter().bytes(field).bytes(zeros).toBytes());
        }
        return out.toBytes();
    }
}
