package kith.cli.command;

import java.util.Collection;
import java.util.Optional;

/** The word that was probably meant. */
final class Nearest {
    private Nearest() {}

    /** The candidate that the fewest slips of the finger make of {@code word}; empty when none is near. */
    static Optional<String> to(String word, Collection<String> candidates) {
        // A third of the letters may be wrong, at most three.
        int best = Math.min(3, Math.max(1, word.length() / 3)) + 1;
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates) {
            int distance = candidate.startsWith(word) && word.length() > 1 ? 1 : distance(word, candidate);
            if (distance < best) {
                best = distance;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** " (did you mean 'x'?)", or nothing. */
    static String question(String word, Collection<String> candidates) {
        Optional<String> nearest = to(word, candidates);
        return nearest.isEmpty() ? "" : " (did you mean '" + nearest.get() + "'?)";
    }

    /** Slips between two words: a letter more, less, other, or two swapped (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] slips = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int changed = slips[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                slips[i][j] = Math.min(changed, Math.min(slips[i - 1][j], slips[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[a.length()][b.length()];
    }
}
