package kith.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.registry.Facts;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingName;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;

/**
 * The thing whose facts are asked for.
 *
 * @param kind what it is now; empty when the profile knows no such thing, or nothing is said of it any more
 */
record Subject(String iri, Optional<Kind> kind) {
    static Spelling spell(Spelling spelling) {
        return spelling.argument("THING", "its handle, kind/handle, its IRI, or the beginning of its id")
                .option("--field", "FIELD", "this field only: by its name, with a prefix, or by its IRI");
    }

    /** The thing that was named. */
    static Subject of(Call call) {
        return of(new Registry(call.visit(), call.space()).find(ThingName.of(call.argument(0)), List.of()));
    }

    /** The thing that was named; by its IRI also one of which nothing is said now. */
    static Subject ever(Call call) {
        ThingName name = ThingName.of(call.argument(0));
        try {
            return of(new Registry(call.visit(), call.space()).find(name, List.of()));
        } catch (Refusal none) {
            String iri = name.iri();
            if (none.code() != Code.NOT_FOUND || iri == null) {
                throw none;
            }
            return new Subject(ThingName.bare(iri), Optional.empty());
        }
    }

    private static Subject of(Thing thing) {
        return new Subject(ThingName.bare(thing.term()), thing.kind());
    }

    /** The query part that asks for its facts. */
    Map<String, String> options(Call call) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("thing", iri);
        call.option("--field").ifPresent(field -> options.put("field", Facts.predicate(kind, field)));
        return options;
    }

    /** The rows as people read them. */
    List<Json> readable(Call call, List<Json> rows) {
        List<Json> readable = new ArrayList<>();
        for (Json row : rows) {
            Json shown = Facts.readable(row, kind);
            boolean brief = call.output() == Output.TABLE;
            readable.add(brief ? shown.with("author", Json.of(Peers.brief(shown.text("author", "")))) : shown);
        }
        return readable;
    }
}
