package kith.daemon.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import kith.daemon.replica.Change;
import kith.daemon.replica.Committed;
import kith.daemon.replica.Durability;
import kith.daemon.replica.Founding;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Self;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.access.Act;
import kith.ontology.access.Claim;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Verdict;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** One home of a {@link World}: a real replica on a real store, and a machine whose time and chance are the world's. */
final class Home {
    private final int number;
    private final Store store;
    private final Watermark watermark;
    private final SimMachine machine;
    private final Self self;
    private final Trace trace;
    /** From where on to ask for a log, where what came did not fit. */
    private final Map<LogId, Long> probes = new HashMap<>();
    /** Of which logs the last run that fitted was not taken. */
    private final Set<LogId> refused = new HashSet<>();
    /** What the changes that were told of amount to. */
    private final Set<Quad> told = new HashSet<>();

    private Replica replica;
    private int moves;

    /** A home that founds the space. */
    static Home founding(int number, Rack rack, SimMachine machine, Trace trace) {
        Home home = new Home(number, rack, machine, trace);
        home.live(Founding.of(home.store, home.durability(), machine, home.self));
        return home;
    }

    /** A home that has heard of the space. */
    static Home knowing(SpaceId space, int number, Rack rack, SimMachine machine, Trace trace) {
        Home home = new Home(number, rack, machine, trace);
        home.store.create(space, space.value().toHex(), 1, "");
        home.live(home.replica(space));
        return home;
    }

    private Home(int number, Rack rack, SimMachine machine, Trace trace) {
        this.number = number;
        this.store = rack.store(number);
        this.watermark = Watermark.open(rack.watermark(number));
        this.machine = machine;
        this.self = KEYS.get(number);
        this.trace = trace;
    }

    private static final List<Self> KEYS = List.of(keys(0), keys(1), keys(2), keys(3), keys(4));

    private static Self keys(int number) {
        SigningKey person = SomeDeltas.key("home person " + number);
        SigningKey device = SomeDeltas.key("home device " + number);
        return new Self(device, person, DeviceCertificate.issue(person, device.id(), 1), "home-" + number);
    }

    private Durability durability() {
        return new Durability(store, watermark, machine);
    }

    private Replica replica(SpaceId space) {
        return new Replica(store.space(space).orElseThrow(), durability(), machine, self);
    }

    private void live(Replica living) {
        replica = living;
        living.onCommitted(this::hear);
        told.clear();
        told.addAll(shown());
    }

    private void hear(Committed committed) {
        told.addAll(committed.effect().appeared());
        committed.effect().vanished().forEach(told::remove);
        trace.note(number, "lasts", new TreeMap<>(committed.heads()), committed.authorityChanged());
    }

    Replica replica() {
        return replica;
    }

    SimMachine machine() {
        return machine;
    }

    Self self() {
        return self;
    }

    int number() {
        return number;
    }

    Optional<Grant> right() {
        return replica.authority().grantOf(self.node());
    }

    /** Whether this home tells that device anything. */
    boolean serves(KeyId device) {
        return replica.authority().grantOf(device).isPresent();
    }

    /** Ends and begins again on the same store; what did not last yet was never told. */
    void restart() {
        machine.crash();
        probes.clear();
        refused.clear();
        live(replica(replica.id()));
    }

    /** Says that quads are so and that others are not so any more, as far as this home may and that is news. */
    void write(List<Quad> wanted, List<Quad> unwanted) {
        List<Quad> asserts = new ArrayList<>();
        Map<Quad, Retraction> retracts = new LinkedHashMap<>();
        try (Snapshot snapshot = replica.snapshot()) {
            for (Quad quad : wanted) {
                if (!snapshot.contains(quad) && !asserts.contains(quad)) {
                    asserts.add(quad);
                    if (replica.schema().views().mayBeSingle(quad.getPredicate())) {
                        snapshot.holding(quad.getGraph(), quad.getSubject(), quad.getPredicate())
                                .forEach(other -> takeBack(snapshot, other, retracts));
                    }
                }
            }
            unwanted.forEach(quad -> takeBack(snapshot, quad, retracts));
        }
        var written = replica.write(new Change(asserts, List.copyOf(retracts.values()), Optional.empty(), false));
        note("writes", written.applied().isCompletedExceptionally());
    }

    private static void takeBack(Snapshot snapshot, Quad quad, Map<Quad, Retraction> retracts) {
        List<Dot> seen = List.copyOf(snapshot.history(quad).live(dot -> true));
        if (!seen.isEmpty()) {
            retracts.put(quad, new Retraction(quad, seen));
        }
    }

    /** Says an act, if it may; what came of it shows in what this home holds. */
    void says(Act act) {
        var said = replica.act(act);
        note("says", act.getClass().getSimpleName(), said.isCompletedExceptionally());
        said.exceptionally(refused -> {
            mustBeUsers(refused);
            return "";
        });
    }

