package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kith.cli.client.Reply;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.registry.Questions;
import kith.cli.registry.Registry;
import kith.cli.registry.Thing;
import kith.cli.registry.ThingCard;
import kith.cli.registry.ThingName;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Kind;

/** Shows all that is said of a thing. */
final class ThingGet implements Verb {
    private final List<Kind> kinds;

    /** Shows things of one of these kinds, of any class when there are none. */
    ThingGet(List<Kind> kinds) {
        this.kinds = kinds;
    }

    @Override
    public void spell(Spelling spelling) {
        String command = kinds.isEmpty() ? "get" : kinds.get(0).name() + " get";
        String name = kinds.isEmpty() ? "person/ada" : Samples.name(kinds.get(0));
        spelling.says(
                        kinds.isEmpty() ? "show all that is said of a thing" : "show " + Samples.a(kinds.get(0)),
                        "A thing is named by its handle, kind/handle, its IRI, or the beginning of its id.")
                .rest("THING", "one or several; - reads names from standard input, a name a line", true)
                .flag("--explain", "print the SPARQL query in place of asking it")
                .shows(List.of(
                        Output.TABLE, Output.JSON, Output.NDJSON, Output.CSV, Output.TSV, Output.NAME, Output.TTL))
                .example("kith " + command + " " + name)
                .example("kith " + command + " " + name + " --json --fields handle,tag")
                .example("kith " + command + " " + name + " --ttl");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<ThingName> names = Names.of(call, 0);
        if (call.flag("--explain")) {
            for (ThingName name : names) {
                call.terminal().print(Questions.thing(name, kinds));
            }
            return Code.DONE;
        }
        Registry registry = new Registry(call.visit(), call.space());
        List<Thing> things = new ArrayList<>();
        for (ThingName name : names) {
            things.add(registry.find(name, kinds));
        }
        if (call.output() == Output.TTL) {
            // Read as RDF, a thing is all its statements: no field is chosen, nothing is shortened.
            String query = Questions.statements(Thing.terms(things));
            try (Reply reply = call.visit().query(call.space(), Map.of(), query, Output.TTL.graphType())) {
                Streams.copy(reply, call);
            }
        } else {
            show(call, things);
        }
        return Code.DONE;
    }

    private void show(Call call, List<Thing> things) throws IOException {
        List<String> possible = ThingCard.keys(kinds);
        List<Card> cards = new ArrayList<>();
        for (Thing thing : things) {
            cards.add(new Card(ThingCard.whole(thing), ThingCard.ID, possible));
        }
        if (things.size() > 1 && call.output() == Output.JSON) {
            List<Json> kept = new ArrayList<>();
            for (Card card : cards) {
                kept.add(card.kept(call.wanted(card.keys())));
            }
            call.terminal().print(JsonText.pretty(Json.of(kept)));
            return;
        }
        for (int i = 0; i < things.size(); i++) {
            if (call.output() == Output.NAME) {
                call.terminal().print(things.get(i).name());
                continue;
            }
            if (i > 0 && call.output() == Output.TABLE) {
                call.terminal().print("");
            }
            call.show(cards.get(i));
        }
    }
}
