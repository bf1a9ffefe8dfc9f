package kith.daemon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The W3C's tests of the Graph Store Protocol, requests and answers as its page has them: one after the other, for each
 * goes on where the one before ended.
 */
final class GraphStoreConformanceTest {
    static final String PAGE = Suite.SPARQL_11.base() + "http-rdf-update/index.html";

    private static final Pattern TEST =
            Pattern.compile("<h2 id='([^']*)'>.*?<pre>\\s*(.*?)</pre>.*?<pre>\\s*(.*?)</pre>", Pattern.DOTALL);
    private static final String GRAPHS = "http://kith.example/store";
    private static final String PREFIXES =
            "@prefix foaf: <http://xmlns.org/foaf/0.1/> ." + " @prefix v: <http://www.w3.org/2006/vcard/ns#> .\n";

    @TempDir
    private static Path folder;

    private static LiveDoor door;
    private static String newPath = "";

    /** A request and what must come back. */
    record Exchange(String id, String request, String response) {}

    @BeforeAll
    static void open() {
        door = new LiveDoor(folder);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    static List<Exchange> exchanges() {
        List<Exchange> all = new ArrayList<>();
        Matcher matcher = TEST.matcher(Suite.SPARQL_11.text(PAGE));
        while (matcher.find()) {
            all.add(new Exchange("graph-store/" + matcher.group(1), plain(matcher.group(2)), plain(matcher.group(3))));
        }
        return all;
    }

    private static String plain(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .replace("$HOST$/$GRAPHSTORE$", "kith.example/store");
    }

    @TestFactory
    Stream<DynamicTest> graphsAreReadAndWritten() {
        return exchanges().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.id(), () -> ExpectedFailures.judge(each.id(), () -> exchange(each))));
    }

    private static void exchange(Exchange test) {
        String[] request = test.request().split("\\R\\s*\\R", 2);
        String[] line = request[0].lines().findFirst().orElseThrow().split(" ", -1);
        String body = request.length > 1 ? request[1].strip() : "";
        HttpRequest.Builder sent = door.to(target(line[1]));
        request[0]
                .lines()
                .skip(1)
                .filter(each -> each.startsWith("Accept") || each.startsWith("Content"))
                .forEach(each -> sent.header(each.split(":", 2)[0], each.split(":", 2)[1].strip()));

        HttpResponse<byte[]> answer = door.send(sent.method(line[0], BodyPublishers.ofString(ended(body))));

        newPath = answer.headers().firstValue("Location").orElse(newPath);
        int wanted = Integer.parseInt(test.response().substring(0, 3));
        // 204 is a 200 without anything to say.
        assertEquals(wanted == 204 ? 200 : wanted, answer.statusCode(), () -> LiveDoor.text(answer));
        String[] response = test.response().split("\\R\\s*\\R", 2);
        if (response[0].toLowerCase(Locale.ROOT).contains("content-type: text/turtle")) {
            assertTrue(answer.headers().firstValue("Content-Type").orElse("").startsWith("text/turtle"));
        }
        if (line[0].equals("GET") && wanted == 200) {
            mustBe(response.length > 1 ? response[1] : "", LiveDoor.text(answer));
        }
    }

    // The page forgets the dot at the end of two bodies; of the one in parts also the last boundaries, and how lines
    // end.
    private static String ended(String body) {
        if (body.startsWith("--")) {
            return body.replaceFirst("--BbC04y\\s+--AaB03x$", "--BbC04y--\n--AaB03x--")
                    .replaceAll("\"\\s*\n--", "\" .\n--")
                    .replace("\n", "\r\n");
        }
        return body.contains("kith.example") && !body.endsWith(".") && !body.startsWith("--") ? body + " ." : body;
    }

    private static String target(String path) {
        return switch (path) {
            case "$GRAPHSTORE$" -> LiveDoor.DATA;
            case "$GRAPHSTORE$?default" -> LiveDoor.DATA + "?default";
            case "$NEWPATH$" -> newPath;
            // Graphs have names of their own here, and no path.
            default ->
                LiveDoor.DATA + "?graph=" + LiveDoor.encoded(GRAPHS + path.replaceFirst("^.*\\$GRAPHSTORE\\$", ""));
        };
    }

    private static void mustBe(String wanted, String got) {
        Graph one = graph(PREFIXES + wanted);
        Graph other = graph(got);
        assertTrue(IsoMatcher.isomorphic(one, other), () -> "expected " + one + " but was " + other);
    }

    private static Graph graph(String turtle) {
        Graph graph = GraphFactory.createDefaultGraph();
        RDFParser.fromString(turtle, Lang.TURTLE).parse(graph);
        return graph;
    }
}
