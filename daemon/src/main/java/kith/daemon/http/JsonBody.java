package kith.daemon.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/** A JSON object that a client sent: only known members, each of its type and within its range. */
final class JsonBody {
    /** Bytes of a body. */
    static final long MAX_BYTES = 64 * 1024;
    /** Characters of one text in a body. */
    static final int MAX_TEXT_CHARS = 8 * 1024;

    private static final String TYPE = "application/json";

    private final JsonObject json;

    private JsonBody(JsonObject json) {
        this.json = json;
    }

    /**
     * How many bytes of JSON a request may bring.
     *
     * @throws Refusal if its head says that it brings something else
     */
    static long maxBytes(Head head) {
        if (!head.mediaType().isEmpty() && !head.mediaType().equals(TYPE)) {
            throw new Refusal(415, Code.USAGE, "a body of type '" + head.mediaType() + "' is not read", "send " + TYPE);
        }
        head.mustBeUtf8();
        return MAX_BYTES;
    }

    /**
     * Reads the body; an empty one is an empty object.
     *
     * @throws Refusal if it is no JSON object, or has a member that is not {@code known}
     */
    static JsonBody of(Request request, Set<String> known) {
        String text = Params.utf8(request.body().toArray(), "the body");
        JsonObject json = text.isBlank() ? new JsonObject() : object(text);
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw new Refusal(
                        400,
                        Code.USAGE,
                        "there is no member " + name + " here",
                        known.isEmpty() ? "send {}" : "known are " + String.join(", ", known));
            }
        }
        return new JsonBody(json);
    }

    JsonObject raw() {
        return json;
    }

    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw Refusal.badRequest("the member " + name + " is missing");
        }
        return text;
    }

    @Nullable
    String textOrNull(String name) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isString()) {
            throw Refusal.badRequest("the member " + name + " is a text");
        }
        String text = value.getAsString();
        if (text.length() > MAX_TEXT_CHARS) {
            throw Refusal.badRequest("the member " + name + " may have " + MAX_TEXT_CHARS + " characters");
        }
        return text;
    }

    String oneOf(String name, Set<String> values) {
        String text = text(name);
        if (!values.contains(text)) {
            throw Refusal.badRequest("the member " + name + " is one of " + String.join(", ", values));
        }
        return text;
    }

    boolean flag(String name) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw Refusal.badRequest("the member " + name + " is true or false");
        }
        return value.getAsBoolean();
    }

    /** A whole number of a range. */
    long number(String name, long least, long most, long otherwise) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            return otherwise;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            BigDecimal number = value.getAsBigDecimal();
            boolean within =
                    number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
            if (within && number.stripTrailingZeros().scale() <= 0) {
                return number.longValueExact();
            }
        }
        throw Refusal.badRequest("the member " + name + " is a whole number from " + least + " to " + most);
    }

    Duration seconds(String name, Duration most, Duration otherwise) {
        JsonElement value = json.get(name);
        if (value == null || value.isJsonNull()) {
            return otherwise;
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            BigDecimal seconds = value.getAsBigDecimal();
            if (seconds.signum() > 0 && seconds.compareTo(BigDecimal.valueOf(most.toSeconds())) <= 0) {
                return Duration.ofMillis(Math.max(1, seconds.movePointRight(3).longValue()));
            }
        }
        throw Refusal.badRequest("the member " + name + " is a number of seconds from 0 to " + most.toSeconds());
    }

    // By hand, because a general reader would take nested values, and the last of two members of one name.
    private static JsonObject object(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonObject json = new JsonObject();
            reader.beginObject();
            while (reader.hasNext()) {
                String name = reader.nextName();
                if (json.has(name)) {
                    throw Refusal.badRequest("the member " + name + " is there twice");
                }
                json.add(name, value(reader, name));
            }
            reader.endObject();
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return json;
            }
        } catch (IOException | JsonParseException | IllegalStateException bad) {
            throw Refusal.badRequest("the body is no JSON object; send one such as {\"name\": \"value\"}");
        }
        throw Refusal.badRequest("the body goes on after its JSON object");
    }

    private static BigDecimal number(String text, String name) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException huge) {
            throw Refusal.badRequest("the member " + name + " is no number that can be used");
        }
    }

    private static JsonElement value(JsonReader reader, String name) throws IOException {
        return switch (reader.peek()) {
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(number(reader.nextString(), name));
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw Refusal.badRequest("the member " + name + " is no plain value");
        };
    }
}
