package kith.daemon.exchange;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.document.JsonDocument;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.InputStream;
import java.util.Map;
import kith.ontology.quad.BlankNames;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.apache.jena.riot.system.jsonld.TitaniumToJena;
import org.apache.jena.sparql.core.Quad;

/**
 * Reads JSON-LD; looks at the expanded form first, because the conversion that follows drops what has a bad IRI in
 * silence, and gives every blank node a label of its own. A blank node with a name of ours passes it as an IRI.
 */
final class JsonLdReading {
    /** What stands before the name of a blank node on its way through the conversion; nobody's IRI begins so. */
    static final String DISGUISE = "urn:x-kith-blank:";

    private static final int NO_PLACE = -1;
    private static final String BLANK = "_:";
    private static final JsonProvider JSON = JsonProvider.provider();

    private final ReadingProfile profile;

    private JsonLdReading(ReadingProfile profile) {
        this.profile = profile;
    }

    static void read(InputStream in, JsonLdOptions options, ReadingProfile profile, StreamRDF into) {
        try {
            JsonArray expanded =
                    JsonLd.expand(JsonDocument.of(in)).options(options).get();
            JsonArray checked = new JsonLdReading(profile).array(expanded);
            into.start();
            TitaniumToJena.convert(JsonDocument.of(checked), options, new Undisguised(into), profile);
            into.finish();
        } catch (JsonLdError bad) {
            if (bad.getCause() instanceof JsonParsingException syntax) {
                JsonLocation place = syntax.getLocation();
                profile.getErrorHandler().error("it is no JSON", place.getLineNumber(), place.getColumnNumber());
            }
            profile.getErrorHandler().error(String.valueOf(bad.getMessage()), NO_PLACE, NO_PLACE);
        }
    }

    private JsonValue value(JsonValue value) {
        return switch (value.getValueType()) {
            case ARRAY -> array(value.asJsonArray());
            case OBJECT -> object(value.asJsonObject());
            case STRING, NUMBER, TRUE, FALSE, NULL -> value;
        };
    }

    private JsonArray array(JsonArray array) {
        JsonArrayBuilder checked = JSON.createArrayBuilder();
        array.forEach(each -> checked.add(value(each)));
        return checked.build();
    }

    private JsonObject object(JsonObject object) {
        boolean literal = object.containsKey("@value");
        JsonObjectBuilder checked = JSON.createObjectBuilder();
        for (Map.Entry<String, JsonValue> each : object.entrySet()) {
            checked.add(
                    each.getKey(),
                    switch (each.getKey()) {
                        case "@id", "@type" -> names(each.getValue(), literal);
                        case "@value" -> each.getValue();
                        default -> value(each.getValue());
                    });
        }
        return checked.build();
    }

    private JsonValue names(JsonValue value, boolean literal) {
        if (value instanceof JsonArray array) {
            JsonArrayBuilder checked = JSON.createArrayBuilder();
            array.forEach(each -> checked.add(names(each, literal)));
            return checked.build();
        }
        return value instanceof JsonString string ? name(string, literal) : value;
    }

    private JsonValue name(JsonString string, boolean literal) {
        String name = string.getString();
        if (name.startsWith(BLANK)) {
            String label = name.substring(BLANK.length());
            boolean ours = !literal && BlankNames.isNamed(NodeFactory.createBlankNode(label));
            return ours ? JSON.createValue(DISGUISE + label) : string;
        }
        if (name.startsWith(DISGUISE)) {
            profile.getErrorHandler()
                    .error("<" + name + "> is no IRI to be kept: write _: and the name", NO_PLACE, NO_PLACE);
        }
        if (!name.startsWith("@")) {
            profile.checked(name, NO_PLACE, NO_PLACE);
        }
        return string;
    }

    /** Makes blank nodes of what passed as IRIs. */
    private static final class Undisguised extends StreamRDFWrapper {
        Undisguised(StreamRDF into) {
            super(into);
        }

        @Override
        public void triple(Triple triple) {
            super.triple(plain(triple));
        }

        @Override
        public void quad(Quad quad) {
            super.quad(Quad.create(plain(quad.getGraph()), plain(quad.asTriple())));
        }

        private static Triple plain(Triple triple) {
            return Triple.create(plain(triple.getSubject()), triple.getPredicate(), plain(triple.getObject()));
        }

        private static Node plain(Node term) {
            return term.isURI() && term.getURI().startsWith(DISGUISE)
                    ? NodeFactory.createBlankNode(term.getURI().substring(DISGUISE.length()))
                    : term;
        }
    }
}
