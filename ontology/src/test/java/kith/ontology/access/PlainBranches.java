package kith.ontology.access;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.testkit.Politics.DataDelta;

/** What ends keep of the branches of a log, plainly. */
final class PlainBranches {
    private PlainBranches() {}

    /** Whether every end keeps, on a branch that has a delta, that one or one after it. The last of a branch is first. */
    static <D> boolean isKept(D said, List<D> branch, List<PlainAuthority.End> ends) {
        return branch.contains(said)
                && ends.stream()
                        .allMatch(end -> branch.subList(0, branch.indexOf(said) + 1).stream()
                                .anyMatch(later -> end.kept().contains(cutoff(later))));
    }

    private static Cutoff cutoff(Object delta) {
        return delta instanceof DataDelta written
                ? new Cutoff(new Dot(written.root().id(), written.seq()), written.link())
                : new Cutoff(((ControlDelta) delta).dot(), ((ControlDelta) delta).link());
    }

    /** A delta and all before it, the last first. */
    static <D> List<D> of(D last, Map<Bytes, D> held, Function<D, Bytes> previous) {
        return Stream.iterate(last, Objects::nonNull, at -> held.get(previous.apply(at)))
                .toList();
    }

    /** Whether a data delta counts, of all that is held of its log, whose grant has this allowance and these ends. */
    static boolean counts(
            DataDelta delta, Map<Bytes, DataDelta> log, Allowance allowance, List<PlainAuthority.End> ends) {
        boolean stands = ends.isEmpty()
                || log.values().stream().anyMatch(last -> isKept(delta, of(last, log, DataDelta::previous), ends));
        long said = of(delta, log, DataDelta::previous).stream()
                .mapToLong(DataDelta::bytes)
                .sum();
        long quota = allowance.quotaBytes();
        return stands
                && (quota == Allowance.UNLIMITED || said <= quota)
                && allowance.scope().permits(delta.edit(), delta.root().id());
    }
}
