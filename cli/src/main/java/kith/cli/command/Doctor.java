package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.cli.view.Paint;
import kith.ontology.fault.Code;

/** Looks for what is wrong, with or without a daemon, and says how to mend it. */
final class Doctor implements Verb {
    private static final List<Column> COLUMNS =
            List.of(Column.of("state"), Column.of("name"), Column.of("says"), Column.of("fix"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "look for what is wrong, with or without a daemon, and say how to mend it",
                        "The exit status is 1 when something fails.")
                .shows(Listing.OUTPUTS)
                .example("kith doctor")
                .example("kith doctor --json | jq '.[] | select(.state != \"ok\")'");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Json> checks = new Checkup(call).all();
        if (call.output() == Output.TABLE && call.fields().isEmpty()) {
            print(call, checks);
        } else {
            call.show(new Listing(COLUMNS, checks, "name"));
        }
        for (Json check : checks) {
            if (check.at("state").text().equals("fail")) {
                return Code.FAILED;
            }
        }
        return Code.DONE;
    }

    /** A finding a line, with how to mend it below, for nobody reads a column of long commands. */
    private static void print(Call call, List<Json> checks) throws IOException {
        Paint paint = call.paint();
        for (Json check : checks) {
            String state = check.at("state").text();
            String padded = state + " ".repeat(Math.max(0, 6 - state.length()));
            String painted = switch (state) {
                case "ok" -> paint.good(padded);
                case "warn" -> paint.doubtful(padded);
                default -> paint.bad(padded);
            };
            String name = check.at("name").text();
            call.terminal()
                    .print(painted + name + " ".repeat(Math.max(1, 12 - name.length())) + check.text("says", ""));
            String fix = check.text("fix", "");
            if (!fix.isEmpty()) {
                call.terminal().print("      fix: " + fix);
            }
        }
    }
}
