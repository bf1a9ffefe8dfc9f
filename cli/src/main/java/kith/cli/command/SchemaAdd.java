package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.registry.Facts;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Prefixes;

/** Sets the policy of a predicate, or the shapes of a name. */
final class SchemaAdd implements Verb {
    /** Bytes of a document of shapes. */
    static final int MAX_BYTES = 1 << 20;

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "set which value of a predicate is shown, or the shapes of a name",
                        "Takes the place of what was set before for the same predicate and class, or name. An admin's"
                                + " act: it counts on every node of the space.")
                .maybe("NAME", "of the shapes; with -f")
                .option("--file", "FILE", "shapes in Turtle (SHACL); - is standard input")
                .option("--predicate", "PREDICATE", "with a prefix or as an IRI")
                .option("--class", "CLASS", "only for things of this class")
                .option("--policy", "POLICY", "latest, first, greatest, least or all")
                .flag("--dry-run", "say what would be hidden or come back, and change nothing")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith schema add --predicate foaf:nick --policy latest --dry-run")
                .example("kith schema add boats -f boats.ttl");
    }

    @Override
    public Code run(Call call) throws IOException {
        Optional<String> name = call.maybe(0);
        boolean rule = call.option("--predicate").isPresent()
                || call.option("--policy").isPresent();
        boolean shapes = name.isPresent() || call.option("--file").isPresent();
        if (rule == shapes || (shapes && call.option("--class").isPresent())) {
            throw call.usage("give --predicate P --policy POLICY, or NAME -f FILE");
        }
        show(call, rule ? rule(call) : shapes(call, name));
        return Code.DONE;
    }

    private static Json rule(Call call) {
        Map<String, String> options = call.writeOptions();
        String predicate = call.option("--predicate").orElseThrow(() -> call.usage("--predicate is missing"));
        String policy = call.option("--policy").orElseThrow(() -> call.usage("--policy is missing"));
        if (!isPolicy(policy)) {
            throw call.usage("--policy is latest, first, greatest, least or all, not '" + policy + "'");
        }
        options.put("predicate", Facts.predicate(Optional.empty(), predicate));
        kind(call).ifPresent(kind -> options.put("class", kind));
        options.put("policy", policy);
        return call.visit().schemaRule(call.space(), options);
    }

    private static boolean isPolicy(String word) {
        for (Policy policy : Policy.values()) {
            if (policy.word().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private static Json shapes(Call call, Optional<String> name) {
        String file = call.option("--file").orElseThrow(() -> call.usage("-f FILE is missing"));
        String of = name.orElseThrow(() -> call.usage("the NAME of the shapes is missing"));
        byte[] turtle;
        try (InputStream document = Documents.open(call, file)) {
            turtle = document.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + file + " (" + SparqlText.reason(e) + ")", "");
        }
        if (turtle.length > MAX_BYTES) {
            throw Refusal.of(Code.USAGE, file + " holds more than 1 MiB of shapes", "split it under several names");
        }
        return call.visit().schemaShapes(call.space(), of, call.writeOptions(), turtle);
    }

    /** The class that was named, as an IRI. */
    static Optional<String> kind(Call call) {
        return call.option("--class").map(word -> Prefixes.expand(word).orElse(word));
    }

    /** A name of shapes as it is, a predicate as an IRI. */
    static String key(String word) {
        return word.indexOf(':') < 0 ? word : Facts.predicate(Optional.empty(), word);
    }

    /** Says what an act did, or would do. */
    static void show(Call call, Json receipt) throws IOException {
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(receipt));
            return;
        }
        Optional<Json> delta = receipt.find("delta").filter(id -> !id.isNothing());
        if (!receipt.at("dryRun").truth()) {
            call.terminal().print(delta.map(id -> "change " + id.text()).orElse("no change"));
            return;
        }
        for (String list : List.of("hides", "shows")) {
            for (Json fact : receipt.at(list).items()) {
                call.terminal().print(Facts.line(fact));
            }
        }
        call.say(Amounts.grouped(receipt.number("hidden", 0)) + " values would be hidden, "
                + Amounts.grouped(receipt.number("back", 0))
                + " would come back; nothing is written: this was a dry run");
    }
}
