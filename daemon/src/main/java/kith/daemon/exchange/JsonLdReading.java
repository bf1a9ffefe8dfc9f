package kith.daemon.exchange;

import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.document.JsonDocument;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.InputStream;
import java.util.Map;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.jsonld.TitaniumToJena;

/** Reads JSON-LD; looks at the expanded form first, because its conversion drops what has a bad IRI in silence. */
final class JsonLdReading {
    private static final int NO_PLACE = -1;

    private JsonLdReading() {}

    static void read(InputStream in, JsonLdOptions options, ReadingProfile profile, StreamRDF into) {
        try {
            JsonArray expanded =
                    JsonLd.expand(JsonDocument.of(in)).options(options).get();
            check(expanded, profile);
            into.start();
            TitaniumToJena.convert(JsonDocument.of(expanded), options, into, profile);
            into.finish();
        } catch (JsonLdError bad) {
            if (bad.getCause() instanceof JsonParsingException syntax) {
                JsonLocation place = syntax.getLocation();
                profile.getErrorHandler().error("it is no JSON", place.getLineNumber(), place.getColumnNumber());
            }
            profile.getErrorHandler().error(String.valueOf(bad.getMessage()), NO_PLACE, NO_PLACE);
        }
    }

    private static void check(JsonValue value, ReadingProfile profile) {
        if (value instanceof JsonArray array) {
            array.forEach(each -> check(each, profile));
        } else if (value instanceof JsonObject object) {
            for (Map.Entry<String, JsonValue> each : object.entrySet()) {
                boolean names = each.getKey().equals("@id") || each.getKey().equals("@type");
                if (names) {
                    names(each.getValue(), profile);
                } else if (!each.getKey().equals("@value")) {
                    check(each.getValue(), profile);
                }
            }
        }
    }

    private static void names(JsonValue value, ReadingProfile profile) {
        if (value instanceof JsonArray array) {
            array.forEach(each -> names(each, profile));
        } else if (value instanceof JsonString string) {
            String name = string.getString();
            if (!name.startsWith("_:") && !name.startsWith("@")) {
                profile.checked(name, NO_PLACE, NO_PLACE);
            }
        }
    }
}
