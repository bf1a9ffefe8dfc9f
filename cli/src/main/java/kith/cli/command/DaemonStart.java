package kith.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.client.Awakening;
import kith.cli.client.Home;
import kith.cli.client.Kithd;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Starts the daemon of the home folder and waits until it answers. */
final class DaemonStart implements Verb {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "start the daemon of the home folder and wait until it answers",
                        "It writes to the file log in the home folder. When it runs already, nothing is done.")
                .option("--passphrase-file", "FILE", "open sealed keys with the first line of this file")
                .option("--timeout", "SPAN", "how long to wait for an answer (default: 60s)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith daemon start");
    }

    @Override
    public Code run(Call call) throws IOException {
        Home home = call.home();
        Optional<Home.Running> running = home.running();
        if (running.isPresent() && DaemonStatus.answers(call)) {
            return show(call, call.visit().health(), "already running");
        }
        if (!Files.exists(home.keyFile())) {
            throw Refusal.of(Code.NOT_FOUND, "there are no keys in " + home.folder(), "kith init");
        }
        List<String> arguments =
                new ArrayList<>(List.of("run", "--home", home.folder().toString()));
        call.option("--passphrase-file").ifPresent(file -> arguments.addAll(List.of("--passphrase-file", file)));
        Path log = home.log();
        long before = Files.exists(log) ? Files.size(log) : 0;
        Process process = Kithd.in(call.surroundings().install()).startDetached(arguments, log);
        Json health = new Awakening(home, process, before).await(call.span("--timeout", USUAL, LONGEST));
        return show(call, health, "running");
    }

    private static Code show(Call call, Json health, String state) throws IOException {
        if (call.output() == Output.JSON) {
            call.show(new Card(health, "pid"));
        } else {
            call.terminal()
                    .print("daemon " + state + "  pid " + health.number("pid", 0) + "  "
                            + health.text("home", call.home().folder().toString()));
        }
        return Code.DONE;
    }
}
