package kith.cli.command;

import java.io.IOException;
import java.util.List;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;

/** Explains the commands. */
final class Help implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "explain a command, or list them all",
                        "kith help exit-codes lists what commands answer, kith help config the settings of the daemon.")
                .rest("COMMAND", "the words of the command", false)
                .example("kith help")
                .example("kith help person add")
                .example("kith help exit-codes")
                .example("kith help config");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<String> words = call.rest(0);
        call.terminal().print(words.isEmpty() ? HelpText.overview() : of(words));
        return Code.DONE;
    }

    private static String of(List<String> words) {
        String first = Verbs.firstWord(words.get(0));
        if (first.equals("exit-codes")) {
            return HelpText.exitCodes();
        }
        if (first.equals("config")) {
            return HelpText.config();
        }
        if (words.size() == 1 && Verbs.isNoun(first)) {
            return HelpText.noun(first);
        }
        String path = words.size() == 1 ? first : first + " " + Verbs.secondWord(first, words.get(1));
        if (!Verbs.isVerb(path)) {
            throw Refusal.of(
                    Code.USAGE,
                    "there is no command 'kith " + path + "'" + Nearest.question(path, Verbs.paths()),
                    "kith help");
        }
        Spelling spelling = new Spelling(path);
        Verbs.of(path).spell(spelling);
        return HelpText.of(spelling);
    }
}
