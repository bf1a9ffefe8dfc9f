package kith.daemon.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kith.daemon.store.LogState;
import kith.ontology.access.Authority;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.sparql.core.Quad;

/**
 * A space, five homes, some outsiders and virtual time: all that happens in it follows from its seed. What must hold
 * whenever homes are compared is asserted here; what happens between, {@link Happenings} draws.
 */
final class World {
    static final int HOMES = 5;

    private static final int OUTSIDERS = 3;
    private static final long START_MILLIS = 1_790_000_000_000L;
    private static final int BETWEEN_LOOKS = 200;
    /** Small literals: what is compared is who says what, not how long it is. */
    private static final int SMALL = 8;

    private static final int MOST_ROUNDS = 40;
    private static final long ROUND_MILLIS = 45_000;

    private final Gen gen;
    private final Trace trace = new Trace();
    private boolean proven;
    private final List<Home> homes = new ArrayList<>();
    private final List<Outsider> outsiders = new ArrayList<>();
    private final List<Quad> quads;
    private final Council council;
    private final Map<KeyId, VerifyingKey> keys = new HashMap<>();
    /** To verify each certificate and each claim once a world: that is most of what a reading takes. */
    private final Authority proofs;

    private long millis = START_MILLIS;

    World(long seed, Rack rack) {
        this.gen = new Gen(seed);
        Gen small = new Gen(seed, SMALL);
        this.quads = new ArrayList<>();
        while (quads.size() < 6) {
            quads.addAll(SomeTerms.worldOfFields(small, 6));
        }
        rack.begin();
        homes.add(Home.founding(0, rack, new SimMachine(gen, millis), trace));
        SpaceId space = homes.getFirst().replica().id();
        proofs = Authority.of(space, List.of());
        for (int i = 1; i < HOMES; i++) {
            homes.add(Home.knowing(space, i, rack, new SimMachine(gen, millis), trace));
        }
        for (SigningKey device : OUTSIDE) {
            outsiders.add(new Outsider(device, certificate(device)));
        }
        this.council = new Council(gen, quads, homes, outsiders);
    }

    private static final List<SigningKey> OUTSIDE = outside();
    private static final Map<KeyId, DeviceCertificate> CERTIFICATES = certificates();

    private static List<SigningKey> outside() {
        List<SigningKey> keys = new ArrayList<>();
        for (int i = 0; i < OUTSIDERS; i++) {
            keys.add(SomeDeltas.key("outsider " + i));
        }
        return keys;
    }

    private static Map<KeyId, DeviceCertificate> certificates() {
        Map<KeyId, DeviceCertificate> certificates = new HashMap<>();
        for (SigningKey device : OUTSIDE) {
            SigningKey person = SomeDeltas.key("person of " + device.id());
            certificates.put(device.id(), DeviceCertificate.issue(person, device.id(), 1));
        }
        return certificates;
    }

    private static DeviceCertificate certificate(SigningKey device) {
        return CERTIFICATES.get(device.id());
    }

    /** Lets so much happen, and everybody hear of it; gives back the hash of it all. */
    String lives(int events) {
        Happenings happenings = new Happenings(this);
        for (int i = 1; i <= events; i++) {
            pass(gen.from(0, 400));
            happenings.next();
            if (i % BETWEEN_LOOKS == 0) {
                homes.forEach(home -> home.machine().sync());
                mustAgreeWhereTheyHeardTheSame(homes);
                mustShowWhatTheReadingSays(gen.pick(homes));
            }
        }
        homes.forEach(this::mustShowWhatTheReadingSays);
        heal();
        decideForks();
        gen.pick(homes).machine().restLong();
        List<Home> standing = standing();
        proven = standing.stream()
                .noneMatch(home -> lacksProof(home) || !home.lost().isEmpty());
        trace.note("proven", proven);
        for (Home home : proven ? standing : List.<Home>of()) {
            assertEquals(standing.getFirst().frontier(), home.frontier(), () -> "the frontier of " + home);
        }
        mustAgreeWhereTheyHeardTheSame(standing);
        homes.forEach(this::mustShowWhatTheReadingSays);
        return trace.hash();
    }

    /** Time for everybody. */
    void pass(long span) {
        millis += span;
        homes.forEach(home -> home.machine().passTo(millis));
    }

    /** Carries what {@code to} lacks of a log over from {@code from}, if anything: in as many runs as it takes. */
    boolean carry(Home from, Home to, LogId log) {
        long first = to.lacksFrom(from, log);
        boolean any = false;
        while (first > 0) {
            Optional<DeltaRun> run = take(from, to, log, first);
            any |= run.isPresent();
            first = run.map(carried -> carried.lastSeq() + 1).orElse(0L);
        }
        return any;
    }

    boolean carry(Home from, Home to, LogId log, long first) {
        return take(from, to, log, first).isPresent();
    }

