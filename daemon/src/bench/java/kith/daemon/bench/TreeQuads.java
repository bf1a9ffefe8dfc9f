package kith.daemon.bench;

import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Trees of names, lists and values, as JSON and YAML have them, written as N-Quads: a thing a map, a property a name, a
 * statement a value.
 *
 * @param out where they go
 * @param things by the name of a property whose values name things: where the names of these begin
 * @param rosters names of properties whose maps are lists of what one thing is to others, by what such a one is called
 */
record TreeQuads(Writer out, Map<String, String> things, Map<String, String> rosters) {
    static final String PROPERTY = "http://example.org/v#";
    static final String THING = "http://example.org/d/";

    private static final String XSD = "http://www.w3.org/2001/XMLSchema#";
    private static final Pattern DAY = Pattern.compile("\\d{4}-(0\\d|1[012])-[0-3]\\d");
    private static final Pattern LINK = Pattern.compile("https?://[\\w.-]+(/[\\w./:#?&=~+,;@()-]*)?");

    static String thing(String kind, Object name) {
        return THING + kind + "/" + name.toString().replaceAll("[^\\w.-]", "_");
    }

    /** Says what a map does of a thing. */
    void tree(String thing, Map<?, ?> map) throws IOException {
        for (Map.Entry<?, ?> each : map.entrySet()) {
            String name = each.getKey().toString().replaceAll("\\W", "_");
            value(thing, name, each.getValue(), name);
        }
    }

    private void value(String thing, String name, Object value, String place) throws IOException {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                value(thing, name, list.get(i), place + "/" + i);
            }
        } else if (value instanceof Map<?, ?> map && rosters.containsKey(name)) {
            for (Map.Entry<?, ?> each : map.entrySet()) {
                String entry =
                        thing + "/" + place + "/" + each.getKey().toString().replaceAll("[^\\w.-]", "_");
                say(thing, name, iri(entry));
                value(entry, rosters.get(name), each.getKey(), name);
                tree(entry, (Map<?, ?>) each.getValue());
            }
        } else if (value instanceof Map<?, ?> map) {
            String inner = thing + "/" + place;
            say(thing, name, iri(inner));
            tree(inner, map);
        } else if (value != null) {
            say(thing, name, things.containsKey(name) ? iri(thing(things.get(name), value)) : term(value));
        }
    }

    /** Says one thing of another. */
    void say(String thing, String name, String object) throws IOException {
        out.write("<" + thing + "> <" + PROPERTY + name + "> " + object + " .\n");
    }

    static String iri(String iri) {
        return "<" + iri + ">";
    }

    private static String term(Object value) {
        String text = value.toString();
        return switch (value) {
            case Boolean truth -> typed(truth.toString(), "boolean");
            case Integer whole -> typed(whole.toString(), "integer");
            case Long whole -> typed(whole.toString(), "integer");
            case Double real -> typed(decimal(real), "decimal");
            default ->
                DAY.matcher(text).matches()
                        ? typed(text, "date")
                        : LINK.matcher(text).matches() ? iri(text) : text(text);
        };
    }

    // Some stores keep a decimal in its shortest form only.
    private static String decimal(double real) {
        String plain = BigDecimal.valueOf(real).stripTrailingZeros().toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    private static String typed(String value, String type) {
        return "\"" + value + "\"^^<" + XSD + type + ">";
    }

    private static String text(String value) {
        return "\""
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                + "\"";
    }
}
