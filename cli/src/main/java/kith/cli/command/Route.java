package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;

/**
 * Which command is meant: options of every command may stand before, between and behind its words.
 *
 * @param path the words of the command, empty when there are none
 * @param rest all other words, in their order
 */
record Route(String path, List<String> rest) {
    /**
     * Finds the command.
     *
     * @throws Refusal (USAGE) when there is no such command; it names the nearest
     */
    static Route of(String... words) {
        List<String> rest = new ArrayList<>(words.length);
        int first = nextWord(words, 0, rest);
        if (first == words.length) {
            return plain(rest);
        }
        String noun = Verbs.firstWord(words[first]);
        if (Verbs.isVerb(noun)) {
            return new Route(noun, all(rest, words, first + 1));
        }
        if (!Verbs.isNoun(noun)) {
            throw Refusal.of(
                    Code.USAGE,
                    "there is no command '" + noun + "'" + Nearest.question(noun, Verbs.firstWords()),
                    "kith help");
        }
        int second = nextWord(words, first + 1, rest);
        if (second == words.length) {
            if (rest.contains("--help") || rest.contains("-h")) {
                return new Route("help", List.of(noun));
            }
            throw Refusal.of(
                    Code.USAGE,
                    "'kith " + noun + "' lacks one of " + String.join(", ", Verbs.secondWords(noun)),
                    "kith help " + noun);
        }
        String path = noun + " " + Verbs.secondWord(noun, words[second]);
        if (!Verbs.isVerb(path)) {
            throw Refusal.of(
                    Code.USAGE,
                    "there is no command 'kith " + noun + " " + words[second] + "'"
                            + Nearest.question(words[second], Verbs.secondWords(noun)),
                    "kith help " + noun);
        }
        return new Route(path, all(rest, words, second + 1));
    }

    private static Route plain(List<String> rest) {
        if (rest.contains("--version") || rest.contains("-V")) {
            return new Route("version", List.of());
        }
        Optional<String> odd = rest.stream()
                .filter(word -> word.startsWith("-")
                        && !Spelling.GLOBAL_FLAGS.contains(word)
                        && !Spelling.GLOBAL_VALUES.contains(name(word)))
                .findFirst();
        if (odd.isPresent()) {
            throw Refusal.of(Code.USAGE, "'kith' has no option '" + odd.get() + "'", "kith help");
        }
        return new Route("", List.of());
    }

    /** Keeps options in {@code rest} up to the next word that is none; where that stands, or the end. */
    private static int nextWord(String[] words, int from, List<String> rest) {
        int i = from;
        while (i < words.length && words[i].startsWith("-") && words[i].length() > 1) {
            rest.add(words[i]);
            boolean valueFollows = Spelling.GLOBAL_VALUES.contains(words[i]);
            i++;
            if (valueFollows && i < words.length) {
                rest.add(words[i]);
                i++;
            }
        }
        return i;
    }

    private static List<String> all(List<String> rest, String[] words, int from) {
        for (int i = from; i < words.length; i++) {
            rest.add(words[i]);
        }
        return rest;
    }

    private static String name(String word) {
        int value = word.indexOf('=');
        return value < 0 ? word : word.substring(0, value);
    }
}
