package kith.cli.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.cli.json.Json;
import kith.ontology.vocab.Derived;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;

/** A thing as JSON under the friendly names of its kind. */
public final class ThingCard {
    /** The key under which JSON carries the IRI. */
    public static final String ID = "@id";

    /** The key under which JSON carries the kind. */
    public static final String TYPE = "@type";

    private ThingCard() {}

    /** The fields of a kind, in its order; those without a value are left out. */
    public static Json of(Thing thing, Kind kind) {
        Map<String, Json> card = new LinkedHashMap<>();
        card.put(ID, Json.of(thing.id()));
        card.put(TYPE, Json.of(kind.name()));
        for (Field field : kind.fields()) {
            put(card, field, thing.values(field.predicate()));
        }
        for (Derived derived : kind.derived()) {
            putDerived(card, derived);
        }
        return Json.of(card);
    }

    /** The keys that a card of one of these kinds may have, of any kind when there are none. */
    public static List<String> keys(List<Kind> kinds) {
        Set<String> keys = new LinkedHashSet<>(List.of(ID, TYPE));
        for (Kind kind : kinds.isEmpty() ? Profile.kinds() : kinds) {
            keys.addAll(Fields.names(kind));
            kind.derived().forEach(derived -> keys.add(derived.name()));
        }
        return List.copyOf(keys);
    }

    /** Everything that is said: known fields by name, all else under its predicate, shortened where that is possible. */
    public static Json whole(Thing thing) {
        Optional<Kind> kind = thing.kind();
        Map<String, Json> card = new LinkedHashMap<>();
        if (kind.isPresent()) {
            card.putAll(of(thing, kind.get()).fields());
        } else {
            card.put(ID, Json.of(thing.id()));
        }
        for (Map.Entry<String, List<Thing.Value>> said : thing.said().entrySet()) {
            String predicate = said.getKey();
            boolean known = kind.isPresent() && kind.get().fieldOf(predicate).isPresent();
            boolean onlyKind = kind.isPresent()
                    && predicate.equals(Terms.RDF_TYPE)
                    && said.getValue().size() == 1;
            if (!known && !onlyKind) {
                card.put(predicate.equals(Terms.RDF_TYPE) ? "rdf:type" : ThingName.shown(predicate), plain(said));
            }
        }
        return Json.of(card);
    }

    private static void put(Map<String, Json> card, Field field, List<Thing.Value> values) {
        if (values.isEmpty()) {
            return;
        }
        List<String> shown = new ArrayList<>();
        for (Thing.Value value : values) {
            shown.add(shown(field, value));
        }
        // A reference is shown by its handle, which stands elsewhere in the order than its IRI.
        shown.sort(CodePoints.ORDER);
        card.put(field.name(), field.single() && shown.size() == 1 ? Json.of(shown.get(0)) : Json.texts(shown));
    }

    private static String shown(Field field, Thing.Value value) {
        if (field.form() == Form.REFERENCE && !value.handle().isEmpty()) {
            return value.handle();
        }
        return field.fromTerm(value.text(), value.language());
    }

    private static void putDerived(Map<String, Json> card, Derived derived) {
        Json from = card.getOrDefault(derived.from(), Json.NOTHING);
        List<Json> made = new ArrayList<>();
        for (Json value : from.isList() ? from.items() : from.isNothing() ? List.<Json>of() : List.of(from)) {
            derived.of(value.text()).ifPresent(text -> made.add(Json.of(text)));
        }
        if (!made.isEmpty()) {
            card.put(derived.name(), made.size() == 1 ? made.get(0) : Json.of(made));
        }
    }

    private static Json plain(Map.Entry<String, List<Thing.Value>> said) {
        List<Json> values = new ArrayList<>();
        for (Thing.Value value : said.getValue()) {
            String text = value.isIri() ? ThingName.shown(value.text()) : value.text();
            values.add(Json.of(value.language().isEmpty() ? text : "\"" + text + "\"@" + value.language()));
        }
        return values.size() == 1 ? values.get(0) : Json.of(values);
    }
}
