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
import java.util.TreeSet;
import kith.ontology.access.Act;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
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
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * What is to be seen of a set of deltas, worked out all at once from {@code docs/protocol/merge.md} and {@code
 * authority.md}, slow and plain: nothing is kept from before, nothing taken back. Who has which right, and how far logs
 * are let stand, the authority of all control deltas of the set tells, which has a plain reading of its own to answer to.
 */
final class PlainReading {
    private static final long DAYS_30 = 30L * 24 * 60 * 60 * 1_000 << 16;

    private final Authority authority;
    private final Map<LogId, Long> reach = new TreeMap<>();
    private final Set<Dot> erased = new TreeSet<>();
    private final Map<Quad, Map<Dot, Stamp>> asserted = new HashMap<>();
    private final Map<Quad, Set<Dot>> takenBack = new HashMap<>();
    private final PlainFields fields;

    /** @param proofs an authority that remembers which certificates and claims hold, and from which nothing else is taken */
    PlainReading(Authority proofs, Map<LogRoot, List<SignedDelta>> held) {
        List<ControlDelta> acts = acts(held);
        authority = proofs.again(acts);
        held.forEach((root, deltas) -> {
            long last = reach(root, deltas, authority.judge(root));
            if (last > 0) {
                reach.put(root.id(), last);
            }
        });
        List<ControlDelta> counting = new ArrayList<>(acts.stream()
                .filter(act -> act.dot().seq() <= reach.getOrDefault(act.dot().log(), 0L))
                .toList());
        // What was told of a branch is held in no log of its own.
        Set<Bytes> spoken = new HashSet<>();
        authority.said(Act.class).forEach(said -> spoken.add(said.delta().link()));
        counting.forEach(act -> spoken.remove(act.link()));
        authority.ofBranches().stream()
                .filter(act -> spoken.contains(act.link()))
                .forEach(counting::add);
        acts.addAll(authority.ofBranches());
        fields = new PlainFields(counting.stream().filter(this::governs).toList());
        held.forEach((root, deltas) -> {
            if (root.plane() == Plane.DATA) {
                read(root, deltas, admitted(root, acts), counting);
            }
        });
    }

    private Optional<Grant> grant(LogRoot root) {
        return authority.grant(root.cited(authority.space()));
    }

    private boolean speaksAt(ControlDelta act, Level level) {
        return grant(act.root()).filter(grant -> grant.level().isAtLeast(level)).isPresent();
    }

    /** What concerns all of a space is for admins of all of it. */
    private boolean governs(ControlDelta act) {
        return speaksAt(act, Level.ADMIN) && scope(act.root()).isAll();
    }

    private void read(LogRoot root, List<SignedDelta> deltas, long admitted, List<ControlDelta> acts) {
        long last = reach.getOrDefault(root.id(), 0L);
        long believed = admitted;
        for (SignedDelta delta : deltas) {
            boolean gone = delta.entry().isWithdrawn();
            if (acts.stream().anyMatch(act -> erases(act, root, delta))) {
                erased.add(delta.dot());
                gone = true;
            }
            if (delta.dot().seq() <= last) {
                long most = Math.max(admitted, believed) + DAYS_30;
                believed = Math.min(most, delta.entry().clock());
                Stamp stamp = new Stamp(believed, delta.entry().clock());
                Optional<Edit> edit = gone
                        ? Optional.empty()
                        : edit(delta).filter(said -> scope(root).permits(said, root.id()));
                edit.ifPresent(said -> {
                    read(delta, said, stamp);
                    acts.forEach(act -> restate(act, delta, said));
                });
            }
        }
    }

    private Scope scope(LogRoot root) {
        return grant(root).orElseThrow().allowance().scope();
    }

    private boolean erases(ControlDelta by, LogRoot root, SignedDelta delta) {
        if (!(by.act() instanceof Act.Erase erase)
                || erase.deltas().stream().noneMatch(named -> named.link().equals(delta.link()))) {
            return false;
        }
        Optional<Grant> author = grant(root);
        return governs(by)
                || author.isPresent()
                        && author.get()
                                .person()
                                .equals(grant(by.root()).orElseThrow().person());
    }

