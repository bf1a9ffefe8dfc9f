package kith.daemon.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import kith.daemon.replica.Erasure;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.Cutoff;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;

/** What is to be forgotten in a {@link World}. */
final class Oblivion {
    private static final int MOST = 3;
    private static final int MOST_PLACE = 2;

    private final Gen gen;

    Oblivion(Gen gen) {
        this.gen = gen;
    }

    /** A home erases what it holds, as a daemon does: what was taken back stays taken back. */
    void erases(Home home) {
        List<SignedDelta> some = some(home);
        if (some.isEmpty()) {
            return;
        }
        Erasure erasure = new Erasure(home.replica());
        try {
            var unused = erasure.say(erasure.plan(some));
            home.note("erases", some.size());
        } catch (KithException refused) {
            if (refused.blame() != KithException.Blame.USER) {
                throw refused;
            }
        }
    }

    /** An act that names anything: deltas that {@code witness} holds, or nobody, and as restated whatever comes. */
    Act.Erase act(Home witness) {
        List<SignedDelta> some = some(witness);
        List<Cutoff> named = new ArrayList<>();
        for (SignedDelta delta : some) {
            Bytes link = gen.oneIn(12) ? gen.bytes(LogId.BYTES) : delta.link();
            named.add(new Cutoff(delta.dot(), link));
        }
        Map<Dot, SortedSet<Integer>> restated = new HashMap<>();
        for (SignedDelta delta : gen.coin() ? some(witness) : List.<SignedDelta>of()) {
            restated.put(delta.dot(), new TreeSet<>(List.of(gen.from(0, MOST_PLACE))));
        }
        return new Act.Erase(named, restated);
    }

    private List<SignedDelta> some(Home home) {
        List<LogState> data = home.logs().stream()
                .filter(log -> log.root().plane() == Plane.DATA && log.head().seq() > 0)
                .toList();
        Map<Dot, SignedDelta> found = new HashMap<>();
        for (int i = data.isEmpty() ? 0 : gen.from(1, MOST); i > 0; i--) {
            LogState log = gen.pick(data);
            Dot dot = new Dot(log.root().id(), gen.fromLong(1, log.head().seq()));
            found.put(dot, home.replica().store().delta(dot).orElseThrow());
        }
        return found.values().stream()
                .sorted((one, other) -> one.dot().compareTo(other.dot()))
                .toList();
    }
}
