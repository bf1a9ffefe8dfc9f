package kith.cli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * One JSON value; immutable. Objects keep the order of their keys.
 *
 * <p>What a caller expects and the value is not, is a reply of another version of the daemon: every accessor then throws
 * {@link KithException} (OURS, FAILED).
 */
public final class Json {
    /** The value {@code null}. */
    public static final Json NOTHING = new Json(null);

    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    public static Json of(String text) {
        return new Json(text);
    }

    public static Json of(long number) {
        return new Json(new Digits(Long.toString(number)));
    }

    public static Json of(boolean truth) {
        return new Json(truth);
    }

    public static Json of(List<Json> items) {
        return new Json(List.copyOf(items));
    }

    /** An object that holds copies of {@code fields} in their order. */
    public static Json of(Map<String, Json> fields) {
        return new Json(new LinkedHashMap<>(fields));
    }

    /** A list of texts. */
    public static Json texts(List<String> texts) {
        List<Json> items = new ArrayList<>(texts.size());
        for (String text : texts) {
            items.add(of(text));
        }
        return of(items);
    }

    /** A number by its digits as JSON writes them. */
    static Json number(String digits) {
        return new Json(new Digits(digits));
    }

    public boolean isNothing() {
        return value == null;
    }

    public boolean isText() {
        return value instanceof String;
    }

    public boolean isNumber() {
        return value instanceof Digits;
    }

    public boolean isTruth() {
        return value instanceof Boolean;
    }

    public boolean isList() {
        return value instanceof List<?>;
    }

    public boolean isObject() {
        return value instanceof Map<?, ?>;
    }

    /** The characters of a text. */
    public String text() {
        if (value instanceof String text) {
            return text;
        }
        throw unexpected("a text");
    }

    /** A whole number that fits 64 bits. */
    public long number() {
        if (value instanceof Digits number) {
            try {
                return Long.parseLong(number.digits);
            } catch (NumberFormatException tooLargeOrFractional) {
                throw unexpected("a whole number");
            }
        }
        throw unexpected("a number");
    }

    /** True or false. */
    public boolean truth() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw unexpected("true or false");
    }

    /** The items of a list. */
    @SuppressWarnings("unchecked") // the constructors put nothing else in
    public List<Json> items() {
        if (value instanceof List<?>) {
            return (List<Json>) value;
        }
        throw unexpected("a list");
    }

    /** The fields of an object, in their order. */
    @SuppressWarnings("unchecked") // the constructors put nothing else in
    public Map<String, Json> fields() {
        if (value instanceof Map<?, ?>) {
            return (Map<String, Json>) value;
        }
        throw unexpected("an object");
    }

    /** The value under {@code key} of this object. */
    public Json at(String key) {
        Optional<Json> found = find(key);
        if (found.isEmpty()) {
            throw new KithException(
                    KithException.Blame.OURS,
                    Code.FAILED,
                    "the daemon's reply lacks '" + key + "'; kith and kithd may be of different versions");
        }
        return found.get();
    }

    /** The value under {@code key} of this object; empty when there is none or it is null. */
    public Optional<Json> find(String key) {
        @Nullable Json found = fields().get(key);
        return found == null || found.isNothing() ? Optional.empty() : Optional.of(found);
    }

    /** The text under {@code key}, or {@code otherwise} when there is none. */
    public String text(String key, String otherwise) {
        Optional<Json> found = find(key);
        return found.isPresent() ? found.get().text() : otherwise;
    }

    /** The number under {@code key}, or {@code otherwise} when there is none. */
    public long number(String key, long otherwise) {
        Optional<Json> found = find(key);
        return found.isPresent() ? found.get().number() : otherwise;
    }

    /** This object with one more field, or with that field replaced. */
    public Json with(String key, Json field) {
        Map<String, Json> more = new LinkedHashMap<>(fields());
        more.put(key, field);
        return new Json(more);
    }

    /**
     * The value in one line for a person: texts bare, lists joined by {@code separator}, nothing empty, objects as JSON.
     */
    public String shown(String separator) {
        if (value instanceof List<?>) {
            List<String> shown = new ArrayList<>();
            for (Json item : items()) {
                shown.add(item.shown(separator));
            }
            return String.join(separator, shown);
        }
        return isObject() ? JsonText.line(this) : isNothing() ? "" : String.valueOf(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Json that && (value == null ? that.value == null : value.equals(that.value));
    }

    @Override
    public int hashCode() {
        return value == null ? 0 : value.hashCode();
    }

    @Override
    public String toString() {
        return JsonText.line(this);
    }

    private KithException unexpected(String wanted) {
        return new KithException(
                KithException.Blame.OURS,
                Code.FAILED,
                "the daemon's reply holds no " + wanted.substring(wanted.indexOf(' ') + 1)
                        + " where one belongs; kith and kithd may be of different versions");
    }

    /** A number kept as it was written, so that nothing is rounded on the way through. */
    private record Digits(String digits) {
        @Override
        public String toString() {
            return digits;
        }
    }
}
