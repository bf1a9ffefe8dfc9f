package kith.daemon.sim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.merge.SingleValue;
import kith.ontology.merge.Stamp;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * What is to be seen of a set of deltas, worked out all at once from {@code docs/protocol/merge.md}, slow and plain:
 * nothing is kept from before, nothing taken back. Who may say what, the authority of all control deltas of the set
 * tells, which has a plain reading of its own to answer to.
 */
final class PlainReading {
    private static final long DAYS_30 = 30L * 24 * 60 * 60 * 1_000 << 16;

    private final Map<LogId, Long> reach = new TreeMap<>();
    private final Map<Quad, Map<Dot, Stamp>> asserted = new HashMap<>();
    private final Map<Quad, Set<Dot>> takenBack = new HashMap<>();

    /** @param proofs an authority that remembers which certificates and claims hold, and from which nothing else is taken */
    PlainReading(Authority proofs, Map<LogRoot, List<SignedDelta>> held) {
        Authority authority = proofs.again(acts(held));
        held.forEach((root, deltas) -> {
            long last = reach(root, deltas, authority.judge(root));
            if (last > 0) {
                reach.put(root.id(), last);
            }
            if (root.plane() == Plane.DATA) {
                long admitted = admitted(root, held);
                long believed = admitted;
                for (SignedDelta delta : deltas.subList(0, (int) last)) {
                    long most = Math.max(admitted, believed) + DAYS_30;
                    believed = Math.min(most, delta.entry().clock());
                    read(
                            delta,
                            authority,
                            root,
                            new Stamp(believed, delta.entry().clock()));
                }
            }
        });
    }

    /** The clock of the act that let an author in. */
    private static long admitted(LogRoot root, Map<LogRoot, List<SignedDelta>> held) {
        return held.values().stream()
                .flatMap(List::stream)
                .filter(delta -> delta.link().equals(root.grant().value()))
                .mapToLong(delta -> delta.entry().clock())
                .findFirst()
                .orElse(0);
    }

    private static List<ControlDelta> acts(Map<LogRoot, List<SignedDelta>> held) {
        List<ControlDelta> acts = new ArrayList<>();
        held.forEach((root, deltas) -> {
            Bytes previous = root.id().value();
            for (SignedDelta delta : deltas) {
                if (root.plane() == Plane.CONTROL) {
                    acts.add(ControlDelta.of(root, previous, delta));
                }
                previous = delta.link();
            }
        });
        return acts;
    }

    /** The last number up to which all is let count. */
    private static long reach(LogRoot root, List<SignedDelta> deltas, Verdict verdict) {
        if (!(verdict instanceof Verdict.Valid valid)) {
            return 0;
        }
        long quota = root.plane() == Plane.DATA ? valid.allowance().quotaBytes() : Allowance.UNLIMITED;
        long bytes = 0;
        for (SignedDelta delta : deltas) {
            long seq = delta.dot().seq();
            bytes += delta.entry().payload().length();
            boolean kept = valid.within().stream()
                    .allMatch(ends -> ends.stream().anyMatch(end -> end.dot().seq() >= seq && isOn(end, deltas)));
            if (!kept || seq > valid.most() || (quota != Allowance.UNLIMITED && bytes > quota)) {
                return seq - 1;
            }
        }
        return deltas.size();
    }

    private static boolean isOn(Cutoff end, List<SignedDelta> branch) {
        return branch.stream()
                .anyMatch(delta -> delta.dot().equals(end.dot()) && delta.link().equals(end.link()));
    }

    private void read(SignedDelta delta, Authority authority, LogRoot root, Stamp stamp) {
        edit(delta)
                .filter(edit -> authority
                        .grant(root.grant())
                        .orElseThrow()
                        .allowance()
                        .scope()
                        .permits(edit, delta.dot().log()))
                .ifPresent(edit -> {
                    for (Quad quad : edit.asserts()) {
                        asserted.computeIfAbsent(quad, first -> new HashMap<>()).put(delta.dot(), stamp);
                    }
                    for (Retraction retraction : edit.retracts()) {
                        takenBack
                                .computeIfAbsent(retraction.quad(), first -> new HashSet<>())
                                .addAll(retraction.seen());
                    }
                });
    }

    private static Optional<Edit> edit(SignedDelta delta) {
        try {
            return Optional.of(
                    EditCodec.decode(delta.entry().payload(), delta.dot().log()));
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** How far logs count that count at all, of both planes. */
    Map<LogId, Long> reach() {
        return reach;
    }

    /** Of each field of one value that value, of all others all that holds. */
    Set<Quad> shown() {
        Map<Quad, List<SingleValue.Candidate>> fields = new HashMap<>();
        Set<Quad> shown = new HashSet<>();
        asserted.forEach((quad, dots) -> {
            List<Stamp> stamps = dots.entrySet().stream()
                    .filter(dot -> !takenBack.getOrDefault(quad, Set.of()).contains(dot.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            if (!stamps.isEmpty() && policy(quad) == Policy.ALL) {
                shown.add(quad);
            } else if (!stamps.isEmpty()) {
                fields.computeIfAbsent(field(quad, Node.ANY), first -> new ArrayList<>())
                        .add(new SingleValue.Candidate(
                                quad.getObject(), Collections.min(stamps), Collections.max(stamps)));
            }
        });
        fields.forEach((field, values) ->
                shown.add(field(field, SingleValue.shown(policy(field), values).value())));
        return shown;
    }

    private static Policy policy(Quad quad) {
        return Views.ofProfile().of(quad.getPredicate(), Set::of);
    }

    private static Quad field(Quad like, Node value) {
        return Quad.create(like.getGraph(), like.getSubject(), like.getPredicate(), value);
    }
}
