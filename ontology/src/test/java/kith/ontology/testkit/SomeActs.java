package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.access.Act;
import kith.ontology.access.Claim;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;

/** Certificates, tickets, claims and acts of authority, sound ones and others. */
public final class SomeActs {
    private static final int DEVICES = 6;
    private static final int TICKETS = 4;
    private static final int MOST_MILLIS = 1_000;

    private SomeActs() {}

    /** A device, the same for the same number. */
    public static SigningKey device(int number) {
        return SomeDeltas.key("device " + number);
    }

    /** The person of the same number certifies that device. */
    public static DeviceCertificate certificate(int number) {
        return DeviceCertificate.issue(
                SomeDeltas.key("person " + number), device(number).id(), 1_000L + number);
    }

    public static Ticket ticket(Gen gen, SpaceId space) {
        return new Ticket(
                gen.bytes(Ticket.SEED_BYTES),
                space,
                gen.word(),
                device(gen.from(0, DEVICES - 1)).id(),
                gen.list(0, Ticket.MAX_ADDRESSES, () -> gen.word() + ":" + gen.from(1, 65_535)));
    }

    public static Claim claim(Gen gen, Ticket ticket) {
        int joiner = gen.from(0, DEVICES - 1);
        return Claim.make(ticket, certificate(joiner), gen.text(40), device(joiner));
    }

    public static Act act(Gen gen) {
        SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
        return gen.either(
                () -> new Act.Genesis(gen.word(), certificate(gen.from(0, DEVICES - 1))),
                () -> new Act.Invite(new KeyId(gen.bytes(KeyId.BYTES)), gen.pickOf(Level.values()), gen.magnitude(62)),
                () -> new Act.Admit(claim(gen, ticket(gen, space))));
    }

    /**
     * A space and acts that may have been said in it: by its founder, by those let in, by those who never were; tickets
     * used twice, too late, for another space or with a forged name. The genesis comes first.
     */
    public static Politics politics(Gen gen) {
        return new Telling(gen).tell(gen.count(2, 30));
    }

    /** Control deltas of one space, and every log that somebody began there. */
    public record Politics(SpaceId space, List<ControlDelta> deltas, List<LogRoot> roots) {
        public Politics {
            deltas = List.copyOf(deltas);
            roots = List.copyOf(roots);
        }
    }

    /** Politics in the making. */
    private static final class Telling {
        private final Gen gen;
        private final SpaceId space;
        private final List<Ticket> tickets = new ArrayList<>();
        private final List<LogRoot> roots = new ArrayList<>();
        private final List<Long> seqs = new ArrayList<>();
        private final List<ControlDelta> deltas = new ArrayList<>();

        Telling(Gen gen) {
            this.gen = gen;
            this.space = new SpaceId(gen.bytes(SpaceId.BYTES));
            for (int i = 0; i < TICKETS; i++) {
                SpaceId meant = gen.oneIn(8) ? new SpaceId(gen.bytes(SpaceId.BYTES)) : space;
                tickets.add(ticket(gen, meant));
            }
        }

        Politics tell(int count) {
            LogRoot founding = LogRoot.founding(device(0).id(), gen.bytes(LogRoot.INCARNATION_BYTES));
            begin(founding);
            say(0, new Act.Genesis(gen.word(), certificate(0)), space.value());
            for (int i = 1; i < count; i++) {
                int speaker = gen.from(0, roots.size() - 1);
                if (gen.coin()) {
                    say(speaker, invite(), gen.bytes(LogId.BYTES));
                } else {
                    admit(speaker);
                }
                if (gen.oneIn(12)) {
                    begin(root(gen.from(0, DEVICES - 1), new GrantId(gen.bytes(GrantId.BYTES))));
                }
            }
            return new Politics(space, deltas, roots);
        }

        private Act invite() {
            return new Act.Invite(
                    gen.pick(tickets).key().id(),
                    gen.pickOf(Level.READER, Level.WRITER, Level.ADMIN, Level.ADMIN, Level.OWNER),
                    gen.from(0, MOST_MILLIS));
        }

        private void admit(int speaker) {
            int joiner = gen.from(1, DEVICES - 1);
            Claim claim = Claim.make(gen.pick(tickets), certificate(joiner), "device " + joiner, device(joiner));
            if (gen.oneIn(8)) {
                claim = new Claim(
                        claim.space(), claim.ticket(), claim.device(), "forged", claim.byTicket(), claim.byDevice());
            }
            Bytes link = gen.bytes(LogId.BYTES);
            say(speaker, new Act.Admit(claim), link);
            begin(root(gen.oneIn(8) ? gen.from(0, DEVICES - 1) : joiner, new GrantId(link)));
        }

        private LogRoot root(int device, GrantId grant) {
            Plane plane = gen.oneIn(4) ? Plane.DATA : Plane.CONTROL;
            SpaceId said = gen.oneIn(12) ? new SpaceId(gen.bytes(SpaceId.BYTES)) : space;
            return new LogRoot(said, device(device).id(), gen.bytes(LogRoot.INCARNATION_BYTES), plane, grant);
        }

        private void begin(LogRoot root) {
            roots.add(root);
            seqs.add(0L);
        }

        private void say(int speaker, Act act, Bytes link) {
            LogRoot root = roots.get(speaker);
            long seq = seqs.get(speaker) + 1;
            seqs.set(speaker, seq);
            long clock = HybridClock.next(0, gen.from(1, MOST_MILLIS));
            deltas.add(new ControlDelta(root, new Dot(root.id(), seq), clock, link, act));
        }
    }

    /** A certificate as bytes that nobody signed. */
    public static DeviceCertificate unsigned(Gen gen) {
        return new DeviceCertificate(
                new KeyId(gen.bytes(KeyId.BYTES)),
                new KeyId(gen.bytes(KeyId.BYTES)),
                gen.magnitude(62),
                new Signature(gen.bytes(Signature.BYTES)));
    }
}