    private static void mustBeUsers(Throwable refused) {
        boolean users = refused instanceof KithException fault && fault.blame() == KithException.Blame.USER;
        if (!users) {
            throw new AssertionError("an act failed", refused);
        }
    }

    void admits(Claim claim) {
        var unused = replica.admit(claim);
    }

    /** Takes a run of somebody's and tells, once it lasts, from where on to ask next. */
    void takes(List<VerifiedDelta> run, KeyId from) {
        LogId log = run.getFirst().root().id();
        long first = run.getFirst().dot().seq();
        probes.remove(log);
        var unused = replica.receive(run, from).thenAccept(receipt -> {
            note(receipt);
            if (receipt instanceof Receipt.Gap(long held) && held + 1 != first) {
                probes.put(log, held + 1);
                // What comes after a run that was refused has a gap before it, which tells nothing new.
                moves += refused.contains(log) ? 0 : 1;
            } else if (receipt instanceof Receipt.Accepted) {
                moves++;
            }
            if (receipt instanceof Receipt.NoRoom) {
                refused.add(log);
            } else if (!(receipt instanceof Receipt.Gap)) {
                refused.remove(log);
            }
        });
    }

    /** How often something came that was new, or told where to ask for what is. */
    int moves() {
        return moves;
    }

    /** From where on to ask {@code other} for a log; 0 if it has nothing for us. */
    long lacksFrom(Home other, LogId log) {
        long counted = other.replica.counted(log);
        long held = replica.held(log);
        boolean same = held < counted || replica.link(log, counted).equals(other.replica.link(log, counted));
        long from = Optional.ofNullable(probes.get(log)).orElse(same ? held + 1 : 1);
        return from > Math.min(counted, other.sought(this, log)) ? 0 : from;
    }

    /** How far {@code asking} wants a log of which we hold something. */
    private long sought(Home asking, LogId log) {
        LogRoot root = replica.store().log(log).orElseThrow().root();
        return switch (asking.replica.authority().judge(root)) {
            case Verdict.Valid valid -> valid.sought();
            case Verdict.Waiting(GrantId missing) -> Long.MAX_VALUE;
            case Verdict.Void(String why) -> 0;
        };
    }

    /** Whether a log ends here at a delta that {@code other} holds and this home does not. */
    boolean lacksProofHeldBy(Home other, LogState log) {
        return replica.authority().judge(log.root()) instanceof Verdict.Valid valid
                && valid.within().stream()
                        .anyMatch(ends -> ends.stream().noneMatch(this::holds)
                                && ends.stream().anyMatch(other::holds));
    }

    private boolean holds(Cutoff end) {
        return replica.link(end.dot().log(), end.dot().seq())
                .filter(end.link()::equals)
                .isPresent();
    }

    void note(Object... what) {
        trace.note(number, List.of(what));
    }

    /** Deltas that are held without their payload. */
    Set<Dot> withdrawn() {
        Set<Dot> withdrawn = new TreeSet<>();
        held().values()
                .forEach(deltas -> deltas.stream()
                        .filter(delta -> delta.entry().isWithdrawn())
                        .forEach(delta -> withdrawn.add(delta.dot())));
        return withdrawn;
    }

    /** Those of them whose erasure counts no more: what they said, only others may still know. */
    Set<Dot> lost() {
        Set<Dot> lost = withdrawn();
        lost.removeIf(
                dot -> replica.erasure(replica.store().delta(dot).orElseThrow()).isPresent());
        return lost;
    }

    /** All logs held, in one order for all homes. */
    List<LogState> logs() {
        return replica.store().logs().stream()
                .sorted(Comparator.comparing(log -> log.root().id()))
                .toList();
    }

    /** All deltas held, seen and unseen. */
    Map<LogRoot, List<SignedDelta>> held() {
        Map<LogRoot, List<SignedDelta>> held = new HashMap<>();
        for (LogState log : replica.store().logs()) {
            held.put(log.root(), replica.store().read(log.root().id(), 1, Integer.MAX_VALUE, Long.MAX_VALUE));
        }
        return held;
    }

    Set<Quad> shown() {
        Set<Quad> shown = new HashSet<>();
        try (Snapshot snapshot = replica.snapshot()) {
            snapshot.find(Node.ANY, Node.ANY, Node.ANY, Node.ANY).forEachRemaining(shown::add);
        }
        return shown;
    }

    /** What everybody who listened from the beginning takes to be shown. */
    Set<Quad> told() {
        return told;
    }

    String digest() {
        try (Snapshot snapshot = replica.snapshot()) {
            return snapshot.digest().toHex();
        }
    }

    /** How far all logs count, of both planes: those who agree in it agree in everything. */
    String frontier() {
        return replica.frontier(Plane.CONTROL).root().toHex()
                + replica.frontier(Plane.DATA).root().toHex();
    }

    @Override
    public String toString() {
        return "home " + number;
    }
}
