package kith.cli.registry;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;

/**
 * One thing and what is said of it.
 *
 * @param id its IRI, or {@code _:} and a label for a blank node
 * @param said by predicate, in the order of their IRIs; values in the order of their texts
 */
public record Thing(String id, Map<String, List<Value>> said) {
    /**
     * One value.
     *
     * @param text the IRI or lexical form
     * @param language the language tag, empty when there is none
     * @param isIri whether it is an IRI
     * @param handle of the thing it points at, empty when there is none
     */
    public record Value(String text, String language, boolean isIri, String handle) {}

    private static final List<String> ROWS = List.of("results", "bindings");

    /** The things of an answer to {@link Questions}, each once, in the order of their first row. */
    public static List<Thing> read(InputStream results) throws IOException {
        Map<String, Thing> things = new LinkedHashMap<>();
        JsonText.each(results, ROWS, row -> {
            String id = iri(row.at("id"));
            Thing thing = things.computeIfAbsent(id, unseen -> new Thing(unseen, new TreeMap<>()));
            Json value = row.at("v");
            boolean isIri = value.at("type").text().equals("uri");
            Value said = new Value(
                    isIri ? value.at("value").text() : literal(value),
                    value.text("xml:lang", ""),
                    isIri,
                    row.find("h").isPresent() ? row.at("h").at("value").text() : "");
            List<Value> values =
                    thing.said.computeIfAbsent(row.at("p").at("value").text(), p -> new ArrayList<>());
            if (!values.contains(said)) {
                values.add(said);
            }
        });
        things.values().forEach(Thing::sort);
        return List.copyOf(things.values());
    }

    // Replicas that show the same statements find them in different orders.
    private void sort() {
        said.values()
                .forEach(values -> values.sort(Comparator.comparing(Value::text, CodePoints.ORDER)
                        .thenComparing(Value::language)
                        .thenComparing(Value::handle)));
    }

    /** The values under a predicate; none when nothing is said. */
    public List<Value> values(String predicate) {
        return said.getOrDefault(predicate, List.of());
    }

    /** The first kind of the profile that the thing belongs to. */
    public Optional<Kind> kind() {
        for (Kind kind : Profile.kinds()) {
            if (is(kind)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    public boolean is(Kind kind) {
        for (Value type : values(Terms.RDF_TYPE)) {
            if (type.text().equals(kind.classIri())) {
                return true;
            }
        }
        return false;
    }

    /** Its handle; empty when it has none. */
    public String handle() {
        List<Value> handles = values(Terms.KITH_HANDLE);
        return handles.isEmpty() ? "" : handles.get(0).text();
    }

    /** A name that every command takes: {@code kind/handle}, else the IRI. */
    public String name() {
        Optional<Kind> kind = kind();
        return handle().isEmpty() || kind.isEmpty() ? id : kind.get().name() + "/" + handle();
    }

    /**
     * The id as a SPARQL term.
     *
     * @throws Refusal (CONFLICT) for a blank node, which nothing outside its graph can name
     */
    public String term() {
        if (id.startsWith("_:")) {
            throw Refusal.of(
                    Code.CONFLICT, "the thing has no IRI and can only be changed by SPARQL", "kith help update");
        }
        return "<" + id + ">";
    }

    /** The ids of several as SPARQL terms. */
    public static List<String> terms(List<Thing> things) {
        List<String> terms = new ArrayList<>(things.size());
        for (Thing thing : things) {
            terms.add(thing.term());
        }
        return terms;
    }

    private static String iri(Json term) {
        String value = term.at("value").text();
        return term.at("type").text().equals("uri") ? value : "_:" + value;
    }

    private static String literal(Json value) {
        return value.at("type").text().equals("bnode")
                ? "_:" + value.at("value").text()
                : value.at("value").text();
    }
}
