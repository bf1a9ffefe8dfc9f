package kith.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Kithd;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Makes a home of a backup. */
final class Restore implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "make a new home folder of a backup",
                        "The home folder must not be there yet, or be empty; no daemon may run in it.",
                        "The restored node writes in new logs, so that nothing it wrote since the backup is lost:"
                                + " peers bring that back. Let only one copy of a home run.")
                .argument("FILE", "what kith backup wrote")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith restore /mnt/usb/river-2026-11-23.kith --home ~/kith")
                .example("kith restore /mnt/usb/river-2026-11-23.kith && kith daemon start && kith verify");
    }

    @Override
    public Code run(Call call) {
        Path file = call.file(0);
        List<String> arguments = new ArrayList<>(
                List.of("restore", "--home", call.home().folder().toString(), "--from", file.toString()));
        if (call.output() == Output.JSON) {
            arguments.add("--json");
        }
        Code code = Kithd.outcome(Kithd.in(call.surroundings().install()).runHere(arguments));
        if (code == Code.DONE && call.output() != Output.JSON) {
            call.say("next: kith daemon start, kith verify");
        }
        return code;
    }
}
