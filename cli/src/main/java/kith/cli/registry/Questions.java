package kith.cli.registry;

import java.util.Collection;
import java.util.List;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Terms;

/**
 * The SPARQL queries behind the friendly commands. Every answer has the columns {@code id}, {@code p}, {@code v} and,
 * where the value is a thing with a handle, {@code h}.
 */
public final class Questions {
    /** What a thing that was removed, but not purged, has as its status. */
    public static final String RETIRED = "\"retired\"";

    private Questions() {}

    /** All that is said of one thing. */
    public static String thing(ThingName name, List<Kind> kinds) {
        return "SELECT ?id ?p ?v ?h WHERE {\n" + subject(name, kinds) + "  ?id ?p ?v .\n  OPTIONAL { ?v <"
                + Terms.KITH_HANDLE + "> ?h }\n}";
    }

    /** All that is said of the things whose id begins so. */
    public static String thingByIdPrefix(ThingName name, List<Kind> kinds) {
        return "SELECT ?id ?p ?v ?h WHERE {\n  ?id a ?class .\n" + classes(kinds(name, kinds))
                + "  FILTER(STRSTARTS(STR(?id), \"" + ThingName.UUID_PREFIX + name.key() + "\"))\n"
                + "  ?id ?p ?v .\n  OPTIONAL { ?v <" + Terms.KITH_HANDLE + "> ?h }\n}";
    }

    /** The fields of every thing of a kind that meets the conditions. */
    public static String list(Kind kind, Collection<Field> fields, List<Condition> conditions, boolean alsoRetired) {
        StringBuilder query = new StringBuilder(512)
                .append("SELECT ?id ?p ?v ?h WHERE {\n  ?id a <")
                .append(kind.classIri())
                .append("> .\n");
        if (!alsoRetired) {
            query.append("  FILTER NOT EXISTS { ?id <")
                    .append(Terms.KITH_STATUS)
                    .append("> ")
                    .append(RETIRED)
                    .append(" }\n");
        }
        for (int i = 0; i < conditions.size(); i++) {
            query.append(conditions.get(i).pattern(i));
        }
        // The type is asked for too, so that a thing without any of the fields is listed all the same.
        query.append("  VALUES ?p { <").append(Terms.RDF_TYPE).append('>');
        boolean refers = false;
        for (Field field : fields) {
            query.append(" <").append(field.predicate()).append('>');
            refers |= field.form() == Form.REFERENCE;
        }
        query.append(" }\n  ?id ?p ?v .\n");
        if (refers) {
            query.append("  OPTIONAL { ?v <").append(Terms.KITH_HANDLE).append("> ?h }\n");
        }
        return query.append('}').toString();
    }

    /** What of other things points at this one, at most {@code limit} rows: {@code id} and {@code p}. */
    public static String pointingAt(Collection<String> iris, int limit) {
        return "SELECT ?id ?p ?v ?h WHERE {\n  VALUES ?v { " + String.join(" ", iris) + " }\n"
                + "  ?id ?p ?v .\n  OPTIONAL { ?id <" + Terms.KITH_HANDLE + "> ?h }\n} LIMIT " + limit;
    }

    /** All that is said of these things, as a graph. */
    public static String statements(Collection<String> iris) {
        return "CONSTRUCT { ?id ?p ?v } WHERE {\n  VALUES ?id { " + String.join(" ", iris) + " }\n  ?id ?p ?v .\n}";
    }

    /** What is called by any of these handles: its types. */
    static String called(Collection<String> handleTerms) {
        return "SELECT ?id ?p ?v ?h WHERE {\n  VALUES ?h { " + String.join(" ", handleTerms) + " }\n  ?id <"
                + Terms.KITH_HANDLE + "> ?h .\n  VALUES ?p { <" + Terms.RDF_TYPE + "> }\n  ?id ?p ?v .\n}";
    }

    /** The types of these things. */
    static String types(Collection<String> iris) {
        return "SELECT ?id ?p ?v ?h WHERE {\n  VALUES ?id { " + String.join(" ", iris) + " }\n  VALUES ?p { <"
                + Terms.RDF_TYPE + "> }\n  ?id ?p ?v .\n}";
    }

    private static String subject(ThingName name, List<Kind> kinds) {
        if (name.iri() != null) {
            return "  VALUES ?id { " + name.iri() + " }\n";
        }
        String subject = "  ?id <" + Terms.KITH_HANDLE + "> " + name.handleTerm() + " .\n";
        List<Kind> wanted = kinds(name, kinds);
        return wanted.isEmpty() ? subject : subject + "  ?id a ?class .\n" + classes(wanted);
    }

    private static List<Kind> kinds(ThingName name, List<Kind> kinds) {
        return name.kind() == null ? kinds : List.of(name.kind());
    }

    private static String classes(List<Kind> kinds) {
        if (kinds.isEmpty()) {
            return "";
        }
        StringBuilder values = new StringBuilder("  VALUES ?class {");
        for (Kind kind : kinds) {
            values.append(" <").append(kind.classIri()).append('>');
        }
        return values.append(" }\n").toString();
    }
}
