package kith.daemon.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Claim;
import kith.ontology.access.Level;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;
import org.apache.jena.sparql.core.Quad;

/**
 * A commit graph said again in a space: every author is a person with a device that a founder let in and that signs; a
 * commit is a delta of its author, who had seen what the commit's parents had. A removal names the asserts that held
 * there; a commit that changes nothing, as most merges, says nothing.
 */
public final class RealSpace {
    private static final long FAR = 1L << 42;

    private final Gen gen = new Gen(1);
    private final CommitGraph graph;
    private final SigningKey founder = SomeDeltas.key("founder");
    private final LogRoot founding;
    private final SpaceId space;
    private final Map<LogId, List<VerifiedDelta>> chains = new LinkedHashMap<>();
    private final Map<String, LogRoot> logs = new LinkedHashMap<>();
    private final Map<Quad, List<Asserted>> asserted = new HashMap<>();
    private final Map<Quad, List<Integer>> removed = new HashMap<>();
    /** For every commit, the newest deltas that its author's replica held once it was made. */
    private final List<TreeSet<Dot>> heads = new ArrayList<>();

    private final List<Long> clocks = new ArrayList<>();
    private long controlClock;
    private long operations;

    private record Asserted(int commit, Dot dot) {}

    public RealSpace(CommitGraph graph) {
        this.graph = graph;
        founding = LogRoot.founding(founder.id(), gen.bytes(LogRoot.INCARNATION_BYTES));
        chains.put(founding.id(), new ArrayList<>());
        space = new SpaceId(act(new Act.Genesis("org", certificate("founder", founder)))
                .delta()
                .link());
        for (CommitGraph.Commit commit : graph.commits()) {
            logs.computeIfAbsent(commit.author(), this::letIn);
            replay(commit);
        }
    }

    private static DeviceCertificate certificate(String name, SigningKey device) {
        return DeviceCertificate.issue(SomeDeltas.key("person " + name), device.id(), 1);
    }

    private VerifiedDelta act(Act act) {
        return append(founding, founder, ++controlClock << 16, List.of(), ActCodec.encode(act));
    }

    private LogRoot letIn(String author) {
        SigningKey device = SomeDeltas.key(author);
        Ticket ticket = new Ticket(gen.bytes(Ticket.SEED_BYTES), space, "org", founder.id(), List.of());
        Bytes invitation = act(new Act.Invite(ticket.key().id(), Level.WRITER, FAR))
                .delta()
                .link();
        Claim claim = Claim.make(ticket, certificate(author, device), author, device);
        GrantId grant =
                new GrantId(act(new Act.Admit(claim, invitation)).delta().link());
        LogRoot root = new LogRoot(space, device.id(), gen.bytes(LogRoot.INCARNATION_BYTES), Plane.DATA, grant);
        chains.put(root.id(), new ArrayList<>());
        return root;
    }

    private void replay(CommitGraph.Commit commit) {
        List<Retraction> retracts = new ArrayList<>();
        for (Quad fact : commit.removed()) {
            List<Dot> seen = holding(fact, commit.id());
            if (!seen.isEmpty()) {
                retracts.add(new Retraction(fact, seen));
            }
        }
        TreeSet<Dot> known = new TreeSet<>();
        commit.parents().forEach(parent -> known.addAll(heads.get(parent)));
        heads.add(known);
        long clock = commit.parents().stream().mapToLong(clocks::get).max().orElse(0);
        clocks.add(clock);
        if (!retracts.isEmpty() || !commit.added().isEmpty()) {
            say(commit, new Edit(commit.added(), retracts, Optional.empty(), Optional.empty()));
        }
    }

    /** The asserts of a fact that hold where {@code commit} begins. */
    private List<Dot> holding(Quad fact, int commit) {
        List<Integer> removals = removed.getOrDefault(fact, List.of()).stream()
                .filter(removal -> graph.hasSeen(commit, removal))
                .toList();
        return asserted.getOrDefault(fact, List.of()).stream()
                .filter(one -> graph.hasSeen(commit, one.commit()))
                .filter(one -> removals.stream().noneMatch(removal -> graph.hasSeen(removal, one.commit())))
                .map(Asserted::dot)
                .sorted()
                .toList();
    }

