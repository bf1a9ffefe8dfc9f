package kith.daemon.exchange;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.TextDirection;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/**
 * JSON-LD, flattened and sorted: an object for each subject, whose keys are shortened by the context. Values are
 * written as texts with their datatype, so that no number changes its form.
 */
final class JsonLdWriter implements GraphWriter {
    private static final Census.Spelling SPELLING = new Census.Spelling(predicate -> true, Terms::isTyped);

    private final Map<String, String> prefixes;

    JsonLdWriter(Map<String, String> prefixes) {
        this.prefixes = prefixes;
    }

    @Override
    public void write(DatasetGraph dataset, Writer out) throws IOException {
        Census census = new Census(dataset, prefixes, SPELLING);
        // Not closed: whoever opened out closes it.
        JsonWriter json = new JsonWriter(out);
        json.setFormattingStyle(FormattingStyle.PRETTY);
        json.setStrictness(Strictness.STRICT);
        json.setHtmlSafe(false);
        json.beginObject();
        context(census, json);
        json.name("@graph").beginArray();
        nodes(census, Quad.defaultGraphIRI, census.subjects(), json);
        for (Node graph : census.graphs()) {
            json.beginObject().name("@id").value(id(graph)).name("@graph").beginArray();
            nodes(census, graph, census.subjects(graph), json);
            json.endArray().endObject();
        }
        json.endArray().endObject();
        json.flush();
        out.append('\n');
    }

    private static void context(Census census, JsonWriter json) throws IOException {
        json.name("@context").beginObject();
        for (Map.Entry<String, String> each : census.prefixes().used().entrySet()) {
            if (isSafe(census, each.getKey(), each.getValue())) {
                json.name(each.getKey()).value(each.getValue());
            }
        }
        json.endObject();
    }

    // A term is a prefix only if its IRI ends like this; and <geo:1,2> must not be read as the name "1,2" of a geo.
    private static boolean isSafe(Census census, String prefix, String namespace) {
        char last = namespace.charAt(namespace.length() - 1);
        return !prefix.isEmpty()
                && ":/?#[]@".indexOf(last) >= 0
                && !census.prefixes().isScheme(prefix);
    }

    private static void nodes(Census census, Node graph, Collection<Node> subjects, JsonWriter json)
            throws IOException {
        for (Node subject : subjects) {
            json.beginObject().name("@id").value(id(subject));
            SortedMap<Node, SortedSet<Node>> about = census.about(graph, subject);
            types(census, about, json);
            for (Map.Entry<Node, SortedSet<Node>> each : about.entrySet()) {
                json.name(shrunk(census, each.getKey())).beginArray();
                for (Node object : each.getValue()) {
                    value(census, object, json);
                }
                json.endArray();
            }
            json.endObject();
        }
    }

    private static void types(Census census, SortedMap<Node, SortedSet<Node>> about, JsonWriter json)
            throws IOException {
        SortedSet<Node> types = about.get(RDF.type.asNode());
        if (types == null || types.stream().anyMatch(type -> !type.isURI() && !type.isBlank())) {
            return;
        }
        about.remove(RDF.type.asNode());
        json.name("@type").beginArray();
        for (Node type : types) {
            json.value(shrunk(census, type));
        }
        json.endArray();
    }

    private static void value(Census census, Node object, JsonWriter json) throws IOException {
        json.beginObject();
        if (object.isLiteral()) {
            json.name("@value").value(object.getLiteralLexicalForm());
            TextDirection direction = object.getLiteralBaseDirection();
            if (!object.getLiteralLanguage().isEmpty()) {
                json.name("@language").value(object.getLiteralLanguage());
            } else if (!Terms.isPlain(object)) {
                json.name("@type").value(shrunk(census, object.getLiteralDatatypeURI()));
            }
            if (direction != null) {
                json.name("@direction").value(direction.direction());
            }
        } else {
            json.name("@id").value(id(object));
        }
        json.endObject();
    }

    private static String id(Node term) {
        if (term.isTripleTerm()) {
            throw KithException.user(
                    Code.USAGE, "JSON-LD has no way to write a triple term: ask for application/n-quads");
        }
        return term.isBlank() ? "_:" + Terms.label(term) : term.getURI();
    }

    private static String shrunk(Census census, Node term) {
        return term.isBlank() ? id(term) : shrunk(census, term.getURI());
    }

    private static String shrunk(Census census, String iri) {
        String shrunk = census.prefixes().shrink(iri);
        int colon = shrunk.indexOf(':');
        String prefix = colon < 0 ? "" : shrunk.substring(0, colon);
        String namespace = census.prefixes().used().getOrDefault(prefix, "");
        return !namespace.isEmpty() && isSafe(census, prefix, namespace) ? shrunk : iri;
    }
}
