package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.client.Reply;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Puts a SPARQL question whose answer is yes or no, and answers with the exit status too. */
final class Ask implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("put a SPARQL ASK query: exit status 0 for true, 1 for false")
                .maybe("SPARQL", "the query; standard input when there is neither this nor -f")
                .option("--file", "FILE", "read the query from a file; - is standard input")
                .option("--graph", "IRI", "ask this graph in place of the default graph")
                .option(
                        "--at",
                        "MOMENT",
                        "ask what was shown then: a change's id, a time, or a day (its beginning, in UTC)")
                .option("--timeout", "SPAN", "give up after this time, at most what the daemon allows")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith ask 'ASK { ?d a saref:Device ; kith:status \"lost\" }' && echo go and look");
    }

    @Override
    public Code run(Call call) throws IOException {
        SparqlText sparql = SparqlText.of(call);
        try (Reply reply =
                call.visit().query(call.space(), Query.options(call), sparql.text(), Output.JSON.rowsType())) {
            Json answer = reply.json();
            if (answer.find("boolean").isEmpty()) {
                throw Refusal.of(Code.USAGE, "the query is no ASK", "kith query");
            }
            boolean truth = answer.at("boolean").truth();
            String text = call.output() == Output.JSON ? JsonText.pretty(answer) : String.valueOf(truth);
            if (!call.flag("--quiet")) {
                call.terminal().print(text);
            }
            return truth ? Code.DONE : Code.FAILED;
        } catch (Refusal e) {
            throw sparql.located(e);
        }
    }
}
