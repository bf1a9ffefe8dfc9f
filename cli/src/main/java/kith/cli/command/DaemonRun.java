package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Kithd;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Runs the daemon in the foreground. */
final class DaemonRun implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("run the daemon in the foreground, as a service manager wants it")
                .option("--passphrase-file", "FILE", "open sealed keys with the first line of this file")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith daemon run --home /srv/kith");
    }

    @Override
    public Code run(Call call) {
        List<String> arguments =
                new ArrayList<>(List.of("run", "--home", call.home().folder().toString()));
        call.option("--passphrase-file").ifPresent(file -> arguments.addAll(List.of("--passphrase-file", file)));
        return Kithd.outcome(Kithd.in(call.surroundings().install()).runHere(arguments));
    }
}
