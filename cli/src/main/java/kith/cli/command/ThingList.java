package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kith.cli.registry.Condition;
import kith.cli.registry.Fields;
import kith.cli.registry.Questions;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;

/** Lists the things of a kind. */
final class ThingList implements Verb {
    private final Kind kind;

    ThingList(Kind kind) {
        this.kind = kind;
    }

    @Override
    public void spell(Spelling spelling) {
        Samples.point(spelling, kind);
        String noun = kind.name();
        spelling.says("list the things of the kind " + noun, "Fields: " + String.join(", ", Fields.names(kind)))
                .manyOf("--where", "CONDITIONS", "only those with field=value, field!=value, field~part,...")
                .flag("--all", "also those that were removed (status retired)")
                .flag("--explain", "print the SPARQL query in place of asking it")
                .shows(Listing.OUTPUTS)
                .example("kith " + noun + " list")
                .example("kith " + noun + " list --where " + Fields.shown(kind).get(0) + "~north,tag=night --csv")
                .example("kith " + noun + " list -o name | kith " + noun + " set - status=active");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Condition> conditions = Condition.parse(kind, call.options("--where"));
        boolean all = call.flag("--all") || Condition.anyOn(conditions, "status");
        ThingTable table = new ThingTable(kind, call);
        String query = Questions.list(kind, table.fields(), conditions, all);
        if (call.flag("--explain")) {
            call.terminal().print(query);
            return Code.DONE;
        }
        List<Thing> things = new ArrayList<>(new Registry(call.visit(), call.space()).ask(query));
        things.sort(Comparator.comparing(Thing::handle).thenComparing(Thing::id));
        if (call.output() == Output.NAME) {
            for (Thing thing : things) {
                call.terminal().print(thing.name());
            }
        } else {
            call.show(table.of(things));
        }
        if (things.isEmpty() && !call.isJoining()) {
            call.say("no " + kind.name() + " like that; next: " + Samples.add(kind));
        }
        return Code.DONE;
    }
}
