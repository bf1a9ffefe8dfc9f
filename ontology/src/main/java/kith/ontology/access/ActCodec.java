package kith.ontology.access;

import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;

/**
 * The payload of a control delta: a byte for the kind of act, then its fields ({@code docs/protocol/delta.md}). Safe
 * from any thread.
 */
public final class ActCodec {
    private static final int GENESIS = 1;
    private static final int INVITE = 2;
    private static final int ADMIT = 3;

    private static final int NAME = 2;
    private static final int FOUNDER = 4;
    private static final Set<Integer> OF_GENESIS = Set.of(NAME, FOUNDER);

    private static final int TICKET = 2;
    private static final int LEVEL = 4;
    private static final int EXPIRES = 6;
    private static final Set<Integer> OF_INVITE = Set.of(TICKET, LEVEL, EXPIRES);

    private static final int CLAIM = 2;
    private static final Set<Integer> OF_ADMIT = Set.of(CLAIM);

    private ActCodec() {}

    public static Bytes encode(Act act) {
        ByteWriter out = new ByteWriter();
        switch (act) {
            case Act.Genesis(String name, DeviceCertificate founder) -> {
                ByteWriter certificate = new ByteWriter(DeviceCertificate.BYTES);
                founder.write(certificate);
                out.u8(GENESIS);
                new Tlv()
                        .withText(NAME, name)
                        .with(FOUNDER, certificate.toBytes())
                        .write(out);
            }
            case Act.Invite(KeyId ticket, Level level, long expires) -> {
                out.u8(INVITE);
                new Tlv()
                        .with(TICKET, ticket.key())
                        .withNumber(LEVEL, level.code())
                        .withNumber(EXPIRES, expires)
                        .write(out);
            }
            case Act.Admit(Claim claim) -> {
                out.u8(ADMIT);
                new Tlv().with(CLAIM, claim.bytes()).write(out);
            }
        }
        return out.toBytes();
    }

    /** The act, or empty where the payload is of a kind we do not know: kept and forwarded all the same. */
    public static Optional<Act> decode(Bytes payload) {
        ByteReader in = new ByteReader(payload);
        try {
            return switch (in.u8()) {
                case GENESIS -> Optional.of(genesis(Tlv.read(in, OF_GENESIS)));
                case INVITE -> Optional.of(invite(Tlv.read(in, OF_INVITE)));
                case ADMIT -> Optional.of(new Act.Admit(Claim.read(admission(Tlv.read(in, OF_ADMIT)))));
                default -> Optional.empty();
            };
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }

    private static Act.Genesis genesis(Tlv fields) {
        ByteReader founder = fields.required(FOUNDER);
        DeviceCertificate certificate = DeviceCertificate.read(founder);
        founder.end();
        return new Act.Genesis(fields.text(NAME, Ticket.MAX_NAME_BYTES), certificate);
    }

    private static Act.Invite invite(Tlv fields) {
        Level level = Level.of(fields.number(LEVEL)).orElseThrow(() -> new MalformedException("unknown level", 0));
        return new Act.Invite(new KeyId(fields.required(TICKET, KeyId.BYTES)), level, fields.number(EXPIRES));
    }

    private static Bytes admission(Tlv fields) {
        return fields.field(CLAIM).orElseThrow(() -> new MalformedException("a claim is missing", 0));
    }
}
