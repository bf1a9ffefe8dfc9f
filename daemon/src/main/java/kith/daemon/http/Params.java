package kith.daemon.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.ontology.fault.Code;
import org.jspecify.annotations.Nullable;

/** The parameters of a request: names with their values in the order they came. Immutable. */
final class Params {
    /** Parameters of one request. */
    static final int MAX_PARAMS = 256;

    static final Params NONE = new Params(Map.of());

    private final Map<String, List<String>> values;

    private Params(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Reads what follows {@code ?} in a URL, or is in the body of a form; each char of {@code text} is one byte. */
    static Params parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (int from = 0; from <= text.length(); ) {
            int and = text.indexOf('&', from);
            int to = and < 0 ? text.length() : and;
            if (to > from) {
                if (++count > MAX_PARAMS) {
                    throw Refusal.badRequest("a request may have " + MAX_PARAMS + " parameters");
                }
                int equals = text.indexOf('=', from);
                int name = equals < 0 || equals > to ? to : equals;
                values.computeIfAbsent(decode(text.substring(from, name), true), key -> new ArrayList<>(1))
                        .add(decode(text.substring(Math.min(to, name + 1), to), true));
            }
            from = to + 1;
        }
        return new Params(values);
    }

    /** These and {@code others}, which come behind. */
    Params with(Params others) {
        Map<String, List<String>> both = new LinkedHashMap<>();
        values.forEach((name, list) -> both.put(name, new ArrayList<>(list)));
        others.values.forEach((name, list) ->
                both.computeIfAbsent(name, key -> new ArrayList<>()).addAll(list));
        return new Params(both);
    }

    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The value; null when there is none. Two are one too many. */
    @Nullable
    String one(String name) {
        List<String> list = values.getOrDefault(name, List.of());
        if (list.size() > 1) {
            throw Refusal.badRequest("the parameter " + name + " is there " + list.size() + " times; once is enough");
        }
        return list.isEmpty() ? null : list.getFirst();
    }

    /** The value, which must be there. */
    String wanted(String name) {
        String value = one(name);
        if (value == null || value.isEmpty()) {
            throw Refusal.badRequest("the parameter " + name + " is missing");
        }
        return value;
    }

    boolean flag(String name) {
        String value = one(name);
        return switch (value == null ? "false" : value) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw Refusal.badRequest("the parameter " + name + " is true or false");
        };
    }

    int number(String name, int least, int most, int otherwise) {
        String value = one(name);
        if (value == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException none) {
            // Told below, together with the range.
        }
        throw Refusal.badRequest("the parameter " + name + " is a whole number from " + least + " to " + most);
    }

    /** A span in seconds, fractions allowed; null when there is none. */
    @Nullable
    Duration seconds(String name) {
        String value = one(name);
        if (value == null) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(value);
            if (seconds > 0 && seconds <= Integer.MAX_VALUE) {
                return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw Refusal.badRequest("the parameter " + name + " is a number of seconds above 0");
    }

    /** Refuses parameters that are not among {@code known}: a misspelt one must not be passed over. */
    void only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new Refusal(
                        400,
                        Code.USAGE,
                        "there is no parameter " + name + " here",
                        known.isEmpty() ? "this resource takes none" : "known are " + String.join(", ", known));
            }
        }
    }

    /** Undoes percent-encoding; strict, because a replaced character would be another name. */
    static String decode(String text, boolean plusIsBlank) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.write(hex(text, i));
                i += 2;
            } else if (c == '+' && plusIsBlank) {
                bytes.write(' ');
            } else {
                bytes.write(c);
            }
        }
        return utf8(bytes.toByteArray(), "a parameter or path");
    }

    /** The text that {@code bytes} are in UTF-8. */
    static String utf8(byte[] bytes, String thing) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException bad) {
            throw Refusal.badRequest(thing + " is not UTF-8");
        }
    }

    private static int hex(String text, int percent) {
        int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
        int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), 16) : -1;
        if (high < 0 || low < 0) {
            throw Refusal.badRequest("a % in a parameter or path is not followed by two hexadecimal digits");
        }
        return high << 4 | low;
    }
}
