package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.cli.client.Visit;
import kith.cli.json.Json;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/** Reads an RDF document into a space; importing the same again changes nothing. */
final class Import implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "read an RDF document into a space",
                        "Reading the same document again changes nothing. A document with an error changes nothing,"
                                + " unless it is larger than 32 MiB or 262,144 facts: what comes before the error stays.",
                        "On a terminal it shows how far it is. Ctrl-C ends it.")
                .argument(
                        "FILE",
                        "a file (.ttl .trig .nt .nq .jsonld .rdf, also with .gz), or - for standard input (also compressed)")
                .option("--syntax", "FORM", "the syntax when the name does not say it: " + Syntax.words())
                .option("--graph", "IRI", "read triples into this graph in place of the default graph")
                .option("--note", "TEXT", "what the history says of this change")
                .flag("--dry-run", "show the difference it would make, and write nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith import people.ttl")
                .example("curl -s https://river.example/all.nq | kith import - --syntax nq --dry-run");
    }

    @Override
    public Code run(Call call) throws IOException {
        String name = call.argument(0);
        Output syntax = Syntax.of(call, name);
        Map<String, String> options = call.writeOptions();
        call.option("--graph")
                .ifPresent(iri -> options.put("graph", Prefixes.expand(iri).orElse(iri)));
        call.note().ifPresent(note -> options.put("note", note));
        String space = call.space();
        Json receipt;
        long length = Documents.length(name);
        try (InputStream document = Documents.open(call, name);
                Ticker ticker = Ticker.of(call)) {
            Visit.Parcel parcel = new Visit.Parcel(syntax.graphType(), document, length);
            receipt = call.visit().importing(space, options, parcel, line -> ticker.tell(line));
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name + " (" + SparqlText.reason(e) + ")", "");
        }
        Receipts.show(call, Documents.label(name), receipt);
        return Code.DONE;
    }
}
