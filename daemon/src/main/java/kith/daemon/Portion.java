package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/** As many rows about quads as one answer may hold; what comes beyond is counted. Not thread-safe. */
final class Portion {
    /** Characters of the terms of one answer. */
    static final long MAX_CHARS = 8L << 20;

    private final JsonArray rows = new JsonArray();
    private final int maxRows;
    private long chars;
    private long left;

    Portion(int maxRows) {
        this.maxRows = maxRows;
    }

    JsonArray rows() {
        return rows;
    }

    /** Rows that found no room. */
    long left() {
        return left;
    }

    /** Whether there was room for a row about the quad. */
    boolean takes(Quad quad) {
        long more = length(quad.getGraph())
                + length(quad.getSubject())
                + length(quad.getPredicate())
                + length(quad.getObject());
        if (left > 0 || rows.size() >= maxRows || chars + more > MAX_CHARS) {
            left++;
            return false;
        }
        chars += more;
        return true;
    }

    /** A row that says how the quad changed. */
    void change(String sign, Quad quad) {
        if (takes(quad)) {
            JsonObject row = new JsonObject();
            row.addProperty("sign", sign);
            row.addProperty("thing", name(quad.getSubject()));
            tell(quad, row);
            rows.add(row);
        }
    }

    /** What the quad says of its thing. */
    static void tell(Quad quad, JsonObject row) {
        row.addProperty("field", name(quad.getPredicate()));
        row.add("value", value(quad.getObject()));
        if (!quad.isDefaultGraph()) {
            row.addProperty("graph", name(quad.getGraph()));
        }
    }

    static String name(Node node) {
        return node.isBlank() ? "_:" + node.getBlankNodeLabel() : node.getURI();
    }

    static JsonObject value(Node node) {
        JsonObject value = new JsonObject();
        if (!node.isLiteral()) {
            value.addProperty("type", node.isBlank() ? "bnode" : "uri");
            value.addProperty("value", node.isBlank() ? node.getBlankNodeLabel() : node.getURI());
            return value;
        }
        value.addProperty("type", "literal");
        value.addProperty("value", node.getLiteralLexicalForm());
        if (!node.getLiteralLanguage().isEmpty()) {
            value.addProperty("xml:lang", node.getLiteralLanguage());
        } else {
            value.addProperty("datatype", node.getLiteralDatatypeURI());
        }
        return value;
    }

    private static long length(Node node) {
        return node.isLiteral()
                ? node.getLiteralLexicalForm().length()
                        + node.getLiteralDatatypeURI().length()
                : node.isURI()
                        ? node.getURI().length()
                        : node.getBlankNodeLabel().length();
    }
}
