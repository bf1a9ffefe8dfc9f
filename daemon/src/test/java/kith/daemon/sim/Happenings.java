package kith.daemon.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import kith.daemon.sim.Outsider.Branch;
import kith.daemon.store.LogState;
import kith.daemon.store.Snapshot;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import org.apache.jena.sparql.core.Quad;

/** What happens in a {@link World}, one thing after another: people write, hear, decide, lie, and machines fail. */
final class Happenings {
    private static final int REMEMBERED = 16;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final Bytes UNREADABLE = Bytes.owned(new byte[] {9, 9});

    private final World world;
    private final Gen gen;
    /** Runs that were on their way before, to come once more. */
    private final Deque<Parcel> parcels = new ArrayDeque<>();

    private int count;

    private record Parcel(List<VerifiedDelta> run, KeyId from) {}

    Happenings(World world) {
        this.world = world;
        this.gen = world.gen();
    }

    void next() {
        Home home = gen.pick(world.homes());
        if (++count < World.HOMES) {
            world.council().letsIn(world.homes().getFirst(), world.homes().get(count));
            return;
        }
        int what = gen.from(0, 199);
        world.trace().note(count, what, home);
        if (what < 60) {
            home.write(few(), gen.coin() ? few() : List.of());
        } else if (what < 140) {
            hears(home);
        } else if (what < 158) {
            saysSomething(gen.pick(world.outsiders()));
        } else if (what < 174) {
            delivers(gen.pick(world.outsiders()), home);
        } else if (what < 180) {
            again(home);
        } else if (what < 187) {
            world.council().decides(home);
        } else if (what < 191) {
            passes(home);
        } else if (what < 193) {
            home.restart();
        } else if (what < 195) {
            forks(gen.pick(world.outsiders()));
        } else if (what < 196) {
            becomesTwoOf(home);
        } else if (what < 197) {
            world.council().erases(home);
        } else if (what < 198) {
            home.machine().rest();
        } else {
            home.machine().sync();
        }
    }

    private List<Quad> few() {
        return gen.list(1, 2, () -> gen.pick(world.quads()));
    }

    /** Somebody asks somebody else for what is new in one log, or for more, or for less. */
    private void hears(Home home) {
        Home other = gen.pick(world.homes());
        if (other == home || !other.serves(home.self().node())) {
            return;
        }
        if (gen.oneIn(4)) {
            other.machine().sync();
        }
        List<LogId> news = other.logs().stream()
                .map(log -> log.root().id())
                .filter(log -> home.lacksFrom(other, log) > 0)
                .toList();
        if (news.isEmpty()) {
            return;
        }
        LogId log = gen.pick(news);
        long last = other.replica().counted(log);
        switch (gen.from(0, 9)) {
            case 0 -> world.carry(other, home, log, gen.fromLong(1, last));
            case 1 -> world.carry(other, home, log, Math.max(1, last - gen.from(0, 3)));
            default -> world.carry(other, home, log);
        }
    }

    private void passes(Home home) {
        if (gen.coin()) {
            world.pass(gen.fromLong(0, HOUR_MILLIS));
        } else {
            home.machine().skew(gen.fromLong(-HOUR_MILLIS, HOUR_MILLIS));
        }
    }

    /** A copy of a home comes to life elsewhere, and goes on where the home was. */
    private void becomesTwoOf(Home home) {
        List<LogState> own = home.logs().stream()
                .filter(log -> log.root().author().equals(home.self().node()) && log.applied() > 0 && home.number() > 0)
                .toList();
        if (!own.isEmpty()) {
            LogRoot root = gen.pick(own).root();
            Outsider copy = new Outsider(home.self().device(), home.self().certificate());
            home.machine().sync();
            home.replica().run(root.id(), 1).ifPresent(run -> {
                // What was erased since, a copy of then still had; one made now has nothing to go on from.
                copy.holds(
                        root,
                        run.entries().stream()
                                .takeWhile(entry -> !entry.isWithdrawn())
                                .toList());
                world.outsiders().add(copy);
            });
        }
    }

    private void forks(Outsider outsider) {
        List<Branch> data = outsider.branches().stream()
                .filter(branch ->
                        branch.root().plane() == Plane.DATA && !branch.deltas().isEmpty())
                .toList();
        if (!data.isEmpty()) {
            Branch branch = gen.pick(data);
            outsider.forks(branch, gen.from(0, branch.deltas().size() - 1));
        }
    }

