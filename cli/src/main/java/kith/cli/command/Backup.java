package kith.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Has the daemon write all of the home that cannot be made again into one file. */
final class Backup implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "write a backup of the home into one new file, while the daemon runs",
                        "It has the keys of this node: who can read it is this node, unless they are sealed with a"
                                + " passphrase.",
                        "Only you can read the file. The next command to know: kith restore.")
                .argument("FILE", "a file that is not there yet, on another disk if there is one")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith backup /mnt/usb/river-2026-11-23.kith")
                .example("kith backup \"/backups/kith-$(date +%F)\" --quiet");
    }

    @Override
    public Code run(Call call) throws IOException {
        Path file = call.file(0);
        Json made;
        try (Ticker ticker = Ticker.of(call)) {
            made = call.visit().backup(file, line -> ticker.tell(line));
        }
        if (call.output() == Output.JSON) {
            call.show(new Card(made, "file"));
        } else if (!call.flag("--quiet")) {
            call.terminal().print("backup of " + Amounts.grouped(made.number("bytes", 0)) + " bytes in " + file);
        }
        return Code.DONE;
    }
}
