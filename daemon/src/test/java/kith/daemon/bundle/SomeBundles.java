package kith.daemon.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeDeltas;

/** Bundles, and what they are made of. */
final class SomeBundles {
    private static final SigningKey AUTHOR = SomeDeltas.key("author");

    private SomeBundles() {}

    /** What a bundle says: what it begins with, and its runs in order. */
    record Said(Manifest manifest, List<Run> runs) {}

    record Run(LogRoot root, DeltaRun run) {}

    static Said any(Gen gen) {
        SpaceId space = new SpaceId(gen.bytes(SpaceId.BYTES));
        SortedMap<LogId, Manifest.Place> places = new TreeMap<>();
        List<Run> runs = new ArrayList<>();
        for (Plane plane : List.of(Plane.CONTROL, Plane.DATA)) {
            for (int i = gen.from(0, 2); i > 0; i--) {
                log(gen, space, plane).forEach(run -> {
                    runs.add(run);
                    Frontier.Head head = new Frontier.Head(run.run().lastSeq(), gen.bytes(LogId.BYTES));
                    places.put(run.root().id(), new Manifest.Place(run.root(), head));
                });
            }
        }
        Optional<Bytes> claim = gen.coin() ? Optional.of(gen.bytes(gen.from(1, 300))) : Optional.empty();
        return new Said(new Manifest(space, AUTHOR.id(), claim, places), runs);
    }

    private static List<Run> log(Gen gen, SpaceId space, Plane plane) {
        LogRoot root = new LogRoot(
                space, AUTHOR.id(), gen.bytes(LogRoot.INCARNATION_BYTES), plane, new GrantId(gen.bytes(GrantId.BYTES)));
        LogHead at = LogHead.start(root.id());
        List<Run> runs = new ArrayList<>();
        for (int i = gen.from(1, 3); i > 0; i--) {
            List<VerifiedDelta> chain = SomeDeltas.chain(gen, root, at, AUTHOR);
            runs.add(new Run(root, SomeDeltas.run(at, chain)));
            at = LogHead.of(chain.getLast().delta());
        }
        return runs;
    }

    static byte[] written(Said said) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BundleWriter out = new BundleWriter(bytes, said.manifest());
            Optional<LogRoot> log = Optional.empty();
            for (Run run : said.runs()) {
                if (!log.equals(Optional.of(run.root()))) {
                    log = Optional.of(run.root());
                    out.log(run.root());
                }
                out.run(run.run());
            }
            out.end();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Said read(byte[] bytes) {
        List<Run> runs = new ArrayList<>();
        return new Said(readInto(bytes, runs), runs);
    }

    /** Reads all of a bundle; {@code runs} has those that came before whatever this throws. */
    static Manifest readInto(byte[] bytes, List<Run> runs) {
        try {
            BundleReader in = new BundleReader(new ByteArrayInputStream(bytes));
            for (Optional<BundleReader.Part> part = in.next(); part.isPresent(); part = in.next()) {
                runs.add(new Run(part.get().root(), part.get().run()));
            }
            return in.manifest();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A manifest of logs of nobody. */
    static Manifest manifest(Gen gen, SpaceId space, int logs) {
        SortedMap<LogId, Manifest.Place> places = new TreeMap<>();
        for (int i = 0; i < logs; i++) {
            LogRoot root = new LogRoot(
                    space,
                    AUTHOR.id(),
                    gen.bytes(LogRoot.INCARNATION_BYTES),
                    Plane.DATA,
                    new GrantId(gen.bytes(GrantId.BYTES)));
            places.put(root.id(), new Manifest.Place(root, new Frontier.Head(1, gen.bytes(LogId.BYTES))));
        }
        return new Manifest(space, SomeDeltas.key("maker").id(), Optional.empty(), places);
    }
}
