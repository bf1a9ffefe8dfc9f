package kith.ontology.access;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;

/** How far each log counts, by the grant that it cites and what ended that. Immutable. */
final class Judging {
    private final SpaceId space;
    private final Evaluation held;

    Judging(SpaceId space, Evaluation held) {
        this.space = space;
        this.held = held;
    }

    /** What becomes of the deltas of a log. */
    Verdict judge(LogRoot root) {
        if (root.isFounding()) {
            ControlDelta genesis = held.genesis;
            if (genesis == null) {
                return new Verdict.Waiting(root.grant());
            }
            return genesis.root().equals(root)
                    ? judge(root, Objects.requireNonNull(held.grants.get(GrantId.ofGenesis(space))))
                    : new Verdict.Void("it founds another space");
        }
        if (!root.space().equals(space)) {
            return new Verdict.Void("it belongs to another space");
        }
        Grant grant = held.grants.get(root.grant());
        return grant == null ? new Verdict.Waiting(root.grant()) : judge(root, grant);
    }

    private Verdict judge(LogRoot root, Grant grant) {
        boolean control = root.plane() == Plane.CONTROL;
        if (control && root.grant().equals(GrantId.ofGenesis(space)) && held.isPaper(root.author())) {
            return new Verdict.Valid(List.of(), Long.MAX_VALUE, Allowance.of(Level.ROOT));
        }
        boolean byPerson = control
                && grant.under().isEmpty()
                && root.author().equals(grant.person())
                && !root.author().equals(grant.device());
        if (!root.author().equals(grant.device()) && !byPerson) {
            return new Verdict.Void("its author is not whom the grant names");
        }
        if (!control && !grant.level().isAtLeast(Level.WRITER)) {
            return new Verdict.Void("its grant allows less than it does");
        }
        if (!grant.allowance().letsSpeak(root)) {
            return new Verdict.Void("its key speaks under that grant in other logs");
        }
        List<Authority.Ending> endings = byPerson
                ? held.endingsOfPerson.getOrDefault(grant.id(), List.of())
                : held.endings.getOrDefault(grant.id(), List.of());
        List<List<Cutoff>> stronger = within(endings, false, root);
        List<List<Cutoff>> all = new ArrayList<>(stronger);
        all.addAll(within(endings, true, root));
        // Whoever ended their own right may have done so twice, from two copies of one home: all hear of both.
        List<List<Cutoff>> deciding = control ? stronger : all;
        if (deciding.stream().anyMatch(List::isEmpty)) {
            return new Verdict.Void("its grant was ended");
        }
        if (!control) {
            all.addAll(closings(root));
        }
        long most = control ? grant.allowance().mostActs() : Long.MAX_VALUE;
        long due = stronger.isEmpty() ? least(all, most) : Verdict.Valid.last(stronger, most);
        List<Cutoff> ownEnds = control ? held.ownEnds.getOrDefault(root.id(), List.of()) : List.of();
        return new Verdict.Valid(all, due, Verdict.Valid.last(deciding, most), ownEnds, most, grant.allowance());
    }

    /** Of the last numbers that each of {@code ends} names the least: of ends of one's own no one makes room for another. */
    private static long least(List<List<Cutoff>> ends, long most) {
        return ends.stream()
                .mapToLong(each -> each.isEmpty() ? 0 : Verdict.Valid.last(List.of(each), most))
                .reduce(most, Math::min);
    }

    private List<List<Cutoff>> within(List<Authority.Ending> endings, boolean own, LogRoot root) {
        return endings.stream()
                .filter(ending -> ending.isOwn() == own)
                .map(ending -> kept(ending, root))
                .toList();
    }

    private List<Cutoff> kept(Authority.Ending ending, LogRoot root) {
        ControlDelta genesis = held.genesis;
        if (genesis == null || !genesis.root().equals(root)) {
            return ending.kept(root.id());
        }
        // Whatever became of the founder, the space began so, and who comes new must hear of it.
        List<Cutoff> kept = new ArrayList<>(ending.kept(root.id()));
        kept.add(new Cutoff(genesis.dot(), genesis.link()));
        return kept;
    }

    /** Where the author of a data log let it end, by each act that does. */
    List<List<Cutoff>> closings(LogRoot root) {
        return held.closes.getOrDefault(root.grant(), List.of()).stream()
                .map(close -> close.ends().stream()
                        .filter(end -> end.dot().log().equals(root.id()))
                        .toList())
                .filter(ends -> !ends.isEmpty())
                .distinct()
                .sorted(Comparator.comparing(List::toString))
                .toList();
    }
}
