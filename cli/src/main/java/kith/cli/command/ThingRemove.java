package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.registry.Questions;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingName;
import kith.cli.registry.Updates;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;

/** Retires things of a kind, or retracts all that is said of them. */
final class ThingRemove implements Verb {
    /** Most of what points at a removed thing that is named. */
    static final int MAX_POINTERS = 10;

    private final Kind kind;

    ThingRemove(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void spell(Spelling spelling) {
        String noun = kind.name();
        spelling.says(
                        "retire a " + noun + ": it is no longer listed, and nothing is lost",
                        "status=active brings it back. What still points at it is named and left alone.")
                .rest("THING", "one or several; - reads names from standard input, @FILE from a file", true)
                .flag("--purge", "retract all that is said of it instead; asks first");
        Writing.spell(spelling)
                .example("kith " + noun + " rm " + Samples.name(kind))
                .example("kith " + noun + " rm " + Samples.name(kind) + " --purge --yes");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<ThingName> names = Names.of(call, 0);
        Registry registry = new Registry(call.visit(), call.space());
        List<Thing> things = registry.findAll(names, List.of(kind));
        List<String> terms = Thing.terms(things);
        boolean purge = call.flag("--purge");
        String update = purge ? Updates.purge(terms) : Updates.retire(terms);
        if (call.flag("--explain")) {
            call.terminal().print(update);
            return Code.DONE;
        }
        String what = things.size() == 1 ? things.get(0).name() : things.size() + " things";
        if (purge && !call.flag("--dry-run") && !call.agrees("retract all that is said of " + what)) {
            throw Refusal.of(Code.FAILED, "nothing was removed", "");
        }
        Json receipt = call.visit().update(call.space(), call.writeOptions(), update);
        ThingSet.show(call, things, receipt);
        sayWhatPoints(call, registry.ask(Questions.pointingAt(terms, MAX_POINTERS + 1)));
        return Code.DONE;
    }

    private static void sayWhatPoints(Call call, List<Thing> pointers) {
        int shown = Math.min(pointers.size(), MAX_POINTERS);
        for (Thing pointer : pointers.subList(0, shown)) {
            for (String predicate : pointer.said().keySet()) {
                call.say("still points at it: " + pointer.id() + "  " + ThingName.shown(predicate));
            }
        }
        if (pointers.size() > shown) {
            call.say("and others");
        }
    }
}
