package kith.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Joins a space with a ticket. */
final class Join implements Verb {
    /** Greatest size of a ticket that is read, in bytes. */
    static final int MAX_TICKET_BYTES = 4_096;

    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public void spell(Spelling spelling) {
        spelling.says("join a space with a ticket")
                .argument("TICKET", "kith:join/... as kith invite printed it; - reads it from standard input")
                .option("--timeout", "SPAN", "how long to wait to be let in (default: 60s)")
                .flag("--dry-run", "say what the ticket is for and whom this node would call, and do nothing")
                .flag("--claim", "print the claim of this node, to be carried by hand to: kith admit -")
                .shows(List.of(Output.TABLE, Output.JSON, Output.NAME))
                .example("kith join kith:join/river#...")
                .example("kith join - < ticket")
                .example("kith join - --claim < ticket > claim");
    }

    @Override
    public Code run(Call call) throws IOException {
        String ticket = call.argument(0).equals("-") ? read(call) : call.argument(0);
        if (!ticket.startsWith("kith:join/")) {
            throw call.usage("a ticket begins with kith:join/");
        }
        if (call.flag("--dry-run")) {
            tell(call, call.visit().ticket(ticket));
            return Code.DONE;
        }
        if (call.flag("--claim")) {
            Json claim = call.visit().claim(ticket);
            call.terminal().print(claim.at("claim").text());
            call.say("where the ticket was made: kith admit CLAIM; it holds no secret. Then, here: kith sync --wait");
            return Code.DONE;
        }
        Json space = call.visit().join(ticket, call.span("--timeout", USUAL, LONGEST));
        if (call.output() == Output.TABLE) {
            call.terminal().print("joined " + space.at("name").text() + " as " + space.text("level", "member"));
            String note = space.text("note", "");
            call.say(note.isEmpty() ? "next: kith sync --wait, kith status" : note);
        } else {
            call.show(new Card(space, "name"));
        }
        return Code.DONE;
    }

    private static void tell(Call call, Json ticket) throws IOException {
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(ticket));
        } else if (call.output() == Output.NAME) {
            call.terminal().print(ticket.at("space").text());
        } else {
            String here = ticket.at("here").truth() ? ", which is here already" : "";
            call.terminal().print("space    " + ticket.at("space").text() + here);
            call.terminal()
                    .print("inviter  " + ticket.at("node").text() + " at "
                            + ticket.at("addresses").shown(", "));
            call.terminal()
                    .print("level    " + ticket.text("level", "as the inviter's invitation says; the ticket does not"));
        }
        call.say("nothing is joined: this was a dry run");
    }

    /** What comes on standard input, a line. */
    static String read(Call call) {
        try {
            byte[] ticket = call.terminal().in().readNBytes(MAX_TICKET_BYTES);
            return new String(ticket, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read standard input (" + e.getMessage() + ")", "");
        }
    }
}
