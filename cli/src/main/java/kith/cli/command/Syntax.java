package kith.cli.command;

import java.util.List;
import java.util.Optional;
import kith.cli.view.Output;

/** The syntaxes in which RDF comes in and goes out. */
final class Syntax {
    /** All of them. */
    static final List<Output> ALL =
            List.of(Output.TRIG, Output.TTL, Output.NT, Output.NQ, Output.JSONLD, Output.RDFXML);

    private Syntax() {}

    /** The syntax that the options name, else that of the file. */
    static Output of(Call call, String name) {
        Optional<String> word = call.option("--syntax");
        if (word.isPresent()) {
            return named(word.get())
                    .orElseThrow(() -> call.usage("there is no syntax '" + word.get() + "'; there are " + words()));
        }
        return ofFile(name)
                .orElseThrow(() ->
                        call.usage("the syntax of '" + name + "' is unknown; say it with --syntax, one of " + words()));
    }

    /** The syntax of a file by the end of its name, past {@code .gz}. */
    static Optional<Output> ofFile(String name) {
        String plain = isCompressed(name) ? name.substring(0, name.length() - 3) : name;
        int dot = plain.lastIndexOf('.');
        return switch (plain.substring(dot + 1)) {
            case "ttl", "turtle" -> Optional.of(Output.TTL);
            case "trig" -> Optional.of(Output.TRIG);
            case "nt", "ntriples" -> Optional.of(Output.NT);
            case "nq", "nquads" -> Optional.of(Output.NQ);
            case "jsonld", "json" -> Optional.of(Output.JSONLD);
            case "rdf", "rdfxml", "owl", "xml" -> Optional.of(Output.RDFXML);
            default -> Optional.empty();
        };
    }

    static Optional<Output> named(String word) {
        Optional<Output> form = Output.of(word);
        return form.isPresent() && ALL.contains(form.get()) ? form : Optional.empty();
    }

    static boolean isCompressed(String name) {
        return name.endsWith(".gz");
    }

    /** The words for all of them. */
    static String words() {
        StringBuilder words = new StringBuilder();
        for (Output form : ALL) {
            words.append(words.isEmpty() ? "" : ", ").append(form.word());
        }
        return words.toString();
    }
}
