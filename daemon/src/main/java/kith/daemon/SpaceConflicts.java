package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import kith.daemon.http.Conflicts;
import kith.daemon.replica.Replica;
import kith.daemon.store.Snapshot;
import kith.ontology.delta.Dot;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.merge.Views;
import kith.ontology.vocab.Policy;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** The conflicts of a space, found in what holds there. */
final class SpaceConflicts implements Conflicts {
    /** Facts of one thing, shown or not, among which its conflicts are looked for. */
    static final int MAX_FACTS = 100_000;

    private final Replica replica;
    private final Sources sources;
    private final Portion portion = new Portion(SpaceChronicle.MAX_ROWS);

    /** A field: the quad without its value. */
    private record Field(Node graph, Node subject, Node predicate) {
        static Field of(Quad quad) {
            return new Field(quad.getGraph(), quad.getSubject(), quad.getPredicate());
        }
    }

    SpaceConflicts(Replica replica) {
        this.replica = replica;
        this.sources = new Sources(replica);
    }

    /** @throws KithException USER, CONFLICT if the answer would be larger than a {@link Portion} */
    @Override
    public JsonObject list(int limit) {
        JsonArray conflicts = new JsonArray();
        JsonObject list = new JsonObject();
        try (Snapshot snapshot = replica.snapshot()) {
            List<Quad> hidden = snapshot.hidden(limit + 1);
            Set<Field> fields = new LinkedHashSet<>();
            hidden.stream().limit(limit).map(Field::of).forEach(fields::add);
            fields.forEach(field -> conflicts.add(listed(snapshot, field)));
            Fragments fragments = new Fragments(replica, snapshot);
            List<Fragments.Fragment> found = fragments.all(limit);
            found.forEach(fragment -> conflicts.add(told(fragment)));
            list.add("conflicts", conflicts);
            list.addProperty("more", hidden.size() > limit || fragments.mayBeMore());
        }
        return list;
    }

    private JsonObject listed(Snapshot snapshot, Field field) {
        JsonObject conflict = named("values", field);
        JsonArray hidden = new JsonArray();
        for (Quad quad : holding(snapshot, field)) {
            JsonObject value = ListText.value(snapshot, quad, this::mustFit);
            // The newest of the deltas that assert it.
            snapshot.history(quad).live(dot -> true).stream()
                    .max(Comparator.comparingLong(sources::clock))
                    .ifPresent(dot -> sources.of(dot).tell(value));
            if (snapshot.contains(quad)) {
                conflict.add("shown", value);
            } else {
                hidden.add(value);
            }
        }
        conflict.add("hidden", hidden);
        return conflict;
    }

    private static JsonObject named(String kind, Field field) {
        JsonObject conflict = new JsonObject();
        conflict.addProperty("kind", kind);
        conflict.addProperty("thing", Portion.name(field.subject()));
        if (!Quad.isDefaultGraph(field.graph())) {
            conflict.addProperty("graph", Portion.name(field.graph()));
        }
        conflict.addProperty("predicate", Portion.name(field.predicate()));
        return conflict;
    }

    private List<Quad> holding(Snapshot snapshot, Field field) {
        List<Quad> holding = snapshot.holding(field.graph(), field.subject(), field.predicate());
        holding.forEach(this::mustFit);
        return holding;
    }

    private void mustFit(Quad quad) {
        if (!portion.takes(quad)) {
            throw KithException.user(
                    Code.CONFLICT,
                    "the answer is larger than " + SpaceChronicle.MAX_ROWS + " values or " + (Portion.MAX_CHARS >> 20)
                            + " Mi characters; ask for fewer with a limit, or for one field");
        }
    }

