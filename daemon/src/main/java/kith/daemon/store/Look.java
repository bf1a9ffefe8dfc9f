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
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.Bytes;
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
    private final Disk disk;
    private final Commit commit;
    private final Views views;
    private final Map<Bytes, Row> rows;
    private final Function<Dot, Stamp> stamp;
    /** What the commit says of the classes of things. */
    private final Map<Long, List<Row>> typeRows = new HashMap<>();

    private final Map<Long, Set<Node>> types = new HashMap<>();

    Look(SpaceStore space, Disk disk, Commit commit, Map<Bytes, Row> rows, Function<Dot, Stamp> stamp) {
        this.space = space;
        this.disk = disk;
        this.commit = commit;
        this.views = space.views();
        this.rows = rows;
        this.stamp = stamp;
    }

    /** Enters what is to be seen in the rows, which become more where a value that was not touched changes place. */
    void at(Map<Field, Quad> again) {
        Map<Field, Quad> fields = new LinkedHashMap<>(again);
        for (Row row : rows.values()) {
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
        Map<Field, List<Row>> touched = new HashMap<>();
        for (Row row : rows.values()) {
            Field field = Field.of(row.ids);
            if (fields.containsKey(field)) {
                touched.computeIfAbsent(field, first -> new ArrayList<>()).add(row);
            }
        }
        for (Map.Entry<Field, Quad> field : fields.entrySet()) {
            List<Row> values = new ArrayList<>(touched.getOrDefault(field.getKey(), List.of()));
            values.addAll(untouched(field.getKey(), field.getValue()));
            look(values);
        }
    }

    /** A thing that gains or loses a class shows the fields of that class by other policies. */
    private void addFieldsByClass(Map<Field, Quad> fields) {
        for (Row row : rows.values()) {
            if (row.quad.getPredicate().equals(Views.TYPE)) {
                typeRows.computeIfAbsent(row.ids[1], first -> new ArrayList<>()).add(row);
            }
        }
        for (List<Row> ofThing : typeRows.values()) {
            for (Row row : ofThing) {
                if (row.holds() != row.before.holds() && !commit.isFresh(row.ids[1])) {
                    views.fieldsOf(row.quad.getObject()).forEach(predicate -> addFields(row, predicate, fields));
                }
            }
        }
    }

    private void addFields(Row typed, Node predicate, Map<Field, Quad> fields) {
        OptionalLong id = space.terms().find(predicate);
        if (id.isEmpty()) {
            return;
        }
        byte[] prefix = KeyLayout.prefix(space.number(), typed.ids[1], id.getAsLong());
        try (Cursor cursor = cursor(prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                if (RowCodec.sight(cursor.value()).holds()) {
                    long[] ids = new Field(0, typed.ids[1], id.getAsLong()).idsIn(cursor.key());
                    fields.computeIfAbsent(
                            Field.of(ids),
                            first -> Quad.create(
                                    space.terms().term(ids[0]), typed.quad.getSubject(), predicate, Node.ANY));
                }
            }
        }
    }

    /** Values of a field that hold and that this commit says nothing of. */
    private List<Row> untouched(Field field, Quad like) {
        List<Row> found = new ArrayList<>();
        if (commit.isFresh(field.subject())) {
            return found;
        }
        byte[] prefix = KeyLayout.prefix(space.number(), field.subject(), field.predicate());
        try (Cursor cursor = cursor(prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                long[] ids = field.idsIn(cursor.key());
                Bytes key = Bytes.owned(cursor.key());
                if (ids[0] == field.graph() && RowCodec.sight(cursor.value()).holds() && !rows.containsKey(key)) {
                    Node value = space.terms().term(ids[3]);
                    found.add(commit.row(
                            Quad.create(like.getGraph(), like.getSubject(), like.getPredicate(), value),
                            ids,
                            cursor.value()));
                }
            }
        }
        return found;
    }

    private void look(List<Row> values) {
        List<Row> holding = values.stream().filter(Row::holds).toList();
        if (holding.isEmpty()) {
            return;
        }
        Row first = holding.getFirst();
        Policy policy = views.of(first.quad.getPredicate(), () -> types(first));
        Row shown = holding.size() == 1 || policy == Policy.ALL ? first : shown(policy, holding);
        for (Row row : holding) {
            row.sight = row == shown || policy == Policy.ALL ? Sight.SHOWN : Sight.HIDDEN;
            if (row.sight != row.before) {
                rows.putIfAbsent(Bytes.owned(row.key(space.number())), row);
            }
        }
    }

    private Row shown(Policy policy, List<Row> holding) {
        Map<Node, Row> byValue = new HashMap<>();
        List<SingleValue.Candidate> candidates = new ArrayList<>();
        for (Row row : holding) {
            byValue.put(row.quad.getObject(), row);
            candidates.add(SingleValue.Candidate.of(row.quad.getObject(), row.history.live(commit::counts), stamp));
        }
        return Objects.requireNonNull(
                byValue.get(SingleValue.shown(policy, candidates).value()));
    }

    /** The classes of a thing, in whatever graph, once this commit is there. */
    private Set<Node> types(Row of) {
        return types.computeIfAbsent(of.ids[1], subject -> {
            Set<Node> found = new HashSet<>();
            for (Row row : typeRows.getOrDefault(subject, List.of())) {
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
        byte[] prefix = KeyLayout.prefix(space.number(), subject, type);
        try (Cursor cursor = cursor(prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                boolean untouched = !rows.containsKey(Bytes.owned(cursor.key()));
                if (untouched && RowCodec.sight(cursor.value()).holds()) {
                    found.add(space.terms().term(new Field(0, subject, type).idsIn(cursor.key())[3]));
                }
            }
        }
    }

    private Cursor cursor(byte[] prefix) {
        return new Cursor(disk.database().newIterator(disk.columns().of(Column.ROW)), prefix);
    }
}
