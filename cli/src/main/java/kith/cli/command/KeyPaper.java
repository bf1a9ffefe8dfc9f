package kith.cli.command;

import java.io.IOException;
import java.util.Map;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Says whether a key on paper is that of a space. */
final class KeyPaper implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "say whether a key on paper is that of a space; the exit status is 1 when it is not",
                        "The key was shown once, when the space was made, and is kept nowhere: a space that has none"
                                + " cannot be given one. Never type it as an argument, other users would see it.")
                .argument("PAPER", "- reads it from standard input, @FILE from a file")
                .flag("--check", "say whether it fits; there is nothing else to do with it here")
                .shows(Rights.OUTPUTS)
                .example("kith key paper --check - < paper")
                .example("kith key paper --check @paper.txt --space river");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> wish = Map.of("paper", Json.of(Paper.read(call, call.argument(0))));
        Json answer = call.visit().rights(call.space(), "paper", wish);
        Rights.print(call, answer, answer.text("says", ""));
        return answer.at("fits").truth() ? Code.DONE : Code.FAILED;
    }
}
