package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;

/** The control logs held, with all their branches. */
final class Chains {
    private static final Comparator<ControlDelta> ORDER =
            Comparator.comparing(ControlDelta::dot).thenComparing(ControlDelta::link);

    private final Map<LogId, List<ControlDelta>> logs = new HashMap<>();
    private final Map<Bytes, ControlDelta> byLink = new HashMap<>();
    private final Map<GrantId, List<LogRoot>> byGrant = new HashMap<>();

    Chains(Collection<ControlDelta> deltas) {
        for (ControlDelta delta : deltas) {
            if (byLink.putIfAbsent(delta.link(), delta) == null) {
                List<ControlDelta> log = logs.get(delta.dot().log());
                if (log == null) {
                    log = new ArrayList<>();
                    logs.put(delta.dot().log(), log);
                    byGrant.computeIfAbsent(delta.root().grant(), first -> new ArrayList<>())
                            .add(delta.root());
                }
                log.add(delta);
            }
        }
        logs.values().forEach(log -> log.sort(ORDER));
    }

    /** The logs that cite a grant. */
    List<LogRoot> citing(GrantId grant) {
        return byGrant.getOrDefault(grant, List.of());
    }

    /** The deltas of a log that come to stand when all of {@code endings} are heeded: of each, what its kept ones prove. */
    List<ControlDelta> within(LogId log, Collection<Authority.Ending> endings, long most) {
        List<ControlDelta> held = logs.getOrDefault(log, List.of());
        Predicate<ControlDelta> stands = delta -> delta.dot().seq() <= most;
        for (Authority.Ending ending : endings) {
            Set<Bytes> proven = new HashSet<>();
            ending.kept(log).forEach(cutoff -> prove(cutoff, proven));
            stands = stands.and(delta -> proven.contains(delta.link()));
        }
        return held.stream().filter(stands).toList();
    }

    private void prove(Cutoff cutoff, Set<Bytes> proven) {
        ControlDelta next = byLink.get(cutoff.link());
        if (next == null || !next.dot().equals(cutoff.dot())) {
            return;
        }
        while (next != null && next.dot().log().equals(cutoff.dot().log()) && proven.add(next.link())) {
            next = byLink.get(next.previous());
        }
    }
}
