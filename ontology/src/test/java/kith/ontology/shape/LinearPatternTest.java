package kith.ontology.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finds what the engine of the platform finds, and never goes back. */
final class LinearPatternTest {
    private static final int DEPTH = 3;
    private static final List<Integer> MASKS = List.of(
            0,
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE,
            Pattern.DOTALL,
            Pattern.MULTILINE,
            Pattern.MULTILINE | Pattern.DOTALL,
            Pattern.LITERAL);

    @Seeds(value = 3_000, many = 200_000)
    void itFindsWhatTheEngineOfThePlatformFinds(Gen gen) {
        String expression = expression(gen, DEPTH);
        int mask = gen.pick(MASKS);
        LinearPattern linear = LinearPattern.of(expression, mask);
        Pattern pattern = Pattern.compile(expression, mask);

        for (int i = 0; i < 20; i++) {
            String text =
                    String.join("", gen.list(0, 6, () -> gen.pickOf("a", "b", "B", "1", " ", "\n", "\r\n", "é", "𝒳")));
            assertEquals(
                    pattern.matcher(text).find(),
                    linear.finds(text),
                    () -> expression + " " + mask + " on '" + text + "'");
        }
    }

    private static String expression(Gen gen, int depth) {
        return String.join("", gen.list(0, 4, () -> part(gen, depth)));
    }

    private static String part(Gen gen, int depth) {
        String one = depth == 0 || gen.coin()
                ? gen.pickOf(
                        "a",
                        "b",
                        ".",
                        "[ab]",
                        "[^a-c]",
                        "[a-z&&[^b]]",
                        "\\d",
                        "\\w",
                        "\\S",
                        "\\p{L}",
                        "\\pL",
                        "é",
                        "𝒳",
                        "\\.",
                        "\\x61",
                        "\\u0062",
                        "\\n")
                : gen.either(
                        () -> "(" + expression(gen, depth - 1) + ")",
                        () -> "(?:" + expression(gen, depth - 1) + "|" + expression(gen, depth - 1) + ")");
        // Within what is repeated the platform misses some that fit.
        if (depth == DEPTH && gen.oneIn(8)) {
            return gen.pickOf("^", "$");
        }
        return one + gen.pickOf("", "", "", "?", "*", "+", "*?", "{2}", "{0,2}", "{1,}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(x+x+)+y$",
                "^(x*)*y",
                "(x|x)*y",
                "x(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)y",
                "(x?){200}y",
                "((x{0,9}){0,9})*y"
            })
    void noExpressionTakesLongForNothing(String expression) {
        LinearPattern pattern = LinearPattern.of(expression, 0);

        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertFalse(pattern.finds("x".repeat(Shapes.MAX_PATTERN_TEXT_CHARS))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^(x+x+)+y\\1$",
                "(?=a)b",
                "(?<!a)b",
                "(?<n>a)\\k<n>",
                "a++",
                "(?i)a",
                "\\bword",
                "\\Qa\\E",
                "a{1025}",
                "(a{32}){33}",
                "(()*{1000}){1000}",
                "((){1000}){1000}"
            })
    void whatMayTakeLongIsNotRead(String expression) {
        String why = String.valueOf(assertThrows(IllegalStateException.class, () -> LinearPattern.of(expression, 0))
                .getMessage());

        assertTrue(why.contains("pattern"), why);
    }
}
