package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Gives a space an owner again. */
final class KeyRecover implements Verb {
    @Override
    public void spell(Spelling spelling) {
        Rights.spell(spelling.says(
                                "make this node's person owner of a space by its key on paper; or vote for somebody",
                                "A vote counts where the space was made with a quorum: so many admins together install an"
                                        + " owner.")
                        .maybe("PAPER", "- reads it from standard input, @FILE from a file")
                        .option("--vote", "WHOM", "vote for one who is or was in the space: a name or a did:key"))
                .example("kith key recover - < paper")
                .example("kith key recover --vote did:key:z6Mk... --dry-run");
    }

    @Override
    public Code run(Call call) throws IOException {
        Optional<String> vote = call.option("--vote");
        Optional<String> paper = call.maybe(0);
        if (vote.isPresent() == paper.isPresent()) {
            throw call.usage("give either a key on paper, as - or @FILE, or --vote WHOM");
        }
        Map<String, Json> wish = new LinkedHashMap<>();
        if (vote.isPresent()) {
            wish.put("vote", Json.of(vote.get()));
        } else {
            wish.put("paper", Json.of(Paper.read(call, paper.get())));
        }
        Optional<Json> done = Rights.change(call, "", "recoveries", wish);
        if (done.isPresent()) {
            Rights.print(call, done.get(), "change  " + done.get().text("delta", "none"));
        }
        return Code.DONE;
    }
}
