package kith.cli.registry;

import java.util.Collection;
import java.util.List;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Terms;

/** The SPARQL updates behind the friendly commands; each is one transaction. */
public final class Updates {
    private static final String NEXT = " ;\n";

    private Updates() {}

    /**
     * Says all of a new thing at once, and nothing at all when its handle is taken.
     *
     * @param handleTerm empty when it gets none
     */
    public static String add(String iri, Kind kind, String handleTerm, List<Said> fields) {
        StringBuilder triples = new StringBuilder("  ")
                .append(iri)
                .append(" a <")
                .append(kind.classIri())
                .append(">");
        if (!handleTerm.isEmpty()) {
            said(triples, Terms.KITH_HANDLE, handleTerm);
        }
        for (Said field : fields) {
            for (String term : field.terms()) {
                said(triples, field.change().field().predicate(), term);
            }
        }
        triples.append(" .\n");
        return handleTerm.isEmpty()
                ? "INSERT DATA {\n" + triples + "}"
                : "INSERT {\n" + triples + "}\nWHERE {\n  FILTER NOT EXISTS { ?other <" + Terms.KITH_HANDLE + "> "
                        + handleTerm + " }\n}";
    }

    /** Changes what is said of each of these things. */
    public static String set(Collection<String> iris, List<Said> changes) {
        StringBuilder update = new StringBuilder(256);
        for (String iri : iris) {
            for (Said change : changes) {
                update.append(update.isEmpty() ? "" : NEXT).append(one(iri, change));
            }
        }
        return update.toString();
    }

    /** Marks things as retired: they are no longer listed, and nothing is lost. */
    public static String retire(Collection<String> iris) {
        StringBuilder update = new StringBuilder(256);
        for (String iri : iris) {
            update.append(update.isEmpty() ? "" : NEXT)
                    .append(replace(iri, Terms.KITH_STATUS, List.of(Questions.RETIRED)));
        }
        return update.toString();
    }

    /** Retracts all that is said of these things. */
    public static String purge(Collection<String> iris) {
        StringBuilder update = new StringBuilder(256);
        for (String iri : iris) {
            update.append(update.isEmpty() ? "" : NEXT)
                    .append("DELETE WHERE { ")
                    .append(iri)
                    .append(" ?p ?v }");
        }
        return update.toString();
    }

    private static String one(String iri, Said change) {
        String predicate = change.change().field().predicate();
        String triples = iri + " <" + predicate + "> " + String.join(" , ", change.terms());
        return switch (change.change().act()) {
            case REPLACE -> replace(iri, predicate, change.terms());
            case ADD -> "INSERT DATA { " + triples + " }";
            case REMOVE -> "DELETE DATA { " + triples + " }";
            case CLEAR -> "DELETE WHERE { " + iri + " <" + predicate + "> ?old }";
        };
    }

    /** A value that stays is neither deleted nor inserted: saying the same again is no change. */
    private static String replace(String iri, String predicate, List<String> terms) {
        String subject = iri + " <" + predicate + "> ";
        StringBuilder update = new StringBuilder("DELETE { ")
                .append(subject)
                .append("?old }\nINSERT { ")
                .append(subject)
                .append(String.join(" , ", terms))
                .append(" }\nWHERE { OPTIONAL { ")
                .append(subject)
                .append("?old FILTER(");
        for (int i = 0; i < terms.size(); i++) {
            update.append(i == 0 ? "" : " && ")
                    .append("!sameTerm(?old, ")
                    .append(terms.get(i))
                    .append(')');
        }
        return update.append(") } }").toString();
    }

    private static void said(StringBuilder triples, String predicate, String term) {
        triples.append(" ;\n    <").append(predicate).append("> ").append(term);
    }

    /**
     * A change whose values have become terms.
     *
     * @param terms as SPARQL
     */
    public record Said(Change change, List<String> terms) {}
}