    /** An outsider says something in one of its logs, or begins another. */
    private void saysSomething(Outsider outsider) {
        if (outsider.branches().isEmpty() || gen.oneIn(12)) {
            Home witness = gen.pick(world.homes());
            List<GrantId> grants = witness.replica().authority().grants().stream()
                    .filter(grant -> grant.device().equals(outsider.node()))
                    .map(Grant::id)
                    .sorted(Comparator.comparing(GrantId::value))
                    .toList();
            GrantId grant =
                    grants.isEmpty() || gen.oneIn(10) ? new GrantId(gen.bytes(GrantId.BYTES)) : gen.pick(grants);
            Plane plane = gen.oneIn(4) ? Plane.CONTROL : Plane.DATA;
            outsider.begins(witness.replica().id(), gen.bytes(LogRoot.INCARNATION_BYTES), plane, grant);
        }
        Branch branch = gen.pick(outsider.branches());
        boolean control = branch.root().plane() == Plane.CONTROL;
        for (int i = control ? 1 : gen.from(1, 4); i > 0; i--) {
            Bytes payload = control
                    ? ActCodec.encode(act(outsider))
                    : data(branch.root().id());
            outsider.says(
                    branch,
                    new Entry(
                            control,
                            clock(branch),
                            List.of(),
                            gen.bytes(DeltaCodec.SALT_BYTES),
                            gen.oneIn(20) ? UNREADABLE : payload));
        }
    }

    /** Now, as early as its log lets it, or in a time to come. */
    private long clock(Branch branch) {
        long before = branch.head().clock();
        return switch (gen.from(0, 7)) {
            case 0, 1 -> before + 1;
            case 2 -> HybridClock.next(before, world.millis() + gen.fromLong(0, 100 * HOUR_MILLIS));
            default -> HybridClock.next(before, world.millis());
        };
    }

    private Bytes data(LogId log) {
        List<Retraction> retracts = new ArrayList<>();
        if (gen.coin()) {
            try (Snapshot snapshot = gen.pick(world.homes()).replica().snapshot()) {
                for (Quad quad : few().stream().distinct().toList()) {
                    List<Dot> seen = List.copyOf(snapshot.history(quad).live(dot -> true));
                    if (!seen.isEmpty()) {
                        retracts.add(new Retraction(quad, seen));
                    }
                }
            }
        }
        Edit edit = new Edit(few().stream().distinct().toList(), retracts, Optional.empty(), Optional.empty());
        return EditCodec.encode(edit, log);
    }

    /** What an outsider would like to be so. */
    private Act act(Outsider outsider) {
        Home witness = gen.pick(world.homes());
        return switch (gen.from(0, 6)) {
            case 0 -> world.council().give();
            case 1, 2 -> close(outsider);
            case 5 -> world.council().statute(witness.replica().authority());
            case 6 -> world.council().erasure(witness);
            case 3 -> new Act.Ban(gen.pick(world.homes()).self().person().id(), List.of(), "");
            default -> world.council().cut(witness.replica().authority(), witness);
        };
    }

    private Act close(Outsider outsider) {
        List<Cutoff> ends = new ArrayList<>();
        for (Branch branch : outsider.branches()) {
            if (branch.root().plane() == Plane.DATA && !branch.deltas().isEmpty() && gen.oneIn(3)) {
                ends.add(Cutoff.at(gen.pick(branch.deltas()).delta()));
            }
        }
        return new Act.Close(ends);
    }

    /** Some run of an outsider comes to a home: what follows what is held there, or any other. */
    private void delivers(Outsider outsider, Home home) {
        List<Branch> branches = outsider.branches().stream()
                .filter(branch -> !branch.deltas().isEmpty())
                .toList();
        if (branches.isEmpty()) {
            return;
        }
        Branch branch = gen.pick(branches);
        int size = branch.deltas().size();
        int held = (int) home.replica().held(branch.root().id());
        int from = held < size && !gen.oneIn(4) ? held : gen.from(0, size - 1);
        List<VerifiedDelta> run = outsider.run(branch, from, gen.from(from + 1, size));
        home.takes(run, outsider.node());
        parcels.add(new Parcel(run, outsider.node()));
        if (parcels.size() > REMEMBERED) {
            parcels.remove();
        }
    }

    private void again(Home home) {
        if (!parcels.isEmpty()) {
            Parcel parcel = gen.pick(List.copyOf(parcels));
            home.takes(parcel.run(), parcel.from());
        }
    }
}
