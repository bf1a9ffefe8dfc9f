package kith.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import kith.cli.client.Kithd;
import kith.cli.client.Refusal;
import kith.cli.demo.Demonstration;
import kith.cli.view.Output;
import kith.cli.view.Paint;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** Shows the main job on this machine. */
final class Demo implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "show several nodes come to one description, on this machine alone",
                        "Starts daemons in a temporary folder on loopback, joins them by tickets, imports an example,",
                        "edits on two while one is away, compares them all, and removes every trace.",
                        "The exit status is 1 when any two nodes differ.")
                .option("--daemons", "N", "so many nodes, 3 to 9 (default: 3)")
                .option("--data", "FILE", "read this Turtle file in place of the example")
                .flag("--keep", "leave the homes where they are, for a look around")
                .shows(List.of(Output.TABLE))
                .example("kith demo")
                .example("kith demo --daemons 5 --keep");
    }

    @Override
    public Code run(Call call) throws IOException {
        int nodes = (int)
                call.number("--daemons", Demonstration.MIN_NODES, Demonstration.MIN_NODES, Demonstration.MAX_NODES);
        Kithd kithd = Kithd.in(call.surroundings().install()).aloof();
        Demonstration.Plan plan = new Demonstration.Plan(kithd, example(call), nodes, call.flag("--keep"));
        Story story = new Story(call.terminal(), call.paint());
        try (Demonstration demonstration = new Demonstration(plan, story)) {
            boolean same = demonstration.play();
            if (call.flag("--keep")) {
                call.terminal()
                        .print("kept; next: kith daemon start --home "
                                + demonstration.folder().resolve("alder"));
            }
            return same ? Code.DONE : Code.FAILED;
        }
    }

    private static Path example(Call call) {
        Optional<String> named = call.option("--data");
        Path file = named.isPresent()
                ? Path.of(named.get())
                : call.surroundings()
                        .install()
                        .orElseThrow()
                        .resolve("examples")
                        .resolve("congress.ttl");
        if (!Files.isReadable(file)) {
            throw Refusal.of(Code.NOT_FOUND, "cannot read " + file, "kith demo --data FILE");
        }
        return file;
    }

    private record Story(Terminal terminal, Paint paint) implements Demonstration.Teller {
        @Override
        public void begins(String what) throws IOException {
            terminal.print(what);
            terminal.out().flush();
        }

        @Override
        public void ends(String outcome, Duration took) throws IOException {
            begins(paint.good("  " + outcome) + paint.dim("  (" + Spans.precise(took) + ")"));
        }
    }
}
