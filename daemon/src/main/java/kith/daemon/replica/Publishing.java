package kith.daemon.replica;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Authority;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.LogId;
import kith.ontology.merge.Effect;

/** Tells of what changed once it would survive a power cut. Changes come on the lane, listeners from any thread. */
final class Publishing {
    private final SpaceStore space;
    private final Durability durability;
    private final OwnLogs ours;
    private final Lasting lasting;
    private final Supplier<Authority> authority;
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<Set<LogId>>> watchers = new CopyOnWriteArrayList<>();

    Publishing(SpaceStore space, Durability durability, OwnLogs ours, Lasting lasting, Supplier<Authority> authority) {
        this.space = space;
        this.durability = durability;
        this.ours = ours;
        this.lasting = lasting;
        this.authority = authority;
    }

    void onCommitted(Consumer<Committed> listener) {
        listeners.add(listener);
    }

    /** Told which logs move, before anybody can see that they did. */
    void onMoving(Consumer<Set<LogId>> watcher) {
        watchers.add(watcher);
    }

    /** @param heads how far logs that changed count now */
    Effect publish(Effect effect, Map<LogId, Long> heads, boolean authorityChanged) {
        Map<LogId, Long> told = lasting.told(heads, authority.get());
        Map<LogId, Frontier.Head> branches = lasting.branches(told);
        Map<LogId, Long> own = written(told.keySet());
        Committed committed = new Committed(told, effect, authorityChanged);
        durability.whenDurable(() -> {
            watchers.forEach(watcher -> watcher.accept(branches.keySet()));
            lasting.note(branches);
            own.forEach(durability.watermark()::note);
            listeners.forEach(listener -> listener.accept(committed));
        });
        return effect;
    }

    /** How far logs of our own are written now. */
    private Map<LogId, Long> written(Collection<LogId> changed) {
        Map<LogId, Long> written = new HashMap<>();
        for (LogId log : changed) {
            space.log(log)
                    .filter(state -> ours.isOwn(state.root()))
                    .ifPresent(state -> written.put(log, state.head().seq()));
        }
        return written;
    }
}
