package kith.ontology.access;

import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.Context;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;

/**
 * A joiner's word: "with this ticket, this device of this person joins this space"; signed by the ticket's key and by
 * the device, so that neither a finder of the claim nor a thief of the ticket alone can make another of it.
 *
 * @param name what the joiner calls the device, at most {@link #MAX_NAME_BYTES}
 */
public record Claim(
        SpaceId space, KeyId ticket, DeviceCertificate device, String name, Signature byTicket, Signature byDevice) {
    public static final int MAX_NAME_BYTES = 256;
    public static final int MAX_BYTES = 1_024;

    private static final int BRIEF_HEX = 8;
    private static final int SPACE = 2;
    private static final int TICKET = 4;
    private static final int DEVICE = 6;
    private static final int NAME = 8;
    private static final int BY_TICKET = 10;
    private static final int BY_DEVICE = 12;
    private static final Set<Integer> KNOWN = Set.of(SPACE, TICKET, DEVICE, NAME, BY_TICKET, BY_DEVICE);

    private static final Handed FORM = new Handed("kith:claim/", "claim", KNOWN);

    public static Claim make(Ticket ticket, DeviceCertificate certificate, String name, SigningKey device) {
        Bytes statement = statement(ticket.space(), ticket.key().id(), certificate, name);
        return new Claim(
                ticket.space(),
                ticket.key().id(),
                certificate,
                name,
                ticket.key().sign(Context.CLAIM, statement),
                device.sign(Context.CLAIM, statement));
    }

    /** Whether the person certified the device and both keys signed. */
    public boolean holds() {
        Bytes statement = statement(space, ticket, device, name);
        return device.holds() && signed(ticket, statement, byTicket) && signed(device.device(), statement, byDevice);
    }

    private static boolean signed(KeyId by, Bytes statement, Signature signature) {
        Optional<VerifyingKey> key = VerifyingKey.of(by);
        return key.isPresent() && key.get().verifies(Context.CLAIM, statement, signature);
    }

    public Bytes bytes() {
        return Bytes.owned(signed().toArray());
    }

    private Tlv signed() {
        return fields(space, ticket, device, name)
                .with(BY_TICKET, byTicket.value())
                .with(BY_DEVICE, byDevice.value());
    }

    /** {@code kith:claim/SPACE#...}: one line for those who cannot bring it over the wire. It holds no secret. */
    public String text() {
        return FORM.text(space.value().toHex().substring(0, BRIEF_HEX), signed());
    }

    /**
     * Reads {@link #text()}'s form; {@link #holds()} says whether to believe it.
     *
     * @throws kith.ontology.fault.KithException USER, USAGE if it is no claim, or one that lost characters on the way
     */
    public static Claim parse(String text) {
        return FORM.parse(text, Claim::read);
    }

    /** The form as it stands; {@link #holds()} says whether to believe it. */
    public static Claim read(Bytes bytes) {
        ByteReader in = new ByteReader(bytes);
        if (bytes.length() > MAX_BYTES) {
            throw in.malformed("a claim of " + bytes.length() + " bytes");
        }
        return read(Tlv.read(in, KNOWN));
    }

    private static Claim read(Tlv fields) {
        ByteReader device = fields.required(DEVICE);
        DeviceCertificate certificate = DeviceCertificate.read(device);
        device.end();
        return new Claim(
                new SpaceId(fields.required(SPACE, SpaceId.BYTES)),
                new KeyId(fields.required(TICKET, KeyId.BYTES)),
                certificate,
                fields.text(NAME, MAX_NAME_BYTES),
                new Signature(fields.required(BY_TICKET, Signature.BYTES)),
                new Signature(fields.required(BY_DEVICE, Signature.BYTES)));
    }

    private static Bytes statement(SpaceId space, KeyId ticket, DeviceCertificate device, String name) {
        return Bytes.owned(fields(space, ticket, device, name).toArray());
    }

    private static Tlv fields(SpaceId space, KeyId ticket, DeviceCertificate device, String name) {
        ByteWriter certificate = new ByteWriter(DeviceCertificate.BYTES);
        device.write(certificate);
        return new Tlv()
                .with(SPACE, space.value())
                .with(TICKET, ticket.key())
                .with(DEVICE, certificate.toBytes())
                .withText(NAME, name);
    }
}