    private Optional<DeltaRun> take(Home from, Home to, LogId log, long first) {
        Optional<DeltaRun> run = from.replica().run(log, first);
        run.ifPresent(whole -> to.takes(
                verified(from.replica().store().log(log).orElseThrow().root(), whole),
                from.self().node()));
        return run;
    }

    /** As who gets it from a peer: verified by the signature of the last delta alone. */
    List<VerifiedDelta> verified(LogRoot root, DeltaRun run) {
        VerifyingKey key = keys.computeIfAbsent(
                root.author(), author -> VerifyingKey.of(author).orElseThrow());
        return DeltaCodec.verify(root, key, new LogHead(run.firstSeq() - 1, run.previousLink(), 0), run);
    }

    /** Everybody hears all that others tell them, until there is no news. */
    void heal() {
        homes.forEach(home -> home.machine().skew(0));
        int quiet = 0;
        for (int round = 0; quiet < 2; round++) {
            assertTrue(round < MOST_ROUNDS, "news never ends");
            int before = moves();
            for (Home to : gen.shuffled(homes)) {
                gen.shuffled(homes).forEach(from -> catchUp(from, to));
            }
            quiet = moves() == before ? quiet + 1 : 0;
            pass(ROUND_MILLIS);
            homes.forEach(home -> home.machine().sync());
        }
    }

    private int moves() {
        return homes.stream().mapToInt(Home::moves).sum();
    }

    private void catchUp(Home from, Home to) {
        from.machine().sync();
        int before = -1;
        while (from != to && from.serves(to.self().node()) && before != to.moves()) {
            before = to.moves();
            for (Plane plane : Plane.values()) {
                from.replica().frontier(plane).heads().keySet().forEach(log -> carry(from, to, log));
                to.machine().sync();
            }
        }
    }

    /** An owner ends everybody of whom two stories are told; one of them stands, whoever holds it. */
    private void decideForks() {
        Map<GrantId, LogId> forked = forks();
        for (GrantId grant : forked.keySet()) {
            homes.getFirst().says(council.decision(grant, gen.pick(standing())));
        }
        if (!forked.isEmpty()) {
            trace.note("forks", forked.keySet());
            heal();
        }
    }

    /**
     * Whether an end names a delta that somebody holds and nobody tells this home of, because another end lets the log end
     * before it. Then this home cannot know that what it holds leads there, and shows less than others.
     */
    private boolean lacksProof(Home home) {
        return home.logs().stream()
                .anyMatch(log -> homes.stream().anyMatch(other -> home.lacksProofHeldBy(other, log)));
    }

    private Map<GrantId, LogId> forks() {
        Map<GrantId, LogId> forked = new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        for (Home one : standing()) {
            for (LogState log : one.logs()) {
                for (Home other : standing()) {
                    LogId id = log.root().id();
                    long common = Math.min(log.head().seq(), other.replica().held(id));
                    Optional<Bytes> link = one.replica().link(id, common);
                    if (common > 0 && !link.equals(other.replica().link(id, common))) {
                        forked.put(log.root().grant(), id);
                    }
                }
            }
        }
        return forked;
    }

    /** Whether everybody could be shown all that counts: else they need not have come to the same. */
    boolean isProven() {
        return proven;
    }

    /** Those who have a right still, as the founder knows. */
    private List<Home> standing() {
        return homes.stream()
                .filter(home -> homes.getFirst().serves(home.self().node()))
                .toList();
    }

    private void mustAgreeWhereTheyHeardTheSame(List<Home> some) {
        Map<String, String> shown = new HashMap<>();
        for (Home home : some) {
            String frontier = home.frontier();
            String digest = home.digest();
            trace.note(home, frontier, digest);
            // What an erasure took that counts no more is gone here, and may show elsewhere.
            String heard = frontier + home.lost();
            assertEquals(digest, shown.getOrDefault(heard, digest), () -> "the digest of " + home);
            shown.put(heard, digest);
        }
    }

    private void mustShowWhatTheReadingSays(Home home) {
        home.machine().sync();
        PlainReading reading = new PlainReading(proofs, home.held());
        Map<LogId, Long> counted = new TreeMap<>();
        for (LogState log : home.replica().store().logs()) {
            if (log.applied() > 0) {
                counted.put(log.root().id(), log.applied());
            }
        }
        assertEquals(reading.reach(), counted, () -> "how far logs count at " + home);
        assertTrue(home.withdrawn().containsAll(reading.erased()), () -> "what is erased is held at " + home);
        assertEquals(reading.shown(), home.shown(), () -> "what is shown at " + home);
        assertEquals(home.shown(), home.told(), () -> "what was told at " + home);
    }

    Gen gen() {
        return gen;
    }

    Trace trace() {
        return trace;
    }

    long millis() {
        return millis;
    }

    List<Home> homes() {
        return homes;
    }

    List<Outsider> outsiders() {
        return outsiders;
    }

    List<Quad> quads() {
        return quads;
    }

    Council council() {
        return council;
    }
}
