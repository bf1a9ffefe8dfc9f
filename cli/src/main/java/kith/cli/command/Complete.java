package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** What may stand where the cursor is: a word a line. Asked by the script of {@link Completion}, not by people. */
final class Complete implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("list what may stand where the cursor is")
                .rest("WORD", "the words so far, the last one unfinished", false)
                .example("kith __complete -- person l");
        spelling.spec().parser().stopAtPositional(true).unmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Code run(Call call) throws IOException {
        List<String> words = new ArrayList<>(call.rest(0));
        String last = words.isEmpty() ? "" : words.remove(words.size() - 1);
        for (String candidate : candidates(words, last)) {
            if (candidate.startsWith(last)) {
                call.terminal().print(candidate);
            }
        }
        return Code.DONE;
    }

    private static Collection<String> candidates(List<String> words, String last) {
        List<String> plain = new ArrayList<>();
        for (String word : words) {
            if (!word.startsWith("-")) {
                plain.add(word);
            }
        }
        if (plain.isEmpty()) {
            return last.startsWith("-") ? globals() : Verbs.firstWords();
        }
        String first = Verbs.firstWord(plain.get(0));
        if (first.equals("help")) {
            return plain.size() == 1 ? Verbs.firstWords() : Verbs.secondWords(plain.get(1));
        }
        if (Verbs.isNoun(first) && plain.size() == 1) {
            return Verbs.secondWords(first);
        }
        String path = Verbs.isNoun(first) ? first + " " + Verbs.secondWord(first, plain.get(1)) : first;
        if (!Verbs.isVerb(path)) {
            return List.of();
        }
        Spelling spelling = new Spelling(path);
        Verbs.of(path).spell(spelling);
        String before = words.get(words.size() - 1);
        if (before.equals("-o") || before.equals("--output")) {
            return forms(spelling);
        }
        if (path.equals("completion")) {
            return List.of("bash", "zsh");
        }
        return last.startsWith("-") ? spelling.spec().optionsMap().keySet() : List.of();
    }

    private static Set<String> globals() {
        Set<String> options = new LinkedHashSet<>(Spelling.GLOBAL_VALUES);
        options.addAll(Spelling.GLOBAL_FLAGS);
        return options;
    }

    private static List<String> forms(Spelling spelling) {
        List<String> words = new ArrayList<>();
        for (Output form : spelling.outputs()) {
            words.add(form.word());
        }
        return words;
    }
}
