package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import kith.cli.client.Refusal;
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
                        "Reading the same document again changes nothing. A document with an error changes nothing.")
                .argument("FILE", "a file (.ttl .trig .nt .nq .jsonld .rdf, also with .gz), or - for standard input")
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
        Output syntax = syntax(call, name);
        Map<String, String> options = call.writeOptions();
        call.option("--graph")
                .ifPresent(iri -> options.put("graph", Prefixes.expand(iri).orElse(iri)));
        call.option("--note").ifPresent(note -> options.put("note", note));
        String space = call.space();
        Json receipt;
        try (InputStream document = open(call, name)) {
            // Of a pipe the size is unknown, though the system answers 0.
            boolean sized = !name.equals("-") && !Syntax.isCompressed(name) && Files.isRegularFile(Path.of(name));
            long length = sized ? Files.size(Path.of(name)) : -1;
            receipt = call.visit().importing(space, options, syntax.graphType(), document, length);
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name + " (" + SparqlText.reason(e) + ")", "");
        }
        Receipts.show(call, name.equals("-") ? "" : String.valueOf(Path.of(name).getFileName()), receipt);
        return Code.DONE;
    }

    private static Output syntax(Call call, String name) {
        if (call.option("--syntax").isPresent()) {
            String word = call.option("--syntax").get();
            return Syntax.named(word)
                    .orElseThrow(() -> call.usage("there is no syntax '" + word + "'; there are " + Syntax.words()));
        }
        return Syntax.ofFile(name)
                .orElseThrow(() -> call.usage(
                        "the syntax of '" + name + "' is unknown; say it with --syntax, one of " + Syntax.words()));
    }

    private static InputStream open(Call call, String name) {
        if (name.equals("-")) {
            return call.terminal().in();
        }
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw Refusal.of(Code.USAGE, file + " is a folder", "");
        }
        try {
            InputStream in = Files.newInputStream(file);
            return Syntax.isCompressed(name) ? new GZIPInputStream(in, 64 * 1024) : in;
        } catch (IOException e) {
            Code code = Files.exists(file) ? Code.FAILED : Code.NOT_FOUND;
            throw Refusal.of(code, "cannot read " + file + " (" + SparqlText.reason(e) + ")", "");
        }
    }
}