    private JsonObject told(Fragments.Fragment fragment) {
        JsonObject told = new JsonObject();
        told.addProperty("kind", "fragment");
        told.addProperty("thing", Portion.name(fragment.thing()));
        told.addProperty("remains", fragment.remains());
        JsonArray examples = new JsonArray();
        for (Quad quad : fragment.examples()) {
            mustFit(quad);
            JsonObject example = new JsonObject();
            Portion.tell(quad, example);
            examples.add(example);
        }
        told.add("examples", examples);
        JsonObject removed = new JsonObject();
        JsonArray classes = new JsonArray();
        fragment.classes().forEach(quad -> classes.add(Portion.name(quad.getObject())));
        removed.add("classes", classes);
        sources.of(fragment.removal()).tell(removed);
        told.add("removed", removed);
        JsonObject edited = new JsonObject();
        sources.of(fragment.edit()).tell(edited);
        told.add("edited", edited);
        return told;
    }

    @Override
    public JsonObject show(String thing, @Nullable String field) {
        Node subject = node(thing);
        JsonObject shown = new JsonObject();
        shown.addProperty("thing", thing);
        JsonArray fields = new JsonArray();
        try (Snapshot snapshot = replica.snapshot()) {
            disputed(snapshot, subject, field).forEach(each -> fields.add(shown(snapshot, each)));
            shown.add("fields", fields);
            if (field == null) {
                new Fragments(replica, snapshot).of(subject).ifPresent(found -> shown.add("fragment", told(found)));
            }
        }
        if (fields.isEmpty() && !shown.has("fragment")) {
            throw none();
        }
        return shown;
    }

    private static KithException none() {
        return KithException.user(
                Code.NOT_FOUND, "nothing is in conflict there; kith conflicts list shows where something is");
    }

    /** The fields of a thing for which more than one value holds where one is shown. */
    private Set<Field> disputed(Snapshot snapshot, Node subject, @Nullable String field) {
        Views views = snapshot.views();
        Set<Field> single = new LinkedHashSet<>();
        int facts = 0;
        Iterator<Quad> held = snapshot.everHeld(subject, field == null ? Node.ANY : node(field));
        while (held.hasNext()) {
            Quad quad = held.next();
            if (++facts > MAX_FACTS) {
                throw KithException.user(
                        Code.CONFLICT,
                        "more than " + MAX_FACTS + " facts were said of this thing; ask for one field of it");
            }
            if (views.mayBeSingle(quad.getPredicate())) {
                single.add(Field.of(quad));
            }
        }
        Set<Node> classes = classes(snapshot, subject);
        single.removeIf(each -> views.of(each.predicate(), () -> classes) == Policy.ALL
                || snapshot.holding(each.graph(), each.subject(), each.predicate())
                                .size()
                        < 2);
        return single;
    }

    private static Set<Node> classes(Snapshot snapshot, Node subject) {
        Set<Node> classes = new HashSet<>();
        snapshot.find(Node.ANY, subject, Views.TYPE, Node.ANY).forEachRemaining(quad -> classes.add(quad.getObject()));
        return classes;
    }

    private JsonObject shown(Snapshot snapshot, Field field) {
        JsonObject conflict = named("values", field);
        Set<Node> classes = classes(snapshot, field.subject());
        Policy policy = snapshot.views().of(field.predicate(), () -> classes);
        conflict.add("policy", source(field.predicate(), policy, classes));
        conflict.addProperty("why", why(policy));
        JsonArray values = new JsonArray();
        List<Quad> holding = new ArrayList<>(holding(snapshot, field));
        holding.sort(Comparator.comparing((Quad quad) -> !snapshot.contains(quad))
                .thenComparing(quad -> quad.getObject().toString()));
        for (Quad quad : holding) {
            JsonObject value = new JsonObject();
            value.add("value", ListText.value(snapshot, quad, this::mustFit));
            value.addProperty("shown", snapshot.contains(quad));
            value.add("saidBy", saidBy(snapshot, quad));
            values.add(value);
        }
        conflict.add("values", values);
        return conflict;
    }

    private JsonArray saidBy(Snapshot snapshot, Quad quad) {
        JsonArray saidBy = new JsonArray();
        List<Dot> dots = new ArrayList<>(snapshot.history(quad).live(dot -> true));
        dots.sort(Comparator.comparingLong(sources::clock).thenComparing(Comparator.naturalOrder()));
        for (Dot dot : dots) {
            mustFit(quad);
            JsonObject said = new JsonObject();
            sources.of(dot).tell(said);
            saidBy.add(said);
        }
        return saidBy;
    }

