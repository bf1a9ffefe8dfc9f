package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.SigningKey;
import org.apache.jena.sparql.core.Quad;

/** Edits, entries and signed runs. */
public final class SomeDeltas {
    private static final int MOST_QUADS = 12;
    private static final int MOST_ENTRIES = 8;

    private SomeDeltas() {}

    /** The same key for the same name, whatever the seed. */
    public static SigningKey key(String name) {
        return SigningKey.fromSeed(Bytes.sha256(Bytes.utf8("test key " + name).view()));
    }

    public static LogId log(Gen gen) {
        return new LogId(gen.bytes(LogId.BYTES));
    }

    public static LogRoot root(Gen gen, SigningKey author, Plane plane) {
        return new LogRoot(
                new SpaceId(gen.bytes(SpaceId.BYTES)),
                author.id(),
                gen.bytes(LogRoot.INCARNATION_BYTES),
                plane,
                new GrantId(gen.bytes(GrantId.BYTES)));
    }

    public static Dot dot(Gen gen, List<LogId> logs) {
        return new Dot(gen.pick(logs), 1 + gen.magnitude(62));
    }

    /** A transaction in {@code own}: quads of its own and retractions of what {@code own} and some others said. */
    public static Edit edit(Gen gen, LogId own) {
        List<LogId> logs = new ArrayList<>(gen.list(0, 3, () -> log(gen)));
        logs.add(own);
        List<Quad> world = new ArrayList<>(SomeTerms.world(gen, MOST_QUADS));
        world.addAll(gen.list(0, 3, () -> SomeTerms.quad(gen)));
        List<Retraction> retracts = gen.some(world).stream()
                .map(quad -> new Retraction(quad, dots(gen, logs)))
                .toList();
        return new Edit(
                List.copyOf(new LinkedHashSet<>(gen.some(world))),
                retracts,
                gen.oneIn(4) ? Optional.of(new Edit.Group(gen.bytes(16), gen.from(0, 1_000_000))) : Optional.empty(),
                gen.oneIn(4) ? Optional.of(gen.text(60)) : Optional.empty());
    }

    private static List<Dot> dots(Gen gen, List<LogId> logs) {
        return List.copyOf(new TreeSet<>(gen.list(1, 4, () -> dot(gen, logs))));
    }

    /** An entry dated after {@code clock}, that names heads of other logs. */
    public static Entry entry(Gen gen, boolean control, long clock, Bytes payload) {
        TreeSet<Dot> deps = new TreeSet<>();
        if (gen.oneIn(3)) {
            gen.list(1, DeltaCodec.MAX_DEPS, () -> log(gen))
                    .forEach(log -> deps.add(new Dot(log, 1 + gen.magnitude(62))));
        }
        return new Entry(
                control, clock + 1 + gen.magnitude(40), List.copyOf(deps), gen.bytes(DeltaCodec.SALT_BYTES), payload);
    }

    /** Deltas that continue {@code head}, each signed. */
    public static List<VerifiedDelta> chain(Gen gen, LogRoot root, LogHead head, SigningKey author) {
        List<VerifiedDelta> chain = new ArrayList<>();
        LogHead at = head;
        for (int i = gen.count(1, MOST_ENTRIES); i > 0; i--) {
            Bytes payload = gen.bytes(gen.from(0, gen.oneIn(10) ? 2_000 : 60));
            Entry entry = entry(gen, root.plane() == Plane.CONTROL, at.clock(), payload);
            VerifiedDelta delta = DeltaCodec.sign(root, at, entry, author);
            chain.add(delta);
            at = LogHead.of(delta.delta());
        }
        return chain;
    }

    /** What {@code chain} is as it travels, when it continues {@code head}. */
    public static DeltaRun run(LogHead head, List<VerifiedDelta> chain) {
        return new DeltaRun(
                head.seq() + 1,
                head.link(),
                chain.stream().map(VerifiedDelta::entry).toList(),
                chain.getLast().delta().signature().orElseThrow());
    }

    /** As {@link #run}, but of some deltas only what an erasure leaves. */
    public static DeltaRun withdrawn(Gen gen, LogHead head, List<VerifiedDelta> chain) {
        return run(
                head,
                chain.stream()
                        .map(delta -> !delta.entry().control() && gen.oneIn(3) ? delta.withdrawn() : delta)
                        .toList());
    }

    /** Somewhere in a log of {@code root}, near its start or far in it. */
    public static LogHead head(Gen gen, LogRoot root) {
        return gen.coin()
                ? LogHead.start(root.id())
                : new LogHead(1 + gen.magnitude(60), gen.bytes(LogId.BYTES), gen.magnitude(60));
    }
}
