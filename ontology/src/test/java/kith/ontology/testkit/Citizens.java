package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import kith.ontology.access.Claim;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;

/** Those who make {@link Politics}, the same in every history: what they sign is signed once. Safe from any thread. */
public final class Citizens {
    public static final int PERSONS = 5;
    public static final int DEVICES = 3;
    public static final SpaceId SPACE =
            new SpaceId(Bytes.sha256(Bytes.utf8("a space").view()));
    public static final SpaceId ELSEWHERE =
            new SpaceId(Bytes.sha256(Bytes.utf8("another space").view()));
    public static final KeyId PAPER = SomeDeltas.key("paper").id();
    private static final SigningKey PAPER_KEY = SomeDeltas.key("paper");

    static final int TICKETS = 5;

    private static final List<Ticket> ALL_TICKETS = new ArrayList<>();
    private static final List<Named> ALL = new ArrayList<>();
    private static final Map<Object, Object> SIGNED = new ConcurrentHashMap<>();

    static {
        for (int i = 0; i < TICKETS; i++) {
            Bytes seed = Bytes.sha256(new byte[] {(byte) i}).slice(0, Ticket.SEED_BYTES);
            // With the last one nobody comes in here.
            SpaceId space = i == TICKETS - 1 ? ELSEWHERE : SPACE;
            ALL_TICKETS.add(new Ticket(seed, space, "river", PAPER, List.of()));
        }
        for (int i = 0; i < PERSONS - 1; i++) {
            List<SigningKey> devices = new ArrayList<>();
            for (int j = 0; j < DEVICES; j++) {
                devices.add(SomeDeltas.key("device " + i + " " + j));
            }
            ALL.add(new Named(SomeDeltas.key("person " + i), devices));
        }
        // One whose device has the key of the person.
        SigningKey single = SomeDeltas.key("single");
        ALL.add(new Named(single, List.of(single, SomeDeltas.key("single 1"), SomeDeltas.key("single 2"))));
    }

    /** A person and the devices that it certifies. */
    public record Named(SigningKey key, List<SigningKey> devices) {
        public KeyId id() {
            return key.id();
        }

        public KeyId device(int number) {
            return devices.get(number).id();
        }

        int number(KeyId device) {
            for (int i = 0; i < DEVICES; i++) {
                if (device(i).equals(device)) {
                    return i;
                }
            }
            return 0;
        }

        public boolean has(KeyId author) {
            return id().equals(author)
                    || devices.stream().anyMatch(device -> device.id().equals(author));
        }

        public DeviceCertificate certificate(int number) {
            return (DeviceCertificate) SIGNED.computeIfAbsent(
                    List.of(id(), device(number)), first -> DeviceCertificate.issue(key, device(number), 1_000));
        }

        /** Now and then one that nobody signed. */
        DeviceCertificate certificate(Gen gen, int number) {
            DeviceCertificate sound = certificate(number);
            return gen.oneIn(12)
                    ? new DeviceCertificate(sound.person(), sound.device(), 1_001, sound.signature())
                    : sound;
        }

        Claim claim(int number, int ticket) {
            DeviceCertificate certificate = certificate(number);
            return (Claim) SIGNED.computeIfAbsent(
                    List.of(id(), device(number), ticket),
                    first -> Claim.make(ticket(ticket), certificate, "joined", devices.get(number)));
        }

        /** Now and then one that was changed. */
        Claim claim(Gen gen, int number, int ticket) {
            Claim sound = claim(number, ticket);
            return gen.oneIn(12)
                    ? new Claim(
                            sound.space(), sound.ticket(), sound.device(), "forged", sound.byTicket(), sound.byDevice())
                    : sound;
        }
    }

    private Citizens() {}

    /** The secret half of a person's key, a device's, or the one on paper. */
    public static SigningKey key(KeyId id) {
        return Stream.concat(
                        Stream.of(PAPER_KEY),
                        ALL.stream().flatMap(one -> Stream.concat(Stream.of(one.key()), one.devices().stream())))
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public static Named person(int number) {
        return ALL.get(number);
    }

    /** The claim of a person's first device. */
    public static Claim claim(int person, int ticket) {
        return person(person).claim(0, ticket);
    }

    static Named named(KeyId person) {
        return ALL.stream().filter(one -> one.id().equals(person)).findFirst().orElseThrow();
    }

    public static Ticket ticket(int number) {
        return ALL_TICKETS.get(number);
    }

    static int ticketOf(KeyId key) {
        for (int i = 0; i < TICKETS; i++) {
            if (Objects.equals(key, ticketKey(i))) {
                return i;
            }
        }
        throw new IllegalArgumentException("no ticket of ours");
    }

    static KeyId ticketKey(int number) {
        return (KeyId)
                SIGNED.computeIfAbsent(number, first -> ticket(number).key().id());
    }
}
