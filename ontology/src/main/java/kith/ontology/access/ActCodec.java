package kith.ontology.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;

/**
 * The payload of a control delta: a byte for the kind of act, then its fields ({@code docs/protocol/authority.md}). Safe
 * from any thread.
 */
public final class ActCodec {
    private static final int GENESIS = 1;
    private static final int INVITE = 2;
    private static final int ADMIT = 3;
    private static final int GIVE = 4;
    private static final int ENROL = 5;
    private static final int CUT = 6;
    private static final int BAN = 7;
    private static final int ERASE = 8;
    private static final int RULE = 9;
    private static final int SHAPE = 10;
    private static final int VOTE = 11;
    private static final int SUCCESSION = 12;
    private static final int CLOSE = 13;
    private static final int BRANCH = 14;

    private static final int NAME = 2;
    private static final int FOUNDER = 4;
    private static final int ROOT = 6;
    private static final int QUORUM = 8;
    private static final int SUCCEEDS = 10;
    private static final Set<Integer> OF_GENESIS = Set.of(NAME, FOUNDER, ROOT, QUORUM, SUCCEEDS);

    private static final int TICKET = 2;
    private static final int ALLOWANCE = 4;
    private static final int EXPIRES = 6;
    private static final int INVITE_LIFTS = 8;
    private static final Set<Integer> OF_INVITE = Set.of(TICKET, ALLOWANCE, EXPIRES, INVITE_LIFTS);

    private static final int CLAIM = 2;
    private static final int INVITATION = 4;
    private static final Set<Integer> OF_ADMIT = Set.of(CLAIM, INVITATION);

    private static final int DEVICE = 2;
    private static final int DEVICE_NAME = 4;
    private static final int GIVEN = 6;
    private static final int GIVE_LIFTS = 8;
    private static final Set<Integer> OF_GIVE = Set.of(DEVICE, DEVICE_NAME, GIVEN, GIVE_LIFTS);
    private static final Set<Integer> OF_DEVICE = Set.of(DEVICE, DEVICE_NAME);

    private static final int OBJECT = 2;
    private static final int KEPT = 4;
    private static final int REASON = 6;
    private static final int WHOLE = 8;
    private static final Set<Integer> OF_CUT = Set.of(OBJECT, KEPT, REASON, WHOLE);
    private static final Set<Integer> OF_BAN = Set.of(OBJECT, KEPT, REASON);

    private static final Set<Integer> OF_CLOSE = Set.of(KEPT);

    private static final int SUCCESSOR = 2;
    private static final Set<Integer> OF_SUCCESSION = Set.of(SUCCESSOR);

    private ActCodec() {}

    public static Bytes encode(Act act) {
        ByteWriter out = new ByteWriter().u8(kind(act));
        fields(act).write(out);
        return out.toBytes();
    }

    private static int kind(Act act) {
        return switch (act) {
            case Act.Genesis genesis -> GENESIS;
            case Act.Invite invite -> INVITE;
            case Act.Admit admit -> ADMIT;
            case Act.Give give -> GIVE;
            case Act.Enrol enrol -> ENROL;
            case Act.Cut cut -> CUT;
            case Act.Ban ban -> BAN;
            case Act.Erase erase -> ERASE;
            case Act.Rule rule -> RULE;
            case Act.Shape shape -> SHAPE;
            case Act.Vote vote -> VOTE;
            case Act.Succession succession -> SUCCESSION;
            case Act.Close close -> CLOSE;
            case Act.Branch branch -> BRANCH;
            case Act.Unknown unknown -> throw new IllegalArgumentException("nobody can say what we cannot read");
        };
    }

