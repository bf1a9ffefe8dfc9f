package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import kith.cli.client.Reply;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Writes out what a space says. */
final class Export implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("write out what a space says, as RDF")
                .option("--graph", "IRI", "only this graph")
                .shows(Syntax.ALL)
                .example("kith export > river.trig")
                .example("kith export -o ttl --graph https://river.example/plan");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, String> options = new LinkedHashMap<>();
        call.option("--graph")
                .ifPresent(iri -> options.put("graph", Prefixes.expand(iri).orElse(iri)));
        // One graph needs no syntax for several.
        boolean plain =
                call.option("--graph").isPresent() && call.option("--output").isEmpty() && call.output() == Output.TRIG;
        Output form = plain ? Output.TTL : call.output();
        try (Reply reply = call.visit().exporting(call.space(), options, form.graphType())) {
            Streams.copy(reply, call);
        }
        return Code.DONE;
    }
}
