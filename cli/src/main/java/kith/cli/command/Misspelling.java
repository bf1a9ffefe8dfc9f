package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What picocli finds wrong with a command line, in one line of ours. */
final class Misspelling {
    private Misspelling() {}

    static Refusal of(Spelling spelling, ParameterException fault) {
        return Refusal.of(Code.USAGE, message(spelling, fault), "kith help " + spelling.path());
    }

    static Refusal lacks(Spelling spelling, String label) {
        return Refusal.of(Code.USAGE, "'kith " + spelling.path() + "' lacks " + label, "kith help " + spelling.path());
    }

    private static String message(Spelling spelling, ParameterException fault) {
        String command = "'kith " + spelling.path() + "'";
        if (fault instanceof UnmatchedArgumentException unmatched) {
            return unmatched(spelling, unmatched.getUnmatched());
        }
        if (fault instanceof MissingParameterException missing) {
            List<String> labels = new ArrayList<>();
            for (ArgSpec argument : missing.getMissing()) {
                labels.add(label(argument));
            }
            return command + " lacks " + String.join(" and ", labels);
        }
        if (fault instanceof OverwrittenOptionException overwritten && overwritten.getOverwritten() != null) {
            return label(overwritten.getOverwritten()) + " is given twice";
        }
        String said = fault.getMessage() == null ? "cannot be understood" : fault.getMessage();
        int end = said.indexOf('\n');
        return command + ": " + (end < 0 ? said : said.substring(0, end));
    }

    private static String unmatched(Spelling spelling, List<String> words) {
        String command = "'kith " + spelling.path() + "'";
        for (String word : words) {
            if (word.length() > 1 && word.startsWith("-")) {
                int value = word.indexOf('=');
                String option = value < 0 ? word : word.substring(0, value);
                return command + " has no option '" + option + "'"
                        + Nearest.question(option, spelling.spec().optionsMap().keySet());
            }
        }
        return command + " has no use for '" + String.join(" ", words) + "'";
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + (option.paramLabel().isEmpty() ? "" : " " + option.paramLabel())
                : argument.paramLabel();
    }
}