    private static Tlv fields(Act act) {
        return switch (act) {
            case Act.Genesis genesis -> fields(genesis);
            case Act.Invite(KeyId ticket, Allowance allowance, long expires, Set<Bytes> lifts) ->
                Links.with(
                        new Tlv()
                                .with(TICKET, ticket.key())
                                .with(ALLOWANCE, allowance.bytes())
                                .withNumber(EXPIRES, expires),
                        INVITE_LIFTS,
                        lifts);
            case Act.Admit(Claim claim, Bytes invitation) ->
                new Tlv().with(CLAIM, claim.bytes()).with(INVITATION, invitation);
            case Act.Give(DeviceCertificate device, String name, Allowance allowance, Set<Bytes> lifts) ->
                Links.with(device(device, name).with(GIVEN, allowance.bytes()), GIVE_LIFTS, lifts);
            case Act.Enrol(DeviceCertificate device, String name) -> device(device, name);
            case Act.Cut cut -> {
                Tlv fields = ending(cut.grant().value(), cut.kept(), cut.reason());
                yield cut.whole() ? fields.with(WHOLE, Bytes.EMPTY) : fields;
            }
            case Act.Ban ban -> ending(ban.subject().key(), ban.kept(), ban.reason());
            case Act.Erase erase -> EraseForm.fields(erase);
            case Act.Rule rule -> Schemas.fields(rule);
            case Act.Shape shape -> Schemas.fields(shape);
            case Act.Vote(DeviceCertificate owner, String name) -> device(owner, name);
            case Act.Succession(SpaceId successor) -> new Tlv().with(SUCCESSOR, successor.value());
            case Act.Close(List<Cutoff> ends) -> new Tlv().with(KEPT, Cutoff.write(ends));
            case Act.Branch branch -> Branches.fields(branch);
            case Act.Unknown unknown -> throw new IllegalArgumentException("nobody can say what we cannot read");
        };
    }

    private static Tlv fields(Act.Genesis genesis) {
        Tlv fields = new Tlv().withText(NAME, genesis.name()).with(FOUNDER, certificate(genesis.founder()));
        genesis.root().ifPresent(root -> fields.with(ROOT, root.key()));
        if (genesis.quorum() > 0) {
            fields.withNumber(QUORUM, genesis.quorum());
        }
        genesis.succeeds().ifPresent(space -> fields.with(SUCCEEDS, space.value()));
        return fields;
    }

    private static Tlv device(DeviceCertificate device, String name) {
        return new Tlv().with(DEVICE, certificate(device)).withText(DEVICE_NAME, name);
    }

    private static Tlv ending(Bytes object, Collection<Cutoff> kept, String reason) {
        Tlv fields = new Tlv().with(OBJECT, object).with(KEPT, Cutoff.write(kept));
        return reason.isEmpty() ? fields : fields.withText(REASON, reason);
    }

    private static Bytes certificate(DeviceCertificate device) {
        ByteWriter certificate = new ByteWriter(DeviceCertificate.BYTES);
        device.write(certificate);
        return certificate.toBytes();
    }

    /** Whether a payload tells a branch, as its first byte says. */
    static boolean isBranch(Bytes payload) {
        return payload.length() > 0 && payload.at(0) == BRANCH;
    }

