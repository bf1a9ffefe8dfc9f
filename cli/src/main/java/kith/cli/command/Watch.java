package kith.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Tells which rows of a query appear and vanish, until it is ended. */
final class Watch implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "tell which rows of a SPARQL query appear and vanish, as it happens",
                        "A line of JSON each: {\"event\": \"appear\", \"row\": {...}}, or vanish. First come the rows that"
                                + " are there, then {\"event\": \"present\"}, then changes, without a gap.",
                        "SELECT, ASK (one empty row while it holds) and CONSTRUCT. Ctrl-C ends it.")
                .maybe("SPARQL", "the query; standard input when there is neither this nor -f")
                .option("--file", "FILE", "read the query from a file; - is standard input")
                .option("--graph", "IRI", "watch this graph in place of the default graph")
                .option("--timeout", "SPAN", "end it when one answer takes longer, at most what the daemon allows")
                .flag("--changes", "only tell what changes from now on, not what is there")
                .shows(List.of(Output.NDJSON))
                .example("kith watch 'SELECT ?d { ?d kith:status \"down\" }'")
                .example(
                        "kith watch --changes 'SELECT ?n { ?p foaf:name ?n }' | while read -r line; do echo \"$line\"; done");
    }

    @Override
    public Code run(Call call) throws IOException {
        SparqlText sparql = SparqlText.of(call);
        try {
            Json last = call.visit().watch(call.space(), options(call), sparql.text(), line -> show(call, line));
            throw Refusal.of(
                    code(last.text("code", "")),
                    "the watch has ended: " + last.text("message", "the daemon did not say why"),
                    "");
        } catch (Refusal e) {
            throw sparql.located(e);
        } catch (UncheckedIOException e) {
            // Whoever read our lines has gone.
            throw e.getCause();
        }
    }

    private static Map<String, String> options(Call call) {
        Map<String, String> options = new LinkedHashMap<>();
        call.option("--graph")
                .ifPresent(iri ->
                        options.put("default-graph-uri", Prefixes.expand(iri).orElse(iri)));
        Duration timeout = call.span("--timeout", Duration.ZERO, Query.MAX_TIMEOUT);
        if (!timeout.isZero()) {
            options.put("timeout", Long.toString(Math.max(1, timeout.toSeconds())));
        }
        options.put("present", Boolean.toString(!call.flag("--changes")));
        return options;
    }

    private static void show(Call call, Json line) {
        String event = line.text("event", "");
        if (event.equals("quiet") || event.equals("end")) {
            return;
        }
        String text = JsonText.line(line);
        try {
            call.terminal().print(call.terminal().traits().outIsTerminal() ? Terminal.harmless(text) : text);
            call.terminal().out().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Code code(String name) {
        for (Code code : Code.values()) {
            if (code.name().equals(name) && code != Code.DONE) {
                return code;
            }
        }
        return Code.FAILED;
    }
}