    /** Where the policy comes from: a rule, the profile or a shape, and for which class. */
    private JsonObject source(Node predicate, Policy policy, Set<Node> classes) {
        Set<String> names = classes.stream().map(Portion::name).collect(Collectors.toSet());
        @Nullable JsonObject usual = null;
        for (JsonElement each :
                new SpaceRulebook(replica).show(predicate.getURI()).getAsJsonArray("policies")) {
            JsonObject row = each.getAsJsonObject();
            boolean same = row.get("policy").getAsString().equals(policy.word());
            if (same && row.has("class") && names.contains(row.get("class").getAsString())) {
                return row;
            }
            if (same && !row.has("class")) {
                usual = row;
            }
        }
        return usual == null ? new JsonObject() : usual;
    }

    private static String why(Policy policy) {
        return switch (policy) {
            case ALL -> "";
            case LATEST -> "it was said last";
            case FIRST -> "it was said first";
            case GREATEST -> "it is the greatest";
            case LEAST -> "it is the least";
        };
    }

    @Override
    public void settle(Choice choice, DatasetGraph change) {
        Node subject = node(choice.thing());
        try (Snapshot snapshot = replica.snapshot()) {
            switch (choice.keep()) {
                case VALUE, SHOWN, HIDDEN -> change.add(chosen(snapshot, subject, choice));
                case RESTORE -> {
                    Fragments fragments = new Fragments(replica, snapshot);
                    fragments.taken(fragment(fragments, subject)).forEach(change::add);
                }
                case REMOVE -> {
                    fragment(new Fragments(replica, snapshot), subject);
                    Fragments.remains(change, subject).forEach(change::delete);
                }
            }
        }
    }

    private static Fragments.Fragment fragment(Fragments fragments, Node subject) {
        return fragments.of(subject).orElseThrow(SpaceConflicts::none);
    }

    /** To say it, shown or not, takes back what else holds of its field. */
    private Quad chosen(Snapshot snapshot, Node subject, Choice choice) {
        Set<Field> fields = new LinkedHashSet<>(disputed(snapshot, subject, choice.field()));
        String graph = choice.graph();
        if (graph != null) {
            fields.removeIf(field -> !field.graph().equals(NodeFactory.createURI(graph)));
        }
        if (fields.isEmpty()) {
            throw none();
        }
        if (fields.size() > 1) {
            throw KithException.user(
                    Code.CONFLICT,
                    fields.size() + " fields of this thing are in conflict, one a graph; name field and graph");
        }
        Field field = fields.iterator().next();
        List<Quad> meant = snapshot.holding(field.graph(), field.subject(), field.predicate()).stream()
                .filter(quad -> switch (choice.keep()) {
                    case SHOWN -> snapshot.contains(quad);
                    case HIDDEN -> !snapshot.contains(quad);
                    default -> fits(Portion.value(quad.getObject()), choice.value());
                })
                .toList();
        if (meant.isEmpty()) {
            throw KithException.user(
                    Code.NOT_FOUND,
                    "nobody's value of this field is that; kith conflicts show has those that are, and setting the"
                            + " field to another value settles it too");
        }
        if (meant.size() > 1) {
            throw KithException.user(
                    Code.CONFLICT, meant.size() + " values of this field could be meant; say which with its value");
        }
        return meant.getFirst();
    }

    private static boolean fits(JsonObject value, Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(member -> value.has(member.getKey())
                        && value.get(member.getKey()).getAsString().equals(member.getValue()));
    }

    /** A term by its IRI, or by the name of a blank node as answers have it. */
    private static Node node(String text) {
        if (text.startsWith("_:") && text.length() > 2) {
            return NodeFactory.createBlankNode(text.substring(2));
        }
        if (text.indexOf(':') < 1) {
            throw KithException.user(Code.USAGE, "a thing or field is named by its whole IRI here");
        }
        return NodeFactory.createURI(text);
    }
}
