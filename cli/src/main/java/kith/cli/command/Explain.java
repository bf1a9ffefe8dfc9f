package kith.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Shows how a SPARQL query is answered. */
final class Explain implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "show how a SPARQL query is answered",
                        "A step stands above those whose rows it takes, with the rows that it is thought to give.",
                        "What no plan can be made of is answered pattern by pattern and is not shown.")
                .maybe("SPARQL", "the query; standard input when there is neither this nor -f")
                .option("--file", "FILE", "read the query from a file; - is standard input")
                .option("--graph", "IRI", "ask this graph in place of the default graph")
                .option("--timeout", "SPAN", "give up after this time, at most what the daemon allows")
                .flag("--count", "look for the whole answer, and show how many rows came by each step")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith explain 'SELECT ?n { ?p foaf:knows/foaf:name ?n }'")
                .example("kith explain --count -f slow.rq");
    }

    @Override
    public Code run(Call call) throws IOException {
        SparqlText sparql = SparqlText.of(call);
        Map<String, String> options = Query.options(call);
        if (call.flag("--count")) {
            options.put("counted", "true");
        }
        try {
            Json told = call.visit().explain(call.space(), options, sparql.text());
            boolean json = call.output() == Output.JSON;
            call.terminal()
                    .print(json ? JsonText.pretty(told) : told.at("text").text().stripTrailing());
        } catch (Refusal e) {
            throw sparql.located(e);
        }
        return Code.DONE;
    }
}