    /** The act, or empty where the payload is of a kind we do not know: kept and forwarded all the same. */
    public static Optional<Act> decode(Bytes payload) {
        ByteReader in = new ByteReader(payload);
        try {
            return switch (in.u8()) {
                case GENESIS -> Optional.of(genesis(Tlv.read(in, OF_GENESIS)));
                case INVITE -> Optional.of(invite(Tlv.read(in, OF_INVITE)));
                case ADMIT -> Optional.of(admit(Tlv.read(in, OF_ADMIT)));
                case GIVE -> Optional.of(give(Tlv.read(in, OF_GIVE)));
                case ENROL -> {
                    Tlv fields = Tlv.read(in, OF_DEVICE);
                    yield Optional.of(new Act.Enrol(certificate(fields, DEVICE), name(fields)));
                }
                case CUT -> Optional.of(cut(Tlv.read(in, OF_CUT)));
                case BAN -> Optional.of(ban(Tlv.read(in, OF_BAN)));
                case ERASE -> Optional.of(EraseForm.erase(in));
                case RULE -> Optional.of(Schemas.rule(in));
                case SHAPE -> Optional.of(Schemas.shape(in));
                case VOTE -> {
                    Tlv fields = Tlv.read(in, OF_DEVICE);
                    yield Optional.of(new Act.Vote(certificate(fields, DEVICE), name(fields)));
                }
                case SUCCESSION ->
                    Optional.of(new Act.Succession(
                            new SpaceId(Tlv.read(in, OF_SUCCESSION).required(SUCCESSOR, SpaceId.BYTES))));
                case CLOSE ->
                    Optional.of(new Act.Close(Cutoff.read(Tlv.read(in, OF_CLOSE).required(KEPT))));
                case BRANCH -> Optional.of(Branches.branch(in));
                default -> Optional.empty();
            };
        } catch (MalformedException unreadable) {
            return Optional.empty();
        }
    }

    private static Act.Genesis genesis(Tlv fields) {
        Optional<KeyId> root = fields.field(ROOT).isPresent() ? Optional.of(key(fields, ROOT)) : Optional.empty();
        Optional<SpaceId> succeeds = fields.field(SUCCEEDS).isPresent()
                ? Optional.of(new SpaceId(fields.required(SUCCEEDS, SpaceId.BYTES)))
                : Optional.empty();
        long quorum = fields.field(QUORUM).isPresent() ? fields.number(QUORUM) : 0;
        if (quorum > Act.Genesis.MAX_QUORUM) {
            throw new MalformedException("a quorum of " + quorum, 0);
        }
        return new Act.Genesis(
                fields.text(NAME, Ticket.MAX_NAME_BYTES), certificate(fields, FOUNDER), root, (int) quorum, succeeds);
    }

    private static Act.Invite invite(Tlv fields) {
        return new Act.Invite(
                key(fields, TICKET),
                Allowance.read(fields.required(ALLOWANCE)),
                fields.number(EXPIRES),
                Links.read(fields, INVITE_LIFTS));
    }

    private static Act.Admit admit(Tlv fields) {
        Bytes claim = fields.field(CLAIM).orElseThrow(() -> new MalformedException("a claim is missing", 0));
        return new Act.Admit(Claim.read(claim), fields.required(INVITATION, LogId.BYTES));
    }

    private static Act.Give give(Tlv fields) {
        return new Act.Give(
                certificate(fields, DEVICE),
                name(fields),
                Allowance.read(fields.required(GIVEN)),
                Links.read(fields, GIVE_LIFTS));
    }

    private static Act.Cut cut(Tlv fields) {
        fields.field(WHOLE).ifPresent(none -> new ByteReader(none).end());
        return new Act.Cut(
                new GrantId(fields.required(OBJECT, GrantId.BYTES)),
                fields.field(WHOLE).isPresent(),
                Cutoff.read(fields.required(KEPT)),
                reason(fields));
    }

    private static Act.Ban ban(Tlv fields) {
        return new Act.Ban(key(fields, OBJECT), Cutoff.read(fields.required(KEPT)), reason(fields));
    }

    private static String reason(Tlv fields) {
        return fields.field(REASON).isPresent() ? fields.text(REASON, Act.MAX_REASON_BYTES) : "";
    }

    private static String name(Tlv fields) {
        return fields.text(DEVICE_NAME, Claim.MAX_NAME_BYTES);
    }

    private static KeyId key(Tlv fields, int tag) {
        return new KeyId(fields.required(tag, KeyId.BYTES));
    }

    private static DeviceCertificate certificate(Tlv fields, int tag) {
        ByteReader in = fields.required(tag);
        DeviceCertificate certificate = DeviceCertificate.read(in);
        in.end();
        return certificate;
    }
}
