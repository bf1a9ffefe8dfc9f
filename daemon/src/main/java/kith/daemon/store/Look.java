package kith.daemon.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    /** The fields of one predicate that one thing has, in all graphs. */
    private record Said(long subject, long predicate) {
        static Said of(Field field) {
            return new Said(field.subject(), field.predicate());
        }
    }

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
        Map<Said, Map<Field, Quad>> inGraphs = new LinkedHashMap<>();
        fields.forEach((field, like) -> inGraphs.computeIfAbsent(Said.of(field), first -> new LinkedHashMap<>())
                .put(field, like));
        inGraphs.forEach((said, each) -> {
            Map<Field, List<Touched>> others = untouched(said, each);
            for (Field field : each.keySet()) {
                List<Touched> values = new ArrayList<>(touched.getOrDefault(field, List.of()));
                values.addAll(others.getOrDefault(field, List.of()));
                look(values);
            }
        });
    }

    /** A thing that gains or loses a class shows the fields of that class by other policies. */
    private void addFieldsByClass(Map<Field, Quad> fields) {
        for (Touched row : rows.values()) {
            if (row.quad.getPredicate().equals(Views.TYPE)) {
                typeRows.computeIfAbsent(row.ids[1], first -> new ArrayList<>()).add(row);
            }
        }
        for (List<Touched> ofThing : typeRows.values()) {
            Map<Node, Touched> byClass = new HashMap<>();
            for (Touched row : ofThing) {
                boolean matters = !views.fieldsOf(row.quad.getObject()).isEmpty();
                if (matters && row.holds() != row.before.holds() && !commit.isFresh(row.ids[1])) {
                    // In however many graphs it is said, the fields are the same.
                    byClass.putIfAbsent(row.quad.getObject(), row);
                }
            }
            byClass.forEach((of, row) -> views.fieldsOf(of).forEach(predicate -> addFields(row, predicate, fields)));
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

    /**
     * Values of fields that hold and that this commit says nothing of. One look at what is said in all graphs: there may be
     * as many of them as a delta has quads.
     */
    private Map<Field, List<Touched>> untouched(Said said, Map<Field, Quad> fields) {
        Map<Field, List<Touched>> found = new HashMap<>();
        if (commit.isFresh(said.subject())) {
            return found;
        }
        rows(said.subject(), said.predicate()).forEachRemaining(row -> {
            Quad like = fields.get(Field.of(row));
            if (like != null && RowCodec.sight(row.kept()).holds() && !rows.containsKey(QuadIds.of(row))) {
                Node value = space.terms().term(row.object());
                Quad quad = Quad.create(like.getGraph(), like.getSubject(), like.getPredicate(), value);
                found.computeIfAbsent(Field.of(row), first -> new ArrayList<>()).add(commit.row(quad, row));
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
        List<SingleValue.Candidate> candidates = new ArrayList<>();
        for (Touched row : holding) {
            candidates.add(SingleValue.Candidate.of(row.quad.getObject(), row.history.live(commit::counts), stamp));
        }
        Node value = SingleValue.shown(policy, candidates).value();
        return holding.stream()
                .filter(row -> row.quad.getObject().equals(value))
                .findFirst()
                .orElseThrow();
    }

    /** The classes of a thing that matter to fields, in whatever graph, once this commit is there. */
    private Set<Node> types(Touched of) {
        return types.computeIfAbsent(of.ids[1], subject -> {
            Set<Node> found = new HashSet<>();
            for (Touched row : typeRows.getOrDefault(subject, List.of())) {
                if (row.holds()) {
                    note(row.quad.getObject(), found);
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
                note(space.terms().term(row.object()), found);
            }
        });
    }

    private void note(Node type, Set<Node> found) {
        if (!views.fieldsOf(type).isEmpty()) {
            found.add(type);
        }
    }

    private Rows rows(long subject, long predicate) {
        return space.index().view().rows(space.index().present(), subject, predicate);
    }
}