    private void say(CommitGraph.Commit commit, Edit edit) {
        LogRoot root = Objects.requireNonNull(logs.get(commit.author()));
        TreeSet<Dot> known = heads.get(commit.id());
        List<Dot> others = known.stream()
                .filter(dot -> !dot.log().equals(root.id()))
                .limit(DeltaCodec.MAX_DEPS)
                .toList();
        List<VerifiedDelta> chain = chain(root);
        long newest = chain.isEmpty() ? 0 : chain.getLast().entry().clock();
        long clock = HybridClock.next(Math.max(newest, clocks.get(commit.id())), commit.millis());
        VerifiedDelta delta =
                append(root, SomeDeltas.key(commit.author()), clock, others, EditCodec.encode(edit, root.id()));
        edit.asserts()
                .forEach(fact -> asserted.computeIfAbsent(fact, first -> new ArrayList<>())
                        .add(new Asserted(commit.id(), delta.dot())));
        edit.retracts()
                .forEach(retraction -> removed.computeIfAbsent(retraction.quad(), first -> new ArrayList<>())
                        .add(commit.id()));
        operations += edit.operations();
        known.clear();
        known.add(delta.dot());
        clocks.set(commit.id(), clock);
    }

    private List<VerifiedDelta> chain(LogRoot root) {
        return Objects.requireNonNull(chains.get(root.id()));
    }

    private VerifiedDelta append(LogRoot root, SigningKey author, long clock, List<Dot> deps, Bytes payload) {
        List<VerifiedDelta> chain = chain(root);
        LogHead head = chain.isEmpty()
                ? LogHead.start(root.id())
                : LogHead.of(chain.getLast().delta());
        Entry entry = new Entry(root.plane() == Plane.CONTROL, clock, deps, gen.bytes(DeltaCodec.SALT_BYTES), payload);
        VerifiedDelta delta = DeltaCodec.sign(root, head, entry, author);
        chain.add(delta);
        return delta;
    }

    public SpaceId space() {
        return space;
    }

    /** Asserts and retracts that were said. */
    public long operations() {
        return operations;
    }

    /** Who was let in. */
    public int authors() {
        return logs.size();
    }

    /** What the founder said: the space, and whom it let in. */
    public List<VerifiedDelta> control() {
        return chain(founding);
    }

    /** Every author's log from its start. */
    public List<List<VerifiedDelta>> data() {
        return chains.values().stream()
                .skip(1)
                .filter(chain -> !chain.isEmpty())
                .toList();
    }

    /** A log in as few runs as the wire allows, in order. */
    public static List<DeltaRun> runs(List<VerifiedDelta> chain) {
        List<DeltaRun> runs = new ArrayList<>();
        int from = 0;
        while (from < chain.size()) {
            int to = from;
            long bytes = 0;
            do {
                bytes += chain.get(to++).entry().payload().length();
            } while (to < chain.size()
                    && to - from < DeltaCodec.MAX_RUN_ENTRIES
                    && bytes + chain.get(to).entry().payload().length() <= DeltaCodec.RUN_PAYLOAD_BYTES);
            runs.add(run(chain, from, to));
            from = to;
        }
        return runs;
    }

    /** Some deltas of a log, as they travel. */
    public static DeltaRun run(List<VerifiedDelta> chain, int from, int to) {
        VerifiedDelta last = chain.get(to - 1);
        return new DeltaRun(
                from + 1L,
                from == 0
                        ? last.dot().log().value()
                        : chain.get(from - 1).delta().link(),
                chain.subList(from, to).stream().map(VerifiedDelta::entry).toList(),
                last.delta().signature().orElseThrow());
    }
}
