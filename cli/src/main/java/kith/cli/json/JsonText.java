package kith.cli.json;

import com.google.gson.FormattingStyle;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * Reads and writes JSON (RFC 8259, strict, UTF-8).
 *
 * <p>The streaming half of the library alone: its object mapping would cost 20 ms at start.
 */
public final class JsonText {
    /** Greatest nesting of lists and objects that is read. */
    public static final int MAX_DEPTH = 64;

    private JsonText() {}

    /**
     * The one value that {@code in} holds.
     *
     * @throws KithException (OURS, FAILED) when it is no JSON, is nested deeper than {@link #MAX_DEPTH}, ends early, or
     *     when more follows it
     */
    public static Json read(InputStream in) throws IOException {
        try (JsonReader reader = strict(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            Json value = value(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw malformed("more follows the first value");
            }
            return value;
        } catch (EOFException | IllegalStateException | com.google.gson.stream.MalformedJsonException e) {
            throw malformed(e);
        }
    }

    /** The one value that {@code text} holds; faults as in {@link #read(InputStream)}. */
    public static Json read(String text) {
        try (JsonReader reader = strict(new StringReader(text))) {
            Json value = value(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw malformed("more follows the first value");
            }
            return value;
        } catch (IOException | IllegalStateException e) {
            throw malformed(e);
        }
    }

    /** Takes the items of a list one by one. */
    public interface Taker {
        void take(Json item) throws IOException;
    }

    /**
     * Hands over the items of the list at {@code path} one by one, so that a list of any length needs no memory; skips
     * everything else. Faults as in {@link #read(InputStream)}.
     *
     * @param path the keys that lead to the list
     */
    public static void each(InputStream in, List<String> path, Taker taker) throws IOException {
        try (JsonReader reader = strict(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            descend(reader, path, taker);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw malformed("more follows the first value");
            }
        } catch (EOFException | IllegalStateException | com.google.gson.stream.MalformedJsonException e) {
            throw malformed(e);
        }
    }

    /** The value in one line, without spaces. */
    public static String line(Json value) {
        return written(value, FormattingStyle.COMPACT);
    }

    /** The value over several lines, two spaces a level, without a newline at its end. */
    public static String pretty(Json value) {
        return written(value, FormattingStyle.PRETTY);
    }

    private static void descend(JsonReader reader, List<String> path, Taker taker) throws IOException {
        if (path.isEmpty()) {
            reader.beginArray();
            while (reader.hasNext()) {
                taker.take(value(reader, 0));
            }
            reader.endArray();
            return;
        }
        reader.beginObject();
        while (reader.hasNext()) {
            if (reader.nextName().equals(path.get(0))) {
                descend(reader, path.subList(1, path.size()), taker);
            } else {
                reader.skipValue();
            }
        }
        reader.endObject();
    }

    private static Json value(JsonReader reader, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader, depth);
            case BEGIN_ARRAY -> list(reader, depth);
            case STRING -> Json.of(reader.nextString());
            case NUMBER -> Json.number(reader.nextString());
            case BOOLEAN -> Json.of(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield Json.NOTHING;
            }
            case END_ARRAY, END_OBJECT, NAME, END_DOCUMENT -> throw malformed("a value is missing");
        };
    }

    private static Json object(JsonReader reader, int depth) throws IOException {
        Map<String, Json> fields = new LinkedHashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            fields.put(reader.nextName(), value(reader, depth + 1));
        }
        reader.endObject();
        return Json.of(fields);
    }

    private static Json list(JsonReader reader, int depth) throws IOException {
        List<Json> items = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) {
            items.add(value(reader, depth + 1));
        }
        reader.endArray();
        return Json.of(items);
    }

    private static String written(Json value, FormattingStyle style) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = writer(text, style)) {
            write(writer, value);
        } catch (IOException e) {
            throw new KithException(KithException.Blame.OURS, Code.FAILED, "a value could not be written as JSON", e);
        }
        return text.toString();
    }

    private static void write(JsonWriter writer, Json value) throws IOException {
        if (value.isObject()) {
            writer.beginObject();
            for (Map.Entry<String, Json> field : value.fields().entrySet()) {
                writer.name(field.getKey());
                write(writer, field.getValue());
            }
            writer.endObject();
        } else if (value.isList()) {
            writer.beginArray();
            for (Json item : value.items()) {
                write(writer, item);
            }
            writer.endArray();
        } else if (value.isText()) {
            writer.value(value.text());
        } else if (value.isTruth()) {
            writer.value(value.truth());
        } else if (value.isNumber()) {
            writer.jsonValue(value.shown(""));
        } else {
            writer.nullValue();
        }
    }

    private static JsonReader strict(Reader source) {
        JsonReader reader = new JsonReader(source);
        reader.setStrictness(Strictness.STRICT);
        return reader;
    }

    private static JsonWriter writer(Writer target, FormattingStyle style) {
        JsonWriter writer = new JsonWriter(target);
        writer.setFormattingStyle(style);
        writer.setHtmlSafe(false);
        return writer;
    }

    private static KithException malformed(Throwable cause) {
        return new KithException(
                KithException.Blame.OURS, Code.FAILED, "not JSON: " + firstLine(cause.getMessage()), cause);
    }

    private static KithException malformed(String why) {
        return new KithException(KithException.Blame.OURS, Code.FAILED, "not JSON: " + why);
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        if (message == null) {
            return "it ends too early";
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
