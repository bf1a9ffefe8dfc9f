package kith.daemon.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import kith.daemon.index.Rows;
import kith.ontology.delta.Dot;
import kith.ontology.merge.SingleValue;
import kith.ontology.merge.Stamp;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * Decides what is to be seen after a commit: of each quad by its operations, of each value of a field beside the others,
 * and of the fields of a thing whose classes change. On the lane, for one commit.
 */
final class Look {
    private final SpaceStore space;
    private final Commit commit;
    private final Views views;
    private final Map<QuadIds, Touched> rows;
    private final Function<Dot, Stamp> stamp;
    /** What the commit says of the classes of things. */
    private final Map<Long, List<Touched>> typeRows = new HashMap<>();

    private final Map<Long, Set<Node>> types = new HashMap<>();

    Look(SpaceStore space, Commit commit, Map<QuadIds, Touched> rows, Function<Dot, Stamp> stamp) {
        this.space = space;
        this.commit = commit;
        this.views = space.views();
        this.rows = rows;
        this.stamp = stamp;
    }

    /** Enters what is to be seen in the rows, which become more where a value that was not touched changes place. */
    void at(Map<Field, Quad> again) {
        Map<Field, Quad> fields = new LinkedHashMap<>(again);
        for (Touched row : rows.values()) {
            row.sight = row.history.isAsserted(commit::counts) ? Sight.SHOWN : Sight.GONE;
            if (views.mayBeSingle(row.quad.getPredicate())) {
                fields.putIfAbsent(Field.of(row.ids), row.quad);
            }
        }
        if (views.areByClass()) {
            addFieldsByClass(fields);
        }
        if (fields.isEmpty()) {
            return;
        }
        Map<Field, List<Touched>> touched = new HashMap<>();
        for (Touched row : rows.values()) {
            Field field = Field.of(row.ids);
            if (fields.containsKey(field)) {
                touched.computeIfAbsent(field, first -> new ArrayList<>()).add(row);
            }
        }
        for (Map.Entry<Field, Quad> field : fields.entrySet()) {
            List<Touched> values = new ArrayList<>(touched.getOrDefault(field.getKey(), List.of()));
            values.addAll(untouched(field.getKey(), field.getValue()));
            look(values);
        }
    }

    /** A thing that gains or loses a class shows the fields of that class by other policies. */
    private void addFieldsByClass(Map<Field, Quad> fields) {
        for (Touched row : rows.values()) {
            if (row.quad.getPredicate().equals(Views.TYPE)) {
                typeRows.computeIfAbsent(row.ids[1], first -> new ArrayList<>()).add(row);
            }
        }
        for (List<Touched> ofThing : typeRows.values()) {
            for (Touched row : ofThing) {
                if (row.holds() != row.before.holds() && !commit.isFresh(row.ids[1])) {
                    views.fieldsOf(row.quad.getObject()).forEach(predicate -> addFields(row, predicate, fields));
                }
            }
        }
    }

    private void addFields(Touched typed, Node predicate, Map<Field, Quad> fields) {
        OptionalLong id = space.terms().find(predicate);
        if (id.isEmpty()) {
            return;
        }
        rows(typed.ids[1], id.getAsLong()).forEachRemaining(row -> {
            if (RowCodec.sight(row.kept()).holds()) {
                fields.computeIfAbsent(
                        Field.of(row),
                        first -> Quad.create(
                                space.terms().term(row.graph()), typed.quad.getSubject(), predicate, Node.ANY));
            }
        });
    }

    /** Values of a field that hold and that this commit says nothing of. */
    private List<Touched> untouched(Field field, Quad like) {
        List<Touched> found = new ArrayList<>();
        if (commit.isFresh(field.subject())) {
            return found;
        }
        rows(field.subject(), field.predicate()).forEachRemaining(row -> {
            boolean isOfIt =
                    row.graph() == field.graph() && RowCodec.sight(row.kept()).holds();
            if (isOfIt && !rows.containsKey(QuadIds.of(row))) {
                Node value = space.terms().term(row.object());
                found.add(commit.row(Quad.create(like.getGraph(), like.getSubject(), like.getPredicate(), value), row));
            }
        });
        return found;
    }

    private void look(List<Touched> values) {
        List<Touched> holding = values.stream().filter(Touched::holds).toList();
        if (holding.isEmpty()) {
            return;
        }
        Touched first = holding.getFirst();
        Policy policy = views.of(first.quad.getPredicate(), () -> types(first));
        Touched shown = holding.size() == 1 || policy == Policy.ALL ? first : shown(policy, holding);
        for (Touched row : holding) {
            row.sight = row == shown || policy == Policy.ALL ? Sight.SHOWN : Sight.HIDDEN;
            if (row.sight != row.before) {
                rows.putIfAbsent(QuadIds.of(row.ids), row);
            }
        }
    }

    private Touched shown(Policy policy, List<Touched> holding) {
        Map<Node, Touched> byValue = new HashMap<>();
        List<SingleValue.Candidate> candidates = new ArrayList<>();
        for (Touched row : holding) {
            byValue.put(row.quad.getObject(), row);
            candidates.add(SingleValue.Candidate.of(row.quad.getObject(), row.history.live(commit::counts), stamp));
        }
        return Objects.requireNonNull(
                byValue.get(SingleValue.shown(policy, candidates).value()));
    }

    /** The classes of a thing, in whatever graph, once this commit is there. */
    private Set<Node> types(Touched of) {
        return types.computeIfAbsent(of.ids[1], subject -> {
            Set<Node> found = new HashSet<>();
            for (Touched row : typeRows.getOrDefault(subject, List.of())) {
                if (row.holds()) {
                    found.add(row.quad.getObject());
                }
            }
            if (!commit.isFresh(subject)) {
                space.terms().find(Views.TYPE).ifPresent(type -> addHeldTypes(subject, type, found));
            }
            return found;
        });
    }

    private void addHeldTypes(long subject, long type, Set<Node> found) {
        rows(subject, type).forEachRemaining(row -> {
            if (!rows.containsKey(QuadIds.of(row)) && RowCodec.sight(row.kept()).holds()) {
                found.add(space.terms().term(row.object()));
            }
        });
    }

    private Rows rows(long subject, long predicate) {
        return space.index().view().rows(space.index().present(), subject, predicate);
    }
}
