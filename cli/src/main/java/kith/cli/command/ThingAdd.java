package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.registry.Change;
import kith.cli.registry.Naming;
import kith.cli.registry.Registry;
import kith.cli.registry.Updates;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;

/** Adds a thing of a kind. */
final class ThingAdd implements Verb {
    private final Kind kind;

    ThingAdd(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "add " + Samples.a(kind),
                        "Each field is an option; one that may have several values may be given several times.")
                .maybe("HANDLE", "a short name, unique in the space: a-z, 0-9, dot, dash, underscore");
        Samples.point(spelling, kind);
        FieldOptions.spell(spelling, kind);
        Writing.spell(spelling).example(Samples.add(kind)).example(Samples.add(kind) + " --dry-run");
    }

    @Override
    public Code run(Call call) throws IOException {
        Optional<String> handle = call.maybe(0);
        List<Change> changes = new ArrayList<>(Change.parse(kind, FieldOptions.given(call, kind)));
        if (handle.isEmpty() && changes.isEmpty()) {
            throw call.usage("'kith " + call.spelling().path() + "' lacks a HANDLE or a field");
        }
        String handleTerm =
                handle.isEmpty() ? "" : kind.field("handle").orElseThrow().toTerm(handle.get());
        Registry registry = new Registry(call.visit(), call.space());
        List<Updates.Said> said = registry.terms(changes);
        String iri = new Naming(call.surroundings().clock(), call.surroundings().random())
                .name(kind, handle.orElse(""), said);
        String update = Updates.add("<" + iri + ">", kind, handleTerm, said);
        if (call.flag("--explain")) {
            call.terminal().print(update);
            return Code.DONE;
        }
        Json receipt = call.visit().update(call.space(), call.writeOptions(), update);
        if (handle.isPresent() && receipt.number("added", 0) == 0) {
            throw Refusal.of(Code.CONFLICT, "the handle '" + handle.get() + "' is taken", "kith get " + handle.get());
        }
        String name = handle.isPresent() ? kind.name() + "/" + handle.get() : iri;
        Writing.show(call, name, name + (handle.isPresent() ? "  " + iri : ""), receipt, Map.of("@id", Json.of(iri)));
        return Code.DONE;
    }
}
