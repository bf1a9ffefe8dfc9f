package kith.daemon.conformance;

import static kith.daemon.conformance.LiveDoor.SPARQL;
import static kith.daemon.conformance.LiveDoor.encoded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import kith.daemon.conformance.Suite.Case;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The W3C's tests of the SPARQL Protocol. Its manifest says what each is about, and these are requests that ask it. The
 * graphs, which another server would fetch, are in the space.
 */
final class ProtocolConformanceTest {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String QUERY = "application/sparql-query";
    private static final String UPDATE = "application/sparql-update";
    private static final String DATA = "http://kasei.us/2009/09/sparql/data/data";
    private static final String RESULT = "http://example.org/protocol-update-dataset-test/";
    private static final String DOCUMENT = "<http://example.org/Document>";

    @TempDir
    private static Path folder;

    private static LiveDoor door;

    @BeforeAll
    static void open() {
        door = new LiveDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @TestFactory
    Stream<DynamicTest> requestsAreUnderstood() {
        Map<String, Executable> tests = new LinkedHashMap<>();
        queries(tests);
        datasets(tests);
        contentTypes(tests);
        updates(tests);
        badQueries(tests);
        badUpdates(tests);
        return Suite.SPARQL_11.cases("protocol").stream()
                .map(Case::id)
                .map(id -> DynamicTest.dynamicTest(
                        id,
                        () -> ExpectedFailures.judge(id, () -> {
                            graphs();
                            tests.get(id.substring("protocol/".length())).execute();
                        })));
    }

    private static void graphs() {
        StringBuilder text = new StringBuilder("CLEAR ALL ; INSERT DATA {");
        for (int i = 0; i < 4; i++) {
            text.append(" GRAPH ")
                    .append(data(i))
                    .append(" { ")
                    .append(data(i))
                    .append(" a ")
                    .append(DOCUMENT)
                    .append(" }");
        }
        door.mustUpdate(text.append(" }").toString());
    }

    private static String data(int number) {
        return "<" + name(number) + ">";
    }

    private static String name(int number) {
        return DATA + number + ".rdf";
    }

    private static void queries(Map<String, Executable> tests) {
        tests.put("query_get", () -> isTrue(get("?query=" + encoded("ASK {}"))));
        tests.put("query_post_form", () -> isTrue(door.post(SPARQL, FORM, "query=" + encoded("ASK {}"))));
        tests.put("query_post_direct", () -> isTrue(door.post(SPARQL, QUERY, "ASK {}")));
    }

    private static HttpResponse<byte[]> get(String params) {
        return door.send(door.to(SPARQL + params).GET());
    }

    private static void isTrue(HttpResponse<byte[]> answer) {
        LiveDoor.mustSucceed(answer);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        assertTrue(type.startsWith("application/sparql-results+"), type);
        assertTrue(LiveDoor.text(answer).matches("(?s).*\\btrue\\b.*"), () -> LiveDoor.text(answer));
    }

    private static void datasets(Map<String, Executable> tests) {
        String two = "ASK { " + data(1) + " ?p ?o . " + data(2) + " ?q ?r }";
        String defaults = "default-graph-uri=" + encoded(name(1)) + "&default-graph-uri=" + encoded(name(2));
        tests.put("query_dataset_default_graphs_get", () -> isTrue(get("?query=" + encoded(two) + "&" + defaults)));
        tests.put("query_dataset_default_graphs_post", () -> isTrue(door.post(SPARQL + "?" + defaults, QUERY, two)));
        String named = "ASK { GRAPH ?g { ?x ?p ?o } GRAPH ?h { ?y ?q ?r } FILTER(?g = " + data(1) + " && ?h = "
                + data(2) + ") FILTER NOT EXISTS { GRAPH " + data(0) + " { ?a ?b ?c } } }";
        String names = "named-graph-uri=" + encoded(name(1)) + "&named-graph-uri=" + encoded(name(2));
        tests.put("query_dataset_named_graphs_get", () -> isTrue(get("?query=" + encoded(named) + "&" + names)));
        tests.put("query_dataset_named_graphs_post", () -> isTrue(door.post(SPARQL + "?" + names, QUERY, named)));
        String full = "ASK { " + data(3) + " a " + DOCUMENT + " GRAPH " + data(1) + " { ?s ?p ?o } GRAPH " + data(2)
                + " { ?t ?q ?r } FILTER NOT EXISTS { GRAPH " + data(3) + " { ?a ?b ?c } } }";
        tests.put(
                "query_dataset_full",
                () -> isTrue(get("?query=" + encoded(full) + "&default-graph-uri=" + encoded(name(3)) + "&" + names)));
        String within =
                "ASK FROM " + data(1) + " { " + data(2) + " a ?type FILTER NOT EXISTS { " + data(1) + " a ?no } }";
        tests.put(
                "query_multiple_dataset",
                () -> isTrue(get("?query=" + encoded(within) + "&default-graph-uri=" + encoded(name(2)))));
    }

    private static void contentTypes(Map<String, Executable> tests) {
        String rows = "application/sparql-results\\+(xml|json)|text/csv.*|text/tab-separated-values.*";
        String truth = "application/sparql-results\\+(xml|json)";
        String graph = "application/rdf\\+xml|text/turtle.*|application/n-triples";
        tests.put("query_content_type_select", () -> hasType("SELECT (1 AS ?value) {}", rows));
        tests.put("query_content_type_ask", () -> hasType("ASK {}", truth));
        tests.put("query_content_type_describe", () -> hasType("DESCRIBE <http://example.org/>", graph));
        tests.put("query_content_type_construct", () -> hasType("CONSTRUCT { <s> <p> 1 } {}", graph));
    }

    private static void hasType(String query, String wanted) {
        HttpResponse<byte[]> answer = get("?query=" + encoded("BASE <http://example.org/> " + query));
        LiveDoor.mustSucceed(answer);
        String type = answer.headers().firstValue("Content-Type").orElse("");
        assertTrue(type.matches(wanted), type);
    }

    private static void updates(Map<String, Executable> tests) {
        String clear = "CLEAR SILENT GRAPH <" + RESULT + ">";
        tests.put("update_post_form", () -> LiveDoor.mustSucceed(door.post(SPARQL, FORM, "update=" + encoded(clear))));
        tests.put("update_post_direct", () -> LiveDoor.mustSucceed(door.post(SPARQL, UPDATE, clear)));
        String copy = "INSERT { GRAPH <" + RESULT + "> { ?s a <http://purl.org/dc/terms/BibliographicResource> } }"
                + " WHERE { ?s a " + DOCUMENT + " }";
        tests.put("update_dataset_default_graph", () -> using("using-graph-uri=" + encoded(name(1)), copy, 1));
        tests.put(
                "update_dataset_default_graphs",
                () -> using("using-graph-uri=" + encoded(name(1)) + "&using-graph-uri=" + encoded(name(2)), copy, 2));
        String fromNamed =
                copy.replace("WHERE { ?s a " + DOCUMENT + " }", "WHERE { GRAPH ?g { ?s a " + DOCUMENT + " } }");
        tests.put(
                "update_dataset_named_graphs",
                () -> using(
                        "using-named-graph-uri=" + encoded(name(1)) + "&using-named-graph-uri=" + encoded(name(2)),
                        fromNamed,
                        2));
        String both = copy.replace(
                "WHERE { ?s a " + DOCUMENT + " }",
                "WHERE { { ?s a " + DOCUMENT + " } UNION { GRAPH ?g { ?s a " + DOCUMENT + " } } }");
        tests.put(
                "update_dataset_full",
                () -> using(
                        "using-graph-uri=" + encoded(name(1)) + "&using-named-graph-uri=" + encoded(name(2)), both, 2));
        tests.put("update_base_uri", () -> {
            door.mustUpdate("BASE <http://example.org/> INSERT DATA { GRAPH <" + RESULT + "> { <test> <p> 'x' } }");
            isTrue(door.post(SPARQL, QUERY, "ASK { GRAPH <" + RESULT + "> { <http://example.org/test> ?p ?o } }"));
        });
    }

    private static void using(String params, String update, int found) {
        LiveDoor.mustSucceed(door.post(SPARQL + "?" + params, UPDATE, update));
        isTrue(door.post(
                SPARQL,
                QUERY,
                "ASK { { SELECT (COUNT(*) AS ?n) { GRAPH <" + RESULT + "> { ?s ?p ?o } } } FILTER(?n = " + found
                        + ") }"));
    }

    private static void badQueries(Map<String, Executable> tests) {
        String ask = "query=" + encoded("ASK {}");
        tests.put(
                "bad_query_method",
                () -> isRefused(door.send(door.to(SPARQL + "?" + ask).method("PUT", BodyPublishers.noBody()))));
        tests.put("bad_multiple_queries", () -> isRefused(get("?" + ask + "&query=" + encoded("SELECT * {}"))));
        tests.put("bad_query_wrong_media_type", () -> isRefused(door.post(SPARQL, "text/plain", "ASK {}")));
        tests.put(
                "bad_query_missing_form_type",
                () -> isRefused(door.send(door.to(SPARQL).POST(BodyPublishers.ofString(ask)))));
        tests.put(
                "bad_query_missing_direct_type",
                () -> isRefused(door.send(door.to(SPARQL).POST(BodyPublishers.ofString("ASK {}")))));
        tests.put(
                "bad_query_non_utf8",
                () -> isRefused(door.send(door.to(SPARQL)
                        .header("Content-Type", QUERY + "; charset=UTF-16")
                        .POST(BodyPublishers.ofString("ASK {}", StandardCharsets.UTF_16)))));
        tests.put("bad_query_syntax", () -> isRefused(get("?query=" + encoded("ASK"))));
    }

    private static void badUpdates(Map<String, Executable> tests) {
        String clear = "CLEAR NAMED";
        String form = "update=" + encoded(clear);
        tests.put("bad_update_get", () -> isRefused(get("?" + form)));
        tests.put("bad_multiple_updates", () -> isRefused(door.post(SPARQL, FORM, form + "&" + form)));
        tests.put("bad_update_wrong_media_type", () -> isRefused(door.post(SPARQL, "text/plain", clear)));
        tests.put(
                "bad_update_missing_form_type",
                () -> isRefused(door.send(door.to(SPARQL).POST(BodyPublishers.ofString(form)))));
        tests.put(
                "bad_update_non_utf8",
                () -> isRefused(door.send(door.to(SPARQL)
                        .header("Content-Type", UPDATE + "; charset=UTF-16")
                        .POST(BodyPublishers.ofString(clear, StandardCharsets.UTF_16)))));
        tests.put("bad_update_syntax", () -> isRefused(door.post(SPARQL, UPDATE, "CLEAR XYZ")));
        tests.put(
                "bad_update_dataset_conflict",
                () -> isRefused(door.post(
                        SPARQL + "?using-named-graph-uri=" + encoded(name(1)),
                        UPDATE,
                        "INSERT { <urn:s> <urn:p> ?o } USING " + data(2) + " WHERE { ?s ?p ?o }")));
    }

    private static void isRefused(HttpResponse<byte[]> answer) {
        assertEquals(4, answer.statusCode() / 100, () -> answer.statusCode() + " " + LiveDoor.text(answer));
    }
}
