package kith.cli.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Prefixes;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;

/** Facts as the daemon tells them, and as people read and name them. */
public final class Facts {
    private static final String STRING = Prefixes.XSD + "string";

    private Facts() {}

    /**
     * The row with its field and value as a card of the kind would show them; {@code predicate} keeps the IRI.
     *
     * @param row with {@code field} an IRI and {@code value} as in SPARQL results
     */
    public static Json readable(Json row, Optional<Kind> kind) {
        String predicate = row.at("field").text();
        Json term = row.at("value");
        Optional<Field> field = kind.flatMap(known -> known.fieldOf(predicate));
        Map<String, Json> fields = new LinkedHashMap<>(row.fields());
        fields.put("field", Json.of(field.map(Field::name).orElseGet(() -> shown(predicate))));
        fields.put("value", Json.of(field.map(known -> of(known, term)).orElseGet(() -> plain(term))));
        fields.put("predicate", Json.of(predicate));
        return Json.of(fields);
    }

    private static String shown(String predicate) {
        return predicate.equals(Terms.RDF_TYPE) ? "rdf:type" : ThingName.shown(predicate);
    }

    private static String of(Field field, Json term) {
        return term.text("type", "").equals("bnode")
                ? plain(term)
                : field.fromTerm(term.at("value").text(), term.text("xml:lang", ""));
    }

    /** The text of a value as in SPARQL results; of a list what is in it, as in {@code (a b c)}. */
    public static String value(Json term) {
        return term.find("list").isPresent() ? plain(term) : term.text("value", "");
    }

    private static String plain(Json term) {
        String text = term.at("value").text();
        Optional<Json> list = term.find("list");
        if (list.isPresent()) {
            return members(list.get(), term.find("more").isPresent());
        }
        return switch (term.at("type").text()) {
            case "uri" -> ThingName.shown(text);
            case "bnode" -> "_:" + text;
            default -> term.text("xml:lang", "").isEmpty() ? text : "\"" + text + "\"@" + term.text("xml:lang", "");
        };
    }

    private static String members(Json list, boolean more) {
        List<String> members = new ArrayList<>();
        for (Json member : list.items()) {
            members.add(plain(member));
        }
        if (more) {
            members.add("...");
        }
        return "(" + String.join(" ", members) + ")";
    }

    /**
     * A change of a fact as one line: its sign, then its terms, IRIs with a prefix of ours where there is one. Control
     * characters are written as escapes: what a peer wrote must not steer the terminal of a reader.
     */
    public static String line(Json change) {
        StringBuilder line = new StringBuilder(change.at("sign").text())
                .append(' ')
                .append(name(change.at("thing").text()))
                .append(' ')
                .append(name(change.at("field").text()))
                .append(' ')
                .append(term(change.at("value")));
        change.find("graph").ifPresent(graph -> line.append("  in ").append(name(graph.text())));
        return harmless(line);
    }

    /** What a fact says of its thing: field and value, as in {@link #line}. */
    public static String said(Json fact) {
        return harmless(name(fact.at("field").text()) + ' ' + term(fact.at("value")));
    }

    private static String harmless(CharSequence line) {
        StringBuilder harmless = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isISOControl(c)) {
                harmless.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                harmless.append(c);
            }
        }
        return harmless.toString();
    }

    /** An IRI with a prefix of ours where there is one; else in angle brackets. */
    public static String name(String iri) {
        String shown = shown(iri);
        return iri.startsWith("_:") || !shown.equals(iri) ? shown : "<" + iri + ">";
    }

    private static String term(Json term) {
        String text = term.at("value").text();
        return switch (term.at("type").text()) {
            case "uri" -> name(text);
            case "bnode" -> "_:" + text;
            default -> literal(text, term.text("xml:lang", ""), term.text("datatype", STRING));
        };
    }

    private static String literal(String text, String language, String datatype) {
        String quoted = "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + "\"";
        if (!language.isEmpty()) {
            return quoted + "@" + language;
        }
        return datatype.equals(STRING) ? quoted : quoted + "^^" + name(datatype);
    }

    /**
     * The IRI of the field that a person names: by its name in the kind, with a prefix, or whole.
     *
     * @param kind of the thing; without one, a name counts if it means the same in every kind that has it
     * @throws Refusal (USAGE) when it names none
     */
    public static String predicate(Optional<Kind> kind, String name) {
        if (name.indexOf(':') > 0) {
            return Prefixes.expand(name).orElse(name.startsWith("<") ? ThingName.bare(name) : name);
        }
        if (kind.isPresent()) {
            return Fields.named(kind.get(), name).predicate();
        }
        Set<String> meant = new LinkedHashSet<>();
        for (Kind each : Profile.kinds()) {
            each.field(name).ifPresent(field -> meant.add(field.predicate()));
        }
        if (meant.size() != 1) {
            throw Refusal.of(
                    Code.USAGE,
                    "the field '" + name + "' means " + (meant.isEmpty() ? "nothing" : "several things")
                            + " here; name it as foaf:name or by its IRI",
                    "kith help get");
        }
        return meant.iterator().next();
    }
}
