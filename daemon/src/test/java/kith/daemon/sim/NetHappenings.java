package kith.daemon.sim;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.daemon.bundle.Packing;
import kith.daemon.bundle.Unpacking;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeTerms;
import org.apache.jena.sparql.core.Quad;

/** What happens in a {@link NetWorld}, one thing after another: people write and decide, machines and networks fail. */
final class NetHappenings {
    private static final int SMALL = 8;
    private static final int BUNDLES_KEPT = 4;
    private static final long TEN_YEARS_MILLIS = 315_576_000_000L;
    private static final int SLOW_DISK_MICROS = 3_000_000;
    private static final int FAST_DISK_MICROS = 2_000;

    private final NetWorld world;
    private final Gen gen;
    private final List<Quad> quads = new ArrayList<>();
    private final Map<Station, Path> backups = new HashMap<>();
    private final Deque<byte[]> bundles = new ArrayDeque<>();
    private Optional<Copied> copy = Optional.empty();
    private int count;

    /** A second process of a station. */
    private record Copied(Station of, Station process) {}

    NetHappenings(NetWorld world) {
        this.world = world;
        this.gen = world.gen();
        while (quads.size() < 6) {
            quads.addAll(SomeTerms.worldOfFields(new Gen(gen.seed(), SMALL), 6));
        }
    }

    /** Lets some time pass, and then something happen. */
    void next() {
        world.pass(Duration.ofMillis(gen.pickOf(0, 20, 300, 2_000, gen.from(0, 30_000))));
        Station station = gen.pick(world.stations());
        if (++count < world.stations().size()) {
            letsIn(world.stations().get(count));
            return;
        }
        int what = gen.from(0, 99);
        world.note(count, what, station);
        if (!station.isOn()) {
            station.boot();
        } else if (what < 45) {
            writes(station);
        } else if (what < 50) {
            parts();
        } else if (what < 54) {
            world.net().openAll();
        } else if (what < 60) {
            world.net().cut(station.host(), gen.pick(world.stations()).host(), gen.coin());
        } else if (what < 66) {
            fails(station);
        } else if (what < 69) {
            station.leaves();
        } else if (what < 72) {
            station.machine().diskTakes(gen.pickOf(FAST_DISK_MICROS, 50_000, SLOW_DISK_MICROS));
        } else if (what < 76) {
            station.skew(gen.pickOf(-TEN_YEARS_MILLIS, TEN_YEARS_MILLIS, gen.fromLong(-90_000, 90_000), 0L));
        } else if (what < 80) {
            setBack(station);
        } else if (what < 82) {
            becomesTwo(station);
        } else if (what < 88) {
            carries(station);
        } else if (what < 96) {
            letsIn(station);
        } else {
            cuts(station);
        }
    }

    /** All becomes well: what is off is on, what is closed is open. */
    void end() {
        world.net().openAll();
        copy.ifPresent(this::endsCopy);
        // A goodbye takes its time.
        world.pass(Duration.ofSeconds(1));
        for (Station station : world.stations()) {
            station.machine().diskTakes(FAST_DISK_MICROS);
            if (!station.isOn()) {
                station.boot();
            }
        }
    }

    private void writes(Station station) {
        Station writer = copy.filter(two -> two.of() == station && gen.coin())
                .map(Copied::process)
                .orElse(station);
        if (writer.isOn() && writer.mayWrite()) {
            List<Quad> wanted = new ArrayList<>(gen.list(1, 2, () -> gen.pick(quads)));
            Quad said = world.ledger().fresh();
            wanted.add(said);
            List<Quad> unwanted = gen.coin() ? gen.list(1, 2, () -> gen.pick(quads)) : List.of();
            unwanted = unwanted.stream()
                    .distinct()
                    .filter(quad -> !wanted.contains(quad))
                    .toList();
            world.note(writer, "says", said.getSubject());
            writer.writes(wanted, unwanted, () -> {
                world.note(writer, "was told that lasts", said.getSubject());
                // Who runs under the key of another may find its words cut off by that one, and be gone by then.
                if (writer == station) {
                    world.ledger().acknowledged(said, writer.self().node());
                }
            });
        }
    }

