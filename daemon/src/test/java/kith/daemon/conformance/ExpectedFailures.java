package kith.daemon.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** The tests that must fail, each with the reason why we want it so. One that passes is as wrong as one that fails. */
final class ExpectedFailures {
    private static final String FILE = "expected-failures.txt";
    private static final Map<String, String> REASONS = read();

    private ExpectedFailures() {}

    /** A line a test: its id, a blank, why. */
    private static Map<String, String> read() {
        Map<String, String> reasons = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(ExpectedFailures.class.getResourceAsStream(FILE), FILE)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> reasons.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reasons;
    }

    /** How many of these tests must fail. */
    static long count(Iterable<String> ids) {
        long count = 0;
        for (String id : ids) {
            count += REASONS.containsKey(id) ? 1 : 0;
        }
        return count;
    }

    static Set<String> ids() {
        return REASONS.keySet();
    }

    static void judge(String id, Executable test) {
        Throwable failure = failure(test);
        if (failure == null && REASONS.containsKey(id)) {
            throw new AssertionError(id + " passes: take it off " + FILE);
        }
        if (failure != null && !REASONS.containsKey(id)) {
            throw new AssertionError(id + ": " + failure.getMessage(), failure);
        }
    }

    private static @Nullable Throwable failure(Executable test) {
        try {
            test.execute();
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }
}
