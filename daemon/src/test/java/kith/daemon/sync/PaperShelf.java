package kith.daemon.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;

/** A space that holds what a test says, and takes in what it says. */
class PaperShelf implements Shelf {
    private final SpaceId space;
    private final Map<Plane, TreeMap<LogId, Long>> frontiers = new EnumMap<>(Plane.class);
    private final Map<LogId, LogRoot> roots = new HashMap<>();
    private final Supply supply = new Supply();
    final Map<LogId, Long> erased = new TreeMap<>();
    final Map<LogId, Long> erasedByPeer = new HashMap<>();
    final List<List<VerifiedDelta>> offered = new ArrayList<>();
    final Map<LogId, Long> branched = new HashMap<>();
    final Map<LogId, DeltaRun> runs = new HashMap<>();
    final Journal journal;
    private final Set<LogId> others = new HashSet<>();
    Outcome outcome = new Outcome.Stored(1);
    final Set<LogId> healed = new HashSet<>();
    final Map<LogId, Long> sought = new HashMap<>();
    Optional<String> ended = Optional.empty();
    boolean mayRead = true;
    int givenUp;

    PaperShelf(SpaceId space) {
        this(space, Bytes.owned(new byte[] {0, 0, 0, 0, 0, 0, 0, 9}));
    }

    PaperShelf(SpaceId space, Bytes chance) {
        this.space = space;
        this.journal = new Journal(chance);
        for (Plane plane : Plane.values()) {
            frontiers.put(plane, new TreeMap<>());
        }
    }

    void holds(LogRoot root, long seq) {
        roots.put(root.id(), root);
        frontiers.get(root.plane()).put(root.id(), seq);
    }

    /** Holds another branch of a log than others do. */
    void branches(LogRoot root) {
        others.add(root.id());
    }

    private Bytes branchAt(LogId log, long seq) {
        return others.contains(log) ? linkAt(log, -seq) : linkAt(log, seq);
    }

    @Override
    public SpaceId space() {
        return space;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public int givenUp() {
        return givenUp;
    }

    @Override
    public boolean mayRead(KeyId device) {
        return mayRead;
    }

    @Override
    public boolean isJoiningThrough(KeyId node) {
        return false;
    }

    @Override
    public Optional<Claim> claim() {
        return Optional.empty();
    }

    @Override
    public void admit(Claim claim, Consumer<Optional<String>> then) {
        throw new AssertionError("nobody joins here");
    }

    @Override
    public void refused(KeyId by, String why) {
        throw new AssertionError(why);
    }

    @Override
    public void welcomed(KeyId by) {
        // Nobody is refused here.
    }

    @Override
    public Frontier frontier() {
        Map<LogId, Frontier.Head> heads = new HashMap<>();
        for (Plane plane : Plane.values()) {
            frontiers.get(plane).forEach((log, seq) -> heads.put(log, new Frontier.Head(seq, branchAt(log, seq))));
        }
        return new Frontier(heads);
    }

    /** What stands at a number of a log that is held here. */
    static Bytes linkAt(LogId log, long seq) {
        return Bytes.sha256(log.value().view(), new byte[] {(byte) seq});
    }

    @Override
    public long sought(LogRoot log) {
        return sought.getOrDefault(log.id(), Long.MAX_VALUE);
    }

    @Override
    public Optional<String> ended(KeyId device) {
        return ended;
    }

    @Override
    public Optional<Bytes> link(LogId log, long seq) {
        return seq >= 1 && seq <= held(log) ? Optional.of(branchAt(log, seq)) : Optional.<Bytes>empty();
    }

    @Override
    public boolean isHealed(LogId log) {
        return healed.contains(log);
    }

    @Override
    public void branched(LogId log, long seq) {
        branched.put(log, seq);
    }

    @Override
    public long counted(LogId log) {
        return frontiers.values().stream()
                .mapToLong(seqs -> seqs.getOrDefault(log, 0L))
                .sum();
    }

    @Override
    public long held(LogId log) {
        return counted(log);
    }

    @Override
    public void reunited(LogId log) {
        branched.remove(log);
    }

    @Override
    public Optional<LogRoot> root(LogId log) {
        return Optional.ofNullable(roots.get(log));
    }

    @Override
    public Map<LogId, Long> erased() {
        return Map.copyOf(erased);
    }

    @Override
    public void erasedBy(KeyId peer, Map<LogId, Long> upTo) {
        erasedByPeer.putAll(upTo);
    }

    @Override
    public Optional<DeltaRun> read(LogId log, long fromSeq) {
        return Optional.ofNullable(runs.get(log)).filter(run -> run.firstSeq() == fromSeq);
    }

    @Override
    public Optional<Message.Proof> proof() {
        return Optional.empty();
    }

    @Override
    public void offer(List<VerifiedDelta> run, KeyId from, Consumer<Outcome> then) {
        offered.add(run);
        then.accept(outcome);
    }

    @Override
    public void prove(List<VerifiedDelta> run, KeyId from, Runnable then) {
        then.run();
    }

    @Override
    public Supply supply() {
        return supply;
    }
}
