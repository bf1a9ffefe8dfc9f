package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions that go back and forth without reading, which no clock would stop. */
final class EmptyWaysTest {
    private static final Sandbox SANDBOX = Sandbox.install(Map.of());
    private static final QueryLimits LIMITS = new QueryLimits(Duration.ofSeconds(20), 1_000, 1 << 20);

    private static String ask(String query) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Question.parse(SANDBOX, query, List.of(), List.of())
                .rows(PlainSpace.of("").read(), LIMITS, RowFormat.CSV, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x(|){40}y",
                "x(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)(|)y",
                "x((|){7}){7}y",
                "x(a*|b*){40}y",
                "x(?:|){40}y",
                "x(|){40,}y",
                "x(?i)(|){40}y",
                "x(?=(|){40}y)",
                "x(?<n>|){40}y",
                "x((|)|(|)){20}y",
                "x(?:(|)a?){40}y",
                "x(?x)(?:(|) # )\n){40}y",
                "x[)(](?:|){40}y|x(|){40}y",
                "x\\Q(\\E?(|){40}y",
                "x(\\b|\\b){40}y",
                "x()(\\1|\\1){40}y",
            })
    void whatWouldGoBackForeverIsRefusedAtOnce(String expression) {
        String literal = expression.replace("\\", "\\\\").replace("\n", "\\n");
        for (String query : List.of(
                "SELECT * { VALUES ?t { 'x' } FILTER REGEX(?t, '" + literal + "') }",
                "SELECT ?r { VALUES ?t { 'x' } BIND(REPLACE(?t, '" + literal + "', 'z') AS ?r) }",
                "SELECT * { VALUES (?t ?e) { ('x' '" + literal + "') } FILTER REGEX(?t, ?e) }")) {
            KithException refused = assertTimeoutPreemptively(
                    Duration.ofSeconds(15), () -> assertThrows(KithException.class, () -> ask(query)));

            assertTrue(refused instanceof LimitReached, refused.getMessage());
            assertTrue(String.valueOf(refused.getMessage()).contains("fits nothing"), refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[a-z0-9][a-z0-9._-]{0,62}$",
                "(ab|cd){1,30}",
                "^(?!.*--)[a-z]{2,63}$",
                "(a|b|)(c|d|)(e|)",
                "(\\d{1,3}\\.){3}\\d{1,3}",
                "^(.*a){24}$",
                "(a?b?c?d?e?f?g?h?){3}",
                "^\\s*(\\w+\\s*=\\s*\\w+\\s*,?\\s*)*$",
                "\\Q(|){40}\\E",
                "[(|){40}]",
                "\\(|\\){40}",
                "((a|b)*|c)*",
            })
    void whatReadsAsItGoesIsNot(String expression) {
        assertFalse(EmptyWays.areTooMany(expression, 0));
    }

    @Test
    void aPatternThatIsTakenLiterallyHasNoWays() {
        assertEquals("x\r\nfalse\r\n", ask("SELECT ?x { BIND(REGEX('a', '(|){40}', 'q') AS ?x) }"));
    }

    /** Whatever is let through ends soon on texts that end before it does. */
    @Test
    void whatIsLetThroughEndsSoon() throws Exception {
        SplittableRandom random = new SplittableRandom(20_261_123);
        int let = 0;
        for (int i = 0; i < 4_000; i++) {
            String expression = "x" + some(random, 4) + "y";
            try {
                Pattern pattern = Pattern.compile(expression);
                if (!EmptyWays.areTooMany(expression, 0)) {
                    let++;
                    mustEnd(pattern);
                }
            } catch (PatternSyntaxException none) {
                assertFalse(expression.isEmpty());
            }
        }
        assertTrue(let > 1_000, let + " let through");
    }

    private static void mustEnd(Pattern pattern) throws Exception {
        CompletableFuture<Boolean> found =
                CompletableFuture.supplyAsync(() -> pattern.matcher("x").find(), task -> {
                    Thread thread = new Thread(task);
                    thread.setDaemon(true);
                    thread.start();
                });
        try {
            assertFalse(found.get(10, TimeUnit.SECONDS));
        } catch (TimeoutException forever) {
            throw new AssertionError("goes on and on: " + pattern, forever);
        }
    }

    private static String some(SplittableRandom random, int depth) {
        StringBuilder row = new StringBuilder();
        int parts = random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            String part = depth == 0 || random.nextInt(4) == 0
                    ? List.of("a", "", "\\b", "a*", "[ab]", "a?").get(random.nextInt(6))
                    : "(" + some(random, depth - 1) + "|" + some(random, depth - 1) + ")";
            String times =
                    List.of("", "*", "+", "?", "{3}", "{2,5}", "{9}", "{0,7}").get(random.nextInt(8));
            row.append(part.startsWith("(") ? part + times : part);
        }
        return row.toString();
    }
}