    /** Some cannot reach others any more, both ways or one. */
    private void parts() {
        List<Station> some = gen.some(world.stations());
        boolean bothWays = gen.coin();
        for (Station one : some) {
            for (Station other : world.stations()) {
                if (!some.contains(other)) {
                    world.net().close(one.host(), other.host());
                    if (bothWays) {
                        world.net().close(other.host(), one.host());
                    }
                }
            }
        }
    }

    private void fails(Station station) {
        if (gen.coin()) {
            station.crash();
        } else {
            station.losesPower();
        }
        if (gen.coin()) {
            station.boot();
        }
    }

    /** Keeps a copy of what a station has, or puts one back that was made before. */
    private void setBack(Station station) {
        Path backup = backups.get(station);
        if (backup == null || gen.oneIn(3)) {
            backups.put(station, station.backup());
        } else {
            world.ledger().setsBack(station.self().node(), others(station));
            station.restored(backup, gen.coin());
        }
    }

    private List<Station> others(Station station) {
        return world.stations().stream()
                .filter(other -> other != station && other.isMember())
                .toList();
    }

    /** A copy of a station runs elsewhere, under the same key; or the one that does ends. */
    private void becomesTwo(Station station) {
        copy.ifPresentOrElse(
                this::endsCopy, () -> copy = Optional.of(new Copied(station, world.copied(station, station.backup()))));
    }

    private void endsCopy(Copied two) {
        if (two.process().isOn()) {
            two.process().crash();
        }
        copy = Optional.empty();
    }

    /** Somebody carries a bundle over, now or a while ago, for the first time or again. */
    private void carries(Station station) {
        if (!station.isMember()) {
            return;
        }
        if (bundles.isEmpty() || gen.coin()) {
            ByteArrayOutputStream bundle = new ByteArrayOutputStream();
            try {
                new Packing(station.replica()).write(new Packing.Wish(Optional.empty(), List.of(), false), bundle);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            bundles.add(bundle.toByteArray());
            if (bundles.size() > BUNDLES_KEPT) {
                bundles.remove();
            }
        } else {
            byte[] bundle = gen.pick(List.copyOf(bundles));
            station.machine().atOnce(() -> unpacks(station, bundle));
        }
    }

    private static void unpacks(Station station, byte[] bundle) {
        Unpacking.Content content = () -> new ByteArrayInputStream(bundle);
        Unpacking.Course course = new Unpacking.Course() {
            @Override
            public void step(long bytes) {
                // Nobody watches.
            }

            @Override
            public boolean isGone() {
                return false;
            }
        };
        try {
            var unused = new Unpacking(station.replica(), Unpacking.manifest(content), content, course).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The founder invites somebody who has no right, and who comes at once. */
    private void letsIn(Station guest) {
        Station founder = world.founder();
        if (founder.isMember() && guest.isOn() && !guest.isMember() && guest != founder) {
            guest.comesWith(founder.invites(gen.pickOf(Level.ADMIN, Level.WRITER, Level.WRITER, Level.READER)));
        }
    }

    /** The founder ends every right of somebody; what it has heard of them stands. */
    private void cuts(Station station) {
        Station founder = world.founder();
        if (station == founder
                || !founder.isMember()
                || !founder.serves(station.self().node())) {
            return;
        }
        world.ledger().ends(station.self().node(), founder);
        Grant grant =
                founder.replica().authority().grantOf(station.self().node()).orElseThrow();
        List<Cutoff> kept = new ArrayList<>();
        for (LogState log : founder.replica().store().logs()) {
            LogId id = log.root().id();
            if (log.root().grant().equals(grant.id()) && log.applied() > 0) {
                kept.add(new Cutoff(
                        new Dot(id, log.applied()), founder.replica().store().link(id, log.applied())));
            }
        }
        founder.says(new Act.Cut(grant.id(), true, kept, "gone"), NetHappenings::mustBeUsers);
    }

    private static void mustBeUsers(Throwable refused) {
        boolean users = refused instanceof KithException fault && fault.blame() == KithException.Blame.USER;
        if (!users) {
            throw new AssertionError("an act failed", refused);
        }
    }
}
