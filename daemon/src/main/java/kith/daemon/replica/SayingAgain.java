package kith.daemon.replica;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import kith.daemon.store.Commit;
import kith.ontology.access.Scope;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;

/**
 * Says what a delta says once more, as this device's own word in a log of its own, as far as the right of this device
 * reaches now. On the lane only.
 */
final class SayingAgain {
    private final Works works;

    SayingAgain(Works works) {
        this.works = works;
    }

    /**
     * Says one delta again; gives back as which, or nothing where there is no room for what this device may say of it. What
     * did not count, or is erased, is said as none.
     *
     * @param of the log of the delta
     * @param again as which deltas were said that came before: a retraction of their dots is one of the new dots
     */
    Optional<List<Dot>> say(LogRoot of, SignedDelta delta, Map<Dot, List<Dot>> again, Works.Settling settling) {
        Scope scope = Applying.scope(of, works.authority());
        Optional<Edit> read = works.applying().read(of, delta, scope);
        if (read.isEmpty()) {
            return Optional.of(List.of());
        }
        Edit edit = read.get();
        List<Retraction> retracts = edit.retracts().stream()
                .map(retraction -> new Retraction(retraction.quad(), renamed(retraction, again)))
                .toList();
        Edit renamed = new Edit(edit.asserts(), retracts, edit.group(), edit.note());
        List<Author.Part> parts = works.author().again(renamed, works.authority(), works.applying());
        if (parts.isEmpty()) {
            boolean lacks = works.author().reached(renamed, works.authority()).operations() > 0;
            return lacks ? Optional.empty() : Optional.of(List.of());
        }
        List<VerifiedDelta> signed = works.author().sign(parts);
        LogRoot root = signed.getFirst().root();
        try (Commit commit = works.applying().begin(root)) {
            for (int i = 0; i < signed.size(); i++) {
                works.applying()
                        .append(commit, signed.get(i), Optional.of(parts.get(i).edit()), true);
            }
            settling.changed(
                    commit.write(), Map.of(root.id(), signed.getLast().dot().seq()));
        }
        return Optional.of(signed.stream().map(VerifiedDelta::dot).toList());
    }

    private static List<Dot> renamed(Retraction retraction, Map<Dot, List<Dot>> again) {
        TreeSet<Dot> seen = new TreeSet<>();
        for (Dot dot : retraction.seen()) {
            List<Dot> other = again.getOrDefault(dot, List.of());
            if (other.isEmpty()) {
                seen.add(dot);
            } else {
                seen.addAll(other);
            }
        }
        return List.copyOf(seen);
    }
}
