package kith.daemon.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import kith.daemon.index.Order;
import kith.daemon.store.Examination.Course;
import kith.daemon.store.Examination.Moment;
import kith.daemon.store.Examination.Reading;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Plane;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Operation;
import kith.ontology.merge.QuadHistory;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** Reads all rows of a space: what is shown must follow from their operations, and those from deltas that count. */
final class RowCheck {
    private static final String PART = "rows";
    /** Edits kept while operations are looked for: those of a delta often stand side by side. */
    private static final int MAX_EDITS = 256;

    private final Moment moment;
    private final Reading reading;
    private final Course course;
    private final Map<LogId, LogState> heads;
    private final Predicate<Dot> counts;
    private long rows;
    private long shown;
    private long operations;
    private long wrong;

    RowCheck(Moment moment, Reading reading, Course course) {
        this.moment = moment;
        this.reading = reading;
        this.course = course;
        this.heads = LogCheck.heads(moment);
        this.counts = dot -> {
            LogState log = heads.get(dot.log());
            return log != null && dot.seq() <= log.applied();
        };
    }

    /** @param expected how many operations of deltas that count were found in the rows */
    void run(long expected) {
        try {
            walk(this::row);
            if (wrong > 0) {
                moment.found(course, "row", wrong + " quads are shown or hidden other than their operations say");
            }
            if (shown != moment.counts().quads()) {
                moment.found(
                        course, "count", moment.counts().quads() + " quads are counted, and " + shown + " are shown");
            }
            if (operations != expected) {
                Strangers strangers = new Strangers();
                walk(strangers::row);
                strangers.tell();
            }
            indexes();
        } catch (KithException unreadable) {
            if (unreadable.code() == Code.INTERRUPTED) {
                throw unreadable;
            }
            moment.found(course, "row", "behind " + rows + " rows these cannot be read on: " + unreadable.getMessage());
        }
    }

    private interface Look {
        void at(Quad quad);
    }

    private void walk(Look look) {
        rows = 0;
        // A bound for people to look at: rows that show nothing come on top.
        long about = moment.counts().quads();
        Iterator<Quad> all = moment.seen().everHeld(Node.ANY, Node.ANY);
        while (all.hasNext()) {
            look.at(all.next());
            rows++;
            course.step(PART, Math.min(rows, about), about);
        }
    }

    private void row(Quad quad) {
        QuadHistory history = moment.seen().history(quad);
        boolean isShown = moment.seen().contains(quad);
        shown += isShown ? 1 : 0;
        boolean asserted = history.isAsserted(counts);
        boolean byViews = asserted
                && (!moment.seen().views().mayBeSingle(quad.getPredicate())
                        || moment.seen().shows(quad, counts));
        wrong += byViews == isShown ? 0 : 1;
        for (Operation operation : history.operations()) {
            operations += isOfData(operation.dot()) ? 1 : 0;
        }
    }

    /** Acts restate what erased deltas took back; all else in rows comes from logs of data. */
    private boolean isOfData(Dot dot) {
        LogState log = heads.get(dot.log());
        return log == null || log.root().plane() == Plane.DATA;
    }

    private void indexes() {
        IndexSum all = IndexSum.of(moment, Order.SPOG, Order.SPOG, course);
        IndexSum named = IndexSum.of(moment, Order.SPOG, Order.GSPO, course);
        for (Order order : Order.values()) {
            IndexSum rowsSay = order == Order.GSPO ? named : all;
            IndexSum held = order == Order.SPOG ? all : IndexSum.of(moment, order, order, course);
            if (!held.equals(rowsSay)) {
                moment.found(
                        course,
                        "index",
                        "the index " + order + " has " + held.quads() + " quads, and rows show " + rowsSay.quads()
                                + (held.quads() == rowsSay.quads() ? " others" : ""));
            }
        }
    }

    /** Operations in rows that no delta that counts says. */
    private final class Strangers {
        private final Map<LogId, TreeMap<Long, Integer>> strange = new TreeMap<>();
        private final Map<Dot, Optional<Edit>> edits = new LinkedHashMap<>();
        private final Set<Dot> gone = new HashSet<>();

        void row(Quad quad) {
            for (Operation operation : moment.seen().history(quad).operations()) {
                if (isOfData(operation.dot()) && !isSaid(quad, operation)) {
                    strange.computeIfAbsent(operation.dot().log(), first -> new TreeMap<>())
                            .merge(operation.dot().seq(), 1, Integer::sum);
                }
            }
        }

        private boolean isSaid(Quad quad, Operation operation) {
            Optional<Edit> edit = edit(operation.dot());
            return switch (operation) {
                case Operation.Assert said ->
                    edit.filter(content -> content.asserts().contains(quad)).isPresent();
                case Operation.Retract taken ->
                    edit.stream()
                            .flatMap(content -> content.retracts().stream())
                            .anyMatch(retraction -> retraction.quad().equals(quad)
                                    && Set.copyOf(retraction.seen()).equals(taken.seen()));
            };
        }

        private Optional<Edit> edit(Dot dot) {
            if (!counts.test(dot) || gone.contains(dot)) {
                return Optional.empty();
            }
            Optional<Edit> known = edits.get(dot);
            if (known == null) {
                known = read(dot);
                if (edits.size() == MAX_EDITS) {
                    edits.clear();
                }
                edits.put(dot, known);
            }
            return known;
        }

        private Optional<Edit> read(Dot dot) {
            LogState log = heads.get(dot.log());
            try {
                return log == null
                        ? Optional.empty()
                        : moment.space().delta(dot).flatMap(delta -> reading.of(log.root(), delta));
            } catch (KithException unreadable) {
                // It was told when the log was read.
                gone.add(dot);
                return Optional.empty();
            }
        }

        void tell() {
            List<Examination.Fault> faults = new ArrayList<>();
            strange.forEach((log, bySeq) -> bySeq.forEach((seq, count) -> faults.add(new Examination.Fault(
                    "operation",
                    moment.space().name(),
                    Optional.of(log),
                    seq,
                    seq,
                    count + " operations in rows are of this delta, which does not say them"))));
            faults.forEach(course::found);
        }
    }
}
