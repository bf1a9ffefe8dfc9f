package kith.cli.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Statement;
import org.apache.jena.update.UpdateAction;

/**
 * A daemon that keeps one space, river, in memory: its SPARQL endpoint is real, its other resources answer what a test
 * gave them.
 */
public final class FakeDaemon implements AutoCloseable {
    private static final String ENDPOINT = "/spaces/river/sparql";

    private final Dataset dataset = DatasetFactory.createTxnMem();
    private final Map<String, Function<FakeDoor.Heard, String>> resources = new TreeMap<>();
    private final FakeDoor door;

    private FakeDaemon(Path home) throws IOException {
        door = FakeDoor.open(home, this::answer);
    }

    public static FakeDaemon at(Path home) throws IOException {
        ARQ.init();
        FakeDaemon daemon = new FakeDaemon(home);
        daemon.on(
                "GET /v1/spaces",
                heard -> "[{\"name\":\"river\",\"id\":\"ab\",\"level\":\"owner\","
                        + "\"quads\":4812,\"deltas\":33,\"authors\":2}]");
        daemon.on(
                "GET /health",
                heard -> "{\"status\":\"ok\",\"version\":\"9.9\",\"pid\":"
                        + ProcessHandle.current().pid() + ",\"since\":\"2026-11-01T00:00:00Z\",\"home\":\"/x\"}");
        return daemon;
    }

    /** Answers a method and path with JSON; what begins with progress goes as lines. */
    public FakeDaemon on(String methodAndPath, Function<FakeDoor.Heard, String> json) {
        resources.put(methodAndPath, json);
        return this;
    }

    public FakeDoor.Heard last() {
        return door.last();
    }

    public List<FakeDoor.Heard> heard() {
        return door.heard();
    }

    /** What the space says, one statement a line, in order. */
    public List<String> said() {
        return dataset.calculateRead(() -> dataset.getDefaultModel().listStatements().toList().stream()
                .map(Statement::asTriple)
                .map(triple -> org.apache.jena.riot.out.NodeFmtLib.str(triple))
                .sorted()
                .toList());
    }

    public void insert(String triples) {
        dataset.executeWrite(() -> UpdateAction.parseExecute("INSERT DATA {" + triples + "}", dataset));
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void answer(FakeDoor.Heard heard, OutputStream out) throws IOException {
        Function<FakeDoor.Heard, String> resource = resources.get(heard.method() + " " + heard.path());
        if (resource != null) {
            String said = resource.apply(heard);
            String type = said.startsWith("{\"progress\"") ? "application/x-ndjson" : "application/json";
            FakeDoor.reply(out, 200, type, said);
        } else if (heard.path().equals(ENDPOINT)) {
            try {
                sparql(heard, out);
            } catch (org.apache.jena.query.QueryException e) {
                FakeDoor.reply(out, 400, "application/json", error("USAGE", e.getMessage()));
            }
        } else {
            FakeDoor.reply(out, 404, "application/json", error("NOT_FOUND", "there is no " + heard.path()));
        }
    }

    private void sparql(FakeDoor.Heard heard, OutputStream out) throws IOException {
        if ("application/sparql-update".equals(heard.headers().get("content-type"))) {
            FakeDoor.reply(out, 200, "application/json", update(heard));
            return;
        }
        Query query = QueryFactory.create(heard.text());
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        dataset.executeRead(() -> {
            try (QueryExecution execution = QueryExecutionFactory.create(query, dataset)) {
                if (query.isAskType()) {
                    ResultSetFormatter.outputAsJSON(result, execution.execAsk());
                } else if (query.isSelectType()) {
                    ResultSetFormatter.outputAsJSON(result, execution.execSelect());
                } else {
                    execution.execConstruct().write(result, "TURTLE");
                }
            }
        });
        FakeDoor.reply(out, 200, "application/sparql-results+json", result.toString(StandardCharsets.UTF_8));
    }

    private String update(FakeDoor.Heard heard) {
        boolean dryRun = "true".equals(parameters(heard.target()).get("dry-run"));
        Set<String> before = new HashSet<>(said());
        dataset.begin(org.apache.jena.query.ReadWrite.WRITE);
        UpdateAction.parseExecute(heard.text(), dataset);
        Set<String> after = new HashSet<>();
        dataset.getDefaultModel()
                .listStatements()
                .forEach(s -> after.add(org.apache.jena.riot.out.NodeFmtLib.str(s.asTriple())));
        if (dryRun) {
            dataset.abort();
        } else {
            dataset.commit();
        }
        dataset.end();
        StringBuilder diff = new StringBuilder();
        long added = after.stream()
                .filter(s -> !before.contains(s))
                .peek(s -> diff.append("+ ").append(s).append('\n'))
                .count();
        long removed = before.stream()
                .filter(s -> !after.contains(s))
                .peek(s -> diff.append("- ").append(s).append('\n'))
                .count();
        String text =
                diff.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "{\"delta\":" + (added + removed == 0 ? "null" : "\"3f2a91cc\"") + ",\"deltas\":1,\"added\":" + added
                + ",\"removed\":" + removed + ",\"same\":0,\"dryRun\":" + dryRun
                + (dryRun ? ",\"diff\":\"" + text + "\"" : "") + "}";
    }

    /** The query part of a target. */
    public static Map<String, String> parameters(String target) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int query = target.indexOf('?');
        if (query >= 0) {
            for (String pair : target.substring(query + 1).split("&")) {
                int equals = pair.indexOf('=');
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"code\":\"" + code + "\",\"message\":\""
                + message.replace("\"", "'").replace("\n", " ") + "\"}}";
    }
}
