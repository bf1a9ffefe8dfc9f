package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import org.jspecify.annotations.Nullable;

/** The control logs held, with all their branches. */
final class Chains {
    private static final Comparator<ControlDelta> ORDER =
            Comparator.comparing(ControlDelta::dot).thenComparing(ControlDelta::link);

    private final Map<LogId, List<ControlDelta>> logs = new HashMap<>();
    private final Map<Bytes, ControlDelta> byLink = new HashMap<>();
    private final Map<GrantId, List<LogRoot>> byGrant = new HashMap<>();
    private final Map<Bytes, ControlDelta> told = new HashMap<>();

    Chains(Collection<ControlDelta> deltas) {
        deltas.forEach(this::hold);
        logs.values().forEach(log -> log.sort(ORDER));
    }

    private void hold(ControlDelta delta) {
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

    /**
     * Holds also the branches that some deltas tell of logs of the same key and grant, where what they follow is held;
     * whether there is any.
     *
     * @param most acts that a log may tell, none of what goes past them
     */
    boolean hear(Collection<ControlDelta> said, SpaceId space, long most) {
        List<List<ControlDelta>> pieces = new ArrayList<>();
        for (ControlDelta delta : said) {
            if (delta.act() instanceof Act.Branch branch
                    && branch.root().author().equals(delta.root().author())
                    && branch.root().cited(space).equals(delta.root().cited(space))
                    && (most == Long.MAX_VALUE || toldUpTo(delta) <= most)) {
                pieces.add(branch.deltas());
            }
        }
        boolean any = false;
        // A piece may follow another one.
        while (pieces.removeIf(this::join)) {
            any = true;
        }
        return any;
    }

    /** Acts that a log tells of branches up to one of its deltas. */
    private long toldUpTo(ControlDelta last) {
        return branch(last).values().stream()
                .filter(delta -> delta.act() instanceof Act.Branch)
                .mapToLong(delta -> ((Act.Branch) delta.act()).deltas().size())
                .sum();
    }

    private boolean join(List<ControlDelta> piece) {
        ControlDelta first = piece.getFirst();
        boolean follows = first.dot().seq() == 1
                ? first.previous().equals(first.dot().log().value())
                : follows(first, byLink.get(first.previous()));
        if (follows) {
            piece.forEach(this::hold);
            Objects.requireNonNull(logs.get(first.dot().log())).sort(ORDER);
            piece.forEach(delta -> told.put(delta.link(), delta));
        }
        return follows;
    }

    /** What was told of branches, by link. */
    Map<Bytes, ControlDelta> told() {
        return told;
    }

    private static boolean follows(ControlDelta delta, @Nullable ControlDelta before) {
        return before != null
                && before.dot().log().equals(delta.dot().log())
                && before.dot().seq() + 1 == delta.dot().seq()
                && before.clock() < delta.clock();
    }

    /** The clock of the act of that link. */
    OptionalLong clock(Bytes link) {
        ControlDelta said = byLink.get(link);
        return said == null ? OptionalLong.empty() : OptionalLong.of(said.clock());
    }

    /** The logs that cite a grant. */
    List<LogRoot> citing(GrantId grant) {
        return byGrant.getOrDefault(grant, List.of());
    }

    /** The deltas of a log that stand when all of {@code endings} are heeded: of each branch as far as all of them keep. */
    List<ControlDelta> within(LogId log, Collection<Authority.Ending> endings, long most) {
        List<ControlDelta> held = logs.getOrDefault(log, List.of());
        if (endings.isEmpty()) {
            return held.stream().filter(delta -> delta.dot().seq() <= most).toList();
        }
        Verdict.Valid verdict = new Verdict.Valid(
                endings.stream().map(ending -> ending.kept(log)).toList(), most, Allowance.of(Level.RELAY));
        Set<Bytes> followed = held.stream().map(ControlDelta::previous).collect(Collectors.toSet());
        Set<Bytes> standing = new HashSet<>();
        for (ControlDelta last : held) {
            if (!followed.contains(last.link())) {
                Map<Long, ControlDelta> branch = branch(last);
                long reach = verdict.reach(
                        last.dot().seq(),
                        seq -> branch.containsKey(seq) ? branch.get(seq).link() : Bytes.EMPTY);
                branch.values().stream()
                        .filter(delta -> delta.dot().seq() <= reach)
                        .forEach(delta -> standing.add(delta.link()));
            }
        }
        return held.stream().filter(delta -> standing.contains(delta.link())).toList();
    }

    /** By number, down to the first of the log or to where one before is not held. */
    private Map<Long, ControlDelta> branch(ControlDelta last) {
        Map<Long, ControlDelta> branch = new HashMap<>();
        ControlDelta next = last;
        while (next != null && next.dot().log().equals(last.dot().log())) {
            branch.put(next.dot().seq(), next);
            next = byLink.get(next.previous());
        }
        return branch;
    }
}
