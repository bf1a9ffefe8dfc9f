package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Kithd;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Makes the keys of a person and of this device. */
final class Init implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "make the keys of a person and of this device, in a new home folder",
                        "With a passphrase the keys are sealed: from --passphrase-file, KITH_PASSPHRASE, or asked for.")
                .option("--name", "NAME", "what this node is called (default: the user's name)")
                .option("--passphrase-file", "FILE", "seal the keys with the first line of this file")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith init --name \"river hub\"")
                .example("kith init --home /srv/kith --name hub --passphrase-file /run/secrets/kith");
    }

    @Override
    public Code run(Call call) {
        String user = call.surroundings().environment().getOrDefault("USER", "kith");
        List<String> arguments =
                new ArrayList<>(List.of("init", "--home", call.home().folder().toString()));
        arguments.addAll(List.of("--name", call.option("--name").orElse(user)));
        call.option("--passphrase-file").ifPresent(file -> arguments.addAll(List.of("--passphrase-file", file)));
        if (call.output() == Output.JSON) {
            arguments.add("--json");
        }
        Code code = Kithd.outcome(Kithd.in(call.surroundings().install()).runHere(arguments));
        if (code == Code.DONE && call.output() != Output.JSON) {
            call.say("next: kith daemon start, kith space create NAME");
        }
        return code;
    }
}
