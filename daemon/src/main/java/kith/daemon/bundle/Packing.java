package kith.daemon.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import kith.daemon.replica.Replica;
import kith.daemon.store.LogState;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Puts into a bundle what counts and lasts of a space. Reads one run at a time; safe from any thread. */
public final class Packing {
    private final Replica replica;

    /**
     * What goes in.
     *
     * @param claim of this node's, while it has a ticket and no right
     * @param known by those who will read it, each as far as it is found here too
     * @param bare whether only how far the logs are held
     */
    public record Wish(Optional<Bytes> claim, List<Frontier> known, boolean bare) {
        public Wish {
            known = List.copyOf(known);
        }
    }

    public Packing(Replica replica) {
        this.replica = replica;
    }

    /**
     * How far its maker held the logs of this space, from the beginning of a bundle.
     *
     * @throws KithException USER: as {@link Unpacking} for what is no bundle; CONFLICT if it is of another space
     */
    public Frontier heldBy(InputStream bundle) throws IOException {
        Manifest manifest = new BundleReader(bundle).manifest();
        if (!manifest.space().equals(replica.id())) {
            throw KithException.user(
                    Code.CONFLICT,
                    "that bundle is of another space than " + replica.name() + "; name the one made of this space");
        }
        return manifest.frontier();
    }

    /**
     * Writes the bundle.
     *
     * @throws KithException USER, CONFLICT if the space has more logs than a bundle may name
     */
    public void write(Wish wish, OutputStream to) throws IOException {
        Manifest manifest = new Manifest(replica.id(), replica.self(), wish.claim(), places());
        BundleWriter out = new BundleWriter(to, manifest);
        if (!wish.bare()) {
            for (Manifest.Place place : inOrder(manifest.logs())) {
                pack(place, wish.known(), out);
            }
        }
        out.end();
    }

    private SortedMap<LogId, Manifest.Place> places() {
        SortedMap<LogId, Manifest.Place> places = new TreeMap<>();
        for (Plane plane : Plane.values()) {
            replica.frontier(plane)
                    .heads()
                    .forEach((log, head) -> replica.store()
                            .log(log)
                            .map(LogState::root)
                            .ifPresent(root -> places.put(log, new Manifest.Place(root, head))));
        }
        if (places.size() > BundleReader.MAX_LOGS) {
            throw KithException.user(
                    Code.CONFLICT,
                    "space " + replica.name() + " has " + places.size() + " logs; a bundle names at most "
                            + BundleReader.MAX_LOGS);
        }
        return places;
    }

    /** Control logs, each after that which has its grant, so that whoever reads them can judge at once; then data. */
    private Collection<Manifest.Place> inOrder(Map<LogId, Manifest.Place> places) {
        Map<LogId, Manifest.Place> order = new LinkedHashMap<>();
        for (Plane plane : List.of(Plane.CONTROL, Plane.DATA)) {
            for (Manifest.Place place : places.values()) {
                if (place.root().plane() == plane) {
                    ancestors(place, places)
                            .reversed()
                            .forEach(each -> order.putIfAbsent(each.root().id(), each));
                }
            }
        }
        return order.values();
    }

    /** The log, and upwards those that let it speak. */
    private List<Manifest.Place> ancestors(Manifest.Place place, Map<LogId, Manifest.Place> places) {
        List<Manifest.Place> line = new ArrayList<>();
        Optional<Manifest.Place> at = Optional.of(place);
        while (at.isPresent() && !line.contains(at.get())) {
            line.add(at.get());
            at = at.map(Manifest.Place::root)
                    .filter(log -> !log.isFounding())
                    .flatMap(log -> replica.makerOf(log.grant()))
                    .flatMap(maker -> Optional.ofNullable(places.get(maker.log())));
        }
        return line;
    }

    private void pack(Manifest.Place place, List<Frontier> known, BundleWriter out) throws IOException {
        LogId log = place.root().id();
        long last = place.head().seq();
        boolean named = false;
        long next = 1
                + known.stream()
                        .mapToLong(frontier -> shared(log, frontier))
                        .max()
                        .orElse(0);
        while (next <= last) {
            Optional<DeltaRun> run = replica.run(log, next);
            if (run.isEmpty()) {
                // A branch that was let go of meanwhile: what has been written of it is for its readers to judge.
                return;
            }
            if (!named) {
                out.log(place.root());
                named = true;
            }
            out.run(run.get());
            next = run.get().lastSeq() + 1;
        }
    }

    /** How much of a log others hold as we do: on another branch, or further than we know, none of it for sure. */
    private long shared(LogId log, Frontier frontier) {
        return Optional.ofNullable(frontier.heads().get(log))
                .filter(theirs -> replica.link(log, theirs.seq())
                        .filter(theirs.link()::equals)
                        .isPresent())
                .map(Frontier.Head::seq)
                .orElse(0L);
    }
}
