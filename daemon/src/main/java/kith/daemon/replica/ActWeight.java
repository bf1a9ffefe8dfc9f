package kith.daemon.replica;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import kith.ontology.access.Act;
import kith.ontology.access.ControlDelta;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * What control deltas take from whoever keeps them.
 *
 * @param deltas how many; what is told of a branch counts as what it is
 * @param bytes of payload, and what shapes take in memory besides: theirs may be deflated to a hundredth
 */
record ActWeight(long deltas, long bytes) {
    static final ActWeight NONE = new ActWeight(0, 0);

    /** Memory of a triple and of a term, without the text of the term. */
    private static final long TRIPLE_BYTES = 64;

    private static final long TERM_BYTES = 96;

    /** What a run weighs; {@code acts} are what it says, delta by delta. */
    static ActWeight of(List<ControlDelta> acts, List<VerifiedDelta> run) {
        ActWeight all = NONE;
        for (int i = 0; i < acts.size(); i++) {
            all = all.and(of(acts.get(i), run.get(i).delta()));
        }
        return all;
    }

    private static ActWeight of(ControlDelta act, SignedDelta delta) {
        return new ActWeight(0, delta.entry().content().length()).and(said(act.act()));
    }

    private static ActWeight said(Act act) {
        return switch (act) {
            case Act.Branch branch ->
                branch.deltas().stream().map(told -> said(told.act())).reduce(new ActWeight(1, 0), ActWeight::and);
            case Act.Shape shape -> new ActWeight(1, memory(shape.triples()));
            default -> new ActWeight(1, 0);
        };
    }

    private static long memory(Set<Quad> triples) {
        Set<Node> terms = new HashSet<>();
        for (Quad triple : triples) {
            terms.add(triple.getSubject());
            terms.add(triple.getPredicate());
            terms.add(triple.getObject());
        }
        long texts = terms.stream().mapToLong(ActWeight::memory).sum();
        return texts + TRIPLE_BYTES * triples.size();
    }

    private static long memory(Node term) {
        return TERM_BYTES
                + (term.isLiteral()
                        ? term.getLiteralLexicalForm().length()
                        : term.toString().length());
    }

    ActWeight and(ActWeight more) {
        return new ActWeight(deltas + more.deltas, bytes + more.bytes);
    }

    boolean isWithin(long mostDeltas, long mostBytes) {
        return deltas <= mostDeltas && bytes <= mostBytes;
    }

    /** What is held weighs, log by log. On the lane only. */
    static final class Scales {
        private final Map<LogId, NavigableMap<Long, ActWeight>> logs = new HashMap<>();

        void put(ControlDelta act, SignedDelta delta) {
            logs.computeIfAbsent(delta.dot().log(), first -> new TreeMap<>())
                    .put(delta.dot().seq(), of(act, delta));
        }

        /** Lets go of what was held of a log past a number. */
        void forget(LogId log, long seq) {
            NavigableMap<Long, ActWeight> held = logs.get(log);
            if (held != null) {
                held.tailMap(seq, false).clear();
            }
        }

        /** What is held of a log past a number. */
        ActWeight past(LogId log, long seq) {
            NavigableMap<Long, ActWeight> held = logs.get(log);
            return held == null
                    ? NONE
                    : held.tailMap(seq, false).values().stream().reduce(NONE, ActWeight::and);
        }
    }
}
