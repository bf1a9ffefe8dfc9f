package kith.ontology.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Has the fuzzer look for faults of every decoder of a module, for a while each ({@code mvn -Pfuzz}); what it finds is put
 * into the corpus. One after the other, each in a JVM of its own, for the fuzzer takes one a JVM.
 */
public abstract class FuzzRun {
    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final String FUZZ_TEST = "FuzzTest.class";
    /** How long each takes: as 60s, 5m or 1h. */
    private static final String TIME = System.getProperty("fuzz.time", "60s");

    @TestFactory
    Stream<DynamicTest> theFuzzerFindsNothing() {
        return fuzzTests().stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(FuzzTest.class))
                .sorted(Comparator.comparing(Method::toString))
                .map(method -> DynamicTest.dynamicTest(
                        method.getDeclaringClass().getSimpleName() + "." + method.getName(),
                        () -> assertEquals(0, run(method), "what it found is told above, and put into the corpus")));
    }

    private static List<Class<?>> fuzzTests() {
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(FUZZ_TEST)).toList()) {
                String name = CLASSES.relativize(file).toString();
                found.add(Class.forName(
                        name.substring(0, name.length() - ".class".length()).replace('/', '.')));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
        return found;
    }

    private static int run(Method method) throws IOException, InterruptedException {
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzRun.class.getName(),
                method.getDeclaringClass().getName(),
                method.getName());
        child.environment().put("JAZZER_FUZZ", "1");
        child.environment().put("JAZZER_MAX_DURATION", TIME);
        Path told = Path.of("target", "fuzz-" + method.getDeclaringClass().getSimpleName() + "." + method.getName());
        child.redirectErrorStream(true).redirectOutput(told.toFile());
        int outcome = child.start().waitFor();
        if (outcome != 0) {
            Files.readAllLines(told).forEach(System.err::println);
        }
        return outcome;
    }

    /** Fuzzes one method of one class. */
    public static void main(String[] args) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(args[0], args[1], byte[].class.getName()))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.err, true));
        boolean well = summary.getTestsSucceededCount() > 0 && summary.getTotalFailureCount() == 0;
        System.exit(well ? 0 : 1);
    }
}
