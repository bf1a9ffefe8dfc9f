package kith.daemon.query;

import com.google.gson.JsonObject;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;

/** A row of an answer as JSON, each term in the form of SPARQL's own: the same row always becomes the same text. */
final class RowText {
    private RowText() {}

    static JsonObject of(List<Var> variables, Binding row) {
        JsonObject json = new JsonObject();
        for (Var variable : variables) {
            Node term = row.get(variable);
            if (term != null) {
                json.add(variable.getVarName(), term(term));
            }
        }
        return json;
    }

    static JsonObject of(Quad quad) {
        JsonObject json = new JsonObject();
        if (!quad.isTriple() && !quad.isDefaultGraph()) {
            json.add("graph", term(quad.getGraph()));
        }
        json.add("subject", term(quad.getSubject()));
        json.add("predicate", term(quad.getPredicate()));
        json.add("object", term(quad.getObject()));
        return json;
    }

    private static JsonObject term(Node term) {
        JsonObject json = new JsonObject();
        if (term.isURI()) {
            json.addProperty("type", "uri");
            json.addProperty("value", term.getURI());
        } else if (term.isBlank()) {
            json.addProperty("type", "bnode");
            json.addProperty("value", term.getBlankNodeLabel());
        } else if (term.isTripleTerm()) {
            json.addProperty("type", "triple");
            JsonObject parts = new JsonObject();
            parts.add("subject", term(term.getTriple().getSubject()));
            parts.add("predicate", term(term.getTriple().getPredicate()));
            parts.add("object", term(term.getTriple().getObject()));
            json.add("value", parts);
        } else {
            literal(term, json);
        }
        return json;
    }

    private static void literal(Node term, JsonObject json) {
        json.addProperty("type", "literal");
        json.addProperty("value", term.getLiteralLexicalForm());
        if (!term.getLiteralLanguage().isEmpty()) {
            json.addProperty("xml:lang", term.getLiteralLanguage());
            if (term.getLiteralBaseDirection() != null) {
                json.addProperty("its:dir", term.getLiteralBaseDirection().direction());
            }
        } else if (!term.getLiteralDatatypeURI().equals("http://www.w3.org/2001/XMLSchema#string")) {
            json.addProperty("datatype", term.getLiteralDatatypeURI());
        }
    }
}
