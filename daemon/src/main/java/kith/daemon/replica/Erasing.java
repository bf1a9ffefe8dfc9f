package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.daemon.store.Commit;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Scope;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;

/** Carries out what acts of erasure say, on what is held. On the lane only. */
final class Erasing {
    private final SpaceStore space;
    private final Applying applying;
    /** Links of the deltas whose payload is known to be gone. */
    private final Set<Bytes> gone = new HashSet<>();

    private volatile Map<LogId, Long> carriedOut = Map.of();

    Erasing(SpaceStore space, Applying applying) {
        this.space = space;
        this.applying = applying;
    }

    /** Brings every log to where {@code authority} lets it count, and erases what it lets be erased. */
    Applying.Settled settleAll(Authority authority) {
        return settleAll(authority, applying.erasures());
    }

    /** As {@link #settleAll}, when it is not known what was carried out before the daemon died. */
    Applying.Settled resume(Authority authority, Collection<ControlDelta> heard) {
        return settleAll(authority, Erasures.ever(heard));
    }

    private Applying.Settled settleAll(Authority authority, Erasures before) {
        Erasures now = Erasures.of(authority);
        applying.heed(now, before);
        Applying.Settled settled = applying.settleAll(authority);
        Effects effects = new Effects();
        effects.add(settled.effect());
        // What stays taken back is restated before what took it back goes: at no moment does it show again.
        restate(before, now, authority, effects);
        erase(before, now, effects);
        carriedOut = Erasures.acts(authority);
        return new Applying.Settled(settled.heads(), effects.joined());
    }

    /** Up to which acts what was erased is off the disk: all, or none before the present work is done. Any thread. */
    Map<LogId, Long> done() {
        // In this order: what was carried out had made the purge pending before.
        Map<LogId, Long> acts = carriedOut;
        return space.purge().isPending() ? Map.of() : acts;
    }

    private void restate(Erasures before, Erasures now, Authority authority, Effects effects) {
        for (Dot dot : now.differing(before)) {
            Optional<LogState> log = space.log(dot.log()).filter(held -> dot.seq() <= held.applied());
            Optional<SignedDelta> delta = log.flatMap(held -> space.delta(dot));
            if (delta.isPresent()) {
                Scope scope = Applying.scope(log.get().root(), authority);
                applying.read(log.get().root(), delta.get(), scope).ifPresent(edit -> {
                    try (Commit commit = applying.begin(log.get().root())) {
                        before.restated(dot, edit, commit::unstate);
                        now.restated(dot, edit, commit::restate);
                        effects.add(commit.write());
                    }
                });
            }
        }
    }

    private void erase(Erasures before, Erasures now, Effects effects) {
        List<SignedDelta> doomed = new ArrayList<>();
        for (Cutoff cutoff : now.named()) {
            if (!gone.contains(cutoff.link())) {
                held(cutoff, now).ifPresent(doomed::add);
            }
        }
        int next = 0;
        while (next < doomed.size()) {
            SignedDelta first = doomed.get(next);
            try (Commit commit = applying.begin(root(first).root())) {
                int weight = 0;
                while (next < doomed.size() && weight < Applying.STEP_OPERATIONS) {
                    SignedDelta delta = doomed.get(next++);
                    // Whatever it was let do: what it did not do is not there to be undone.
                    Optional<Edit> edit = Applying.read(delta, Scope.ALL);
                    commit.erase(delta, edit);
                    edit.ifPresent(said -> {
                        before.restated(delta.dot(), said, commit::unstate);
                        now.restated(delta.dot(), said, commit::unstate);
                    });
                    weight += edit.map(said -> said.operations() + said.dots()).orElse(0);
                    gone.add(delta.link());
                }
                effects.add(commit.write());
            }
        }
    }

    private LogState root(SignedDelta delta) {
        return space.log(delta.dot().log()).orElseThrow();
    }

    /** A delta that is held with its payload, and is to lose it. */
    private Optional<SignedDelta> held(Cutoff cutoff, Erasures now) {
        Dot dot = cutoff.dot();
        Optional<LogState> log =
                space.log(dot.log()).filter(state -> dot.seq() <= state.head().seq());
        if (log.isEmpty() || !space.link(dot.log(), dot.seq()).equals(cutoff.link())) {
            return Optional.empty();
        }
        SignedDelta delta = space.delta(dot).orElseThrow();
        if (delta.entry().isWithdrawn()) {
            gone.add(delta.link());
            return Optional.empty();
        }
        return Optional.of(delta).filter(held -> now.cover(log.get().root(), held));
    }
}
