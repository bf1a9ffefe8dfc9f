package kith.daemon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.http.BearerToken;
import kith.daemon.http.DoorSettings;
import kith.daemon.http.Household;
import kith.daemon.http.LocalDoor;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.Sandbox;
import kith.daemon.replica.TestNode;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;

/** A space in a store on disk behind an open door, asked over HTTP. */
final class LiveDoor implements AutoCloseable {
    static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());
    static final String SPARQL = "/spaces/w3c/sparql";
    static final String DATA = "/spaces/w3c/data";

    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final DoorSettings.Limits LIMITS = new DoorSettings.Limits(
            new QueryLimits(Duration.ofSeconds(60), 100_000, 16 << 20),
            Duration.ofSeconds(60),
            new ImportLimits(8 << 20, 100_000));

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final TestNode node;
    private final LocalDoor door;
    private boolean isEmpty = true;

    LiveDoor(Path folder) {
        node = TestNode.open(folder.resolve("home"), 1);
        node.found("w3c");
        var tcp = new DoorSettings.Tcp(
                new InetSocketAddress("127.0.0.1", 0), BearerToken.of(TOKEN), Set.of("127.0.0.1"), Set.of());
        var settings = new DoorSettings(folder.resolve("run/kithd.sock"), folder.resolve("spool"), tcp, LIMITS);
        door = LocalDoor.open(
                settings,
                nobodyElse(),
                new ReplicaSpaces(node.replicas(), count -> node.machine().random(count)),
                SANDBOX);
    }

    // The doors of SPARQL ask the household for one thing only: whether what is written may count nowhere else.
    private static Household nobodyElse() {
        return (Household) Proxy.newProxyInstance(
                Household.class.getClassLoader(), new Class<?>[] {Household.class}, (self, method, arguments) -> {
                    assertEquals("doubt", method.getName());
                    return Optional.empty();
                });
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A request to a path of the door, to be completed. */
    HttpRequest.Builder to(String target) {
        int port = door.tcpAddress().orElseThrow().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                .header("Authorization", "Bearer " + TOKEN);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new AssertionError("the door broke off", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    HttpResponse<byte[]> post(String target, String type, String body) {
        return send(to(target).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<byte[]> query(String text, String accept) {
        return send(to(SPARQL)
                .header("Content-Type", "application/sparql-query")
                .header("Accept", accept)
                .POST(BodyPublishers.ofString(text)));
    }

    HttpResponse<byte[]> update(String text) {
        isEmpty = false;
        return post(SPARQL, "application/sparql-update", text);
    }

    void mustUpdate(String text) {
        mustSucceed(update(text));
    }

    /** Takes all out of the space. */
    void clear() {
        if (!isEmpty) {
            mustUpdate("CLEAR ALL");
            isEmpty = true;
        }
    }

    /** Takes a file in, as the default graph or as a named one. */
    void load(Suite suite, String file, Optional<String> graph) {
        String target = "/v1/spaces/w3c/import?base=" + encoded(file)
                + graph.map(name -> "&graph=" + encoded(name)).orElse("");
        String type = file.endsWith(".rdf")
                ? "application/rdf+xml"
                : file.endsWith(".nt") ? "application/n-triples" : "text/turtle";
        // The same bytes have the same blank nodes here, but a file read into two graphs is two documents to the tests.
        String apart = graph.isPresent() && type.equals("text/turtle") ? "\n# in " + graph.get() + "\n" : "";
        isEmpty = false;
        mustSucceed(post(target, type, suite.text(file) + apart));
    }

    /** All that the space shows. */
    DatasetGraph shown() {
        HttpResponse<byte[]> answer = send(to("/v1/spaces/w3c/export")
                .header("Accept", "application/n-quads")
                .GET());
        mustSucceed(answer);
        DatasetGraph dataset = DatasetGraphFactory.create();
        RDFParser.fromString(text(answer), Lang.NQUADS).parse(dataset);
        return dataset;
    }

    static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    static void mustSucceed(HttpResponse<byte[]> answer) {
        assertEquals(2, answer.statusCode() / 100, () -> answer.statusCode() + " " + text(answer));
    }

    @Override
    public void close() {
        door.close();
        node.close();
    }
}
