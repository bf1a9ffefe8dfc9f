package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.client.Reply;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Puts a SPARQL query and hands the answer through. */
final class Query implements Verb {
    /** The longest that a query may be allowed to take. */
    static final Duration MAX_TIMEOUT = Duration.ofHours(1);

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "put a SPARQL query",
                        "The prefixes of the profile need no declaration.",
                        "SELECT and ASK take table, json, csv, tsv and xml; CONSTRUCT and DESCRIBE the RDF forms.")
                .maybe("SPARQL", "the query; standard input when there is neither this nor -f")
                .option("--file", "FILE", "read the query from a file; - is standard input")
                .option("--graph", "IRI", "ask this graph in place of the default graph")
                .option(
                        "--at",
                        "MOMENT",
                        "ask what was shown then: a change's id, a time, or a day (its beginning, in UTC)")
                .option("--timeout", "SPAN", "give up after this time, at most what the daemon allows")
                .shows(List.of(
                        Output.TABLE,
                        Output.JSON,
                        Output.CSV,
                        Output.TSV,
                        Output.XML,
                        Output.TTL,
                        Output.NT,
                        Output.TRIG,
                        Output.NQ,
                        Output.JSONLD,
                        Output.RDFXML))
                .example("kith query 'SELECT ?name { ?p a foaf:Person ; foaf:name ?name }'")
                .example("kith query -f people.rq --csv")
                .example("kith query --at 2026-11-20T09:14:00Z 'SELECT ?ip { <urn:x:1> kith:ip ?ip }'")
                .example("kith query -o ttl 'DESCRIBE ?d { ?d kith:handle \"sw-12\" }'");
    }

    @Override
    public Code run(Call call) throws IOException {
        SparqlText sparql = SparqlText.of(call);
        try (Reply reply = call.visit().query(call.space(), options(call), sparql.text(), accept(call.output()))) {
            Streams.copy(reply, call);
        } catch (Refusal e) {
            throw sparql.located(e);
        }
        return Code.DONE;
    }

    static Map<String, String> options(Call call) {
        Map<String, String> options = new LinkedHashMap<>();
        call.option("--graph")
                .ifPresent(iri ->
                        options.put("default-graph-uri", Prefixes.expand(iri).orElse(iri)));
        call.option("--at").ifPresent(moment -> options.put("at", moment));
        Duration timeout = call.span("--timeout", Duration.ZERO, MAX_TIMEOUT);
        if (!timeout.isZero()) {
            options.put("timeout", Long.toString(Math.max(1, timeout.toSeconds())));
        }
        return options;
    }

    /** What the answer may be: rows in the form asked for, else a graph in the nearest one. */
    private static String accept(Output output) {
        String rows = output.rowsType();
        String graph = output == Output.TABLE ? Output.TTL.graphType() : output.graphType();
        return rows.isEmpty() ? graph : graph.isEmpty() ? rows : rows + ", " + graph + ";q=0.9";
    }
}