    /** An assert that an erasure names stays taken back, if who says so might take it back. */
    private void restate(ControlDelta by, SignedDelta delta, Edit said) {
        if (!(by.act() instanceof Act.Erase erase) || !speaksAt(by, Level.WRITER)) {
            return;
        }
        for (int place : erase.restated().getOrDefault(delta.dot(), Collections.emptySortedSet())) {
            if (place < said.asserts().size()) {
                Quad quad = said.asserts().get(place);
                Retraction retraction = new Retraction(quad, List.of(delta.dot()));
                Edit taking = new Edit(List.of(), List.of(retraction), Optional.empty(), Optional.empty());
                if (scope(by.root()).permits(taking, by.dot().log())) {
                    takeBack(retraction);
                }
            }
        }
    }

    /** The clock of the act that let an author in. */
    private static long admitted(LogRoot root, List<ControlDelta> acts) {
        return acts.stream()
                .filter(act -> act.grant().equals(root.grant()))
                .mapToLong(ControlDelta::clock)
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
    private long reach(LogRoot root, List<SignedDelta> deltas, Verdict verdict) {
        if (!(verdict instanceof Verdict.Valid valid)) {
            return 0;
        }
        long quota = root.plane() == Plane.DATA ? valid.allowance().quotaBytes() : Allowance.UNLIMITED;
        long bytes = 0;
        for (SignedDelta delta : deltas) {
            long seq = delta.dot().seq();
            bytes += delta.entry().content().length();
            boolean kept = valid.within().stream()
                    .allMatch(ends -> ends.stream().anyMatch(end -> end.dot().seq() >= seq && isOn(end, deltas)));
            // What was told of a branch may prove it too.
            boolean spoken = seq <= authority.spoken(root.id());
            if (!(kept || spoken) || seq > valid.most() || (quota != Allowance.UNLIMITED && bytes > quota)) {
                return seq - 1;
            }
        }
        return deltas.size();
    }

    private static boolean isOn(Cutoff end, List<SignedDelta> branch) {
        return branch.stream()
                .anyMatch(delta -> delta.dot().equals(end.dot()) && delta.link().equals(end.link()));
    }

    private void read(SignedDelta delta, Edit edit, Stamp stamp) {
        for (Quad quad : edit.asserts()) {
            asserted.computeIfAbsent(quad, first -> new HashMap<>()).put(delta.dot(), stamp);
        }
        edit.retracts().forEach(this::takeBack);
    }

    private void takeBack(Retraction retraction) {
        takenBack.computeIfAbsent(retraction.quad(), first -> new HashSet<>()).addAll(retraction.seen());
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

    /** Deltas that are held and that some act which counts erases. */
    Set<Dot> erased() {
        return erased;
    }

    /** Of each field of one value that value, of all others all that holds. */
    Set<Quad> shown() {
        Map<Quad, List<Stamp>> holding = new HashMap<>();
        asserted.forEach((quad, dots) -> {
            List<Stamp> stamps = dots.entrySet().stream()
                    .filter(dot -> !takenBack.getOrDefault(quad, Set.of()).contains(dot.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            if (!stamps.isEmpty()) {
                holding.put(quad, stamps);
            }
        });
        Map<Node, Set<Node>> types = new HashMap<>();
        holding.keySet().stream()
                .filter(quad -> quad.getPredicate().isURI()
                        && quad.getPredicate().getURI().equals(Terms.RDF_TYPE))
                .forEach(quad -> types.computeIfAbsent(quad.getSubject(), first -> new HashSet<>())
                        .add(quad.getObject()));
        Set<Quad> shown = new HashSet<>();
        Map<Quad, List<SingleValue.Candidate>> single = new HashMap<>();
        holding.forEach((quad, stamps) -> {
            if (policy(quad, types) == Policy.ALL) {
                shown.add(quad);
            } else {
                single.computeIfAbsent(field(quad, Node.ANY), first -> new ArrayList<>())
                        .add(new SingleValue.Candidate(
                                quad.getObject(), Collections.min(stamps), Collections.max(stamps)));
            }
        });
        single.forEach((field, values) -> shown.add(
                field(field, SingleValue.shown(policy(field, types), values).value())));
        return shown;
    }

    private Policy policy(Quad quad, Map<Node, Set<Node>> types) {
        return fields.policy(quad.getPredicate(), types.getOrDefault(quad.getSubject(), Set.of()));
    }

    private static Quad field(Quad like, Node value) {
        return Quad.create(like.getGraph(), like.getSubject(), like.getPredicate(), value);
    }
}
