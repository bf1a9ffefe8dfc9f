package kith.ontology.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every decoder is held to in each build: it takes what was written, refuses the rest as malformed, costs little, and
 * does so on all that the fuzzer ever found.
 */
public abstract class DecoderLaws {
    private static final Duration FOR_EVER = Duration.ofSeconds(30);

    private final Class<?> fuzzTest;
    private final List<Decoding> decoders;

    /** @param fuzzTest has a method for each of {@code decoders}; its corpus lies where the fuzzer looks for it */
    protected DecoderLaws(Class<?> fuzzTest, Decoding... decoders) {
        this.fuzzTest = fuzzTest;
        this.decoders = List.of(decoders);
    }

    @Seeds(40)
    void whatWasWrittenIsTakenAndNothingDoesMoreThanBeRefused(Gen gen) {
        for (Decoding decoder : decoders) {
            byte[] good = decoder.good(gen);

            decoder.take(good);
            Mangled.each(gen, 40, good, decoder::take);
        }
    }

    @Test
    void theFuzzerKnowsEveryDecoder() {
        TreeSet<String> names = new TreeSet<>();
        decoders.forEach(decoder -> names.add(plain(decoder.name())));

        assertEquals(names, new TreeSet<>(folders().keySet()));
    }

    /** The files that the fuzzer starts from and those that it found once. */
    @TestFactory
    Stream<DynamicTest> theCorpusIsTakenOrRefused() {
        return decoders.stream()
                .map(decoder -> DynamicTest.dynamicTest(decoder.name(), () -> {
                    List<byte[]> corpus = corpus(folders().get(plain(decoder.name())));

                    assertFalse(corpus.isEmpty());
                    corpus.forEach(bytes -> soon(decoder, bytes));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aMebibyteCostsLittle() {
        return decoders.stream()
                .map(decoder -> DynamicTest.dynamicTest(decoder.name(), () -> {
                    Gen gen = new Gen(1);
                    byte[] good = decoder.good(gen);
                    byte[] noise = gen.array(Fuzz.MAX_INPUT_BYTES);
                    byte[] zeros = new byte[Fuzz.MAX_INPUT_BYTES];
                    byte[] ones = new byte[Fuzz.MAX_INPUT_BYTES];
                    Arrays.fill(ones, (byte) 1);
                    byte[] goodAtFirst = noise.clone();
                    System.arraycopy(good, 0, goodAtFirst, 0, good.length);
                    byte[] goodAgainAndAgain = new byte[Fuzz.MAX_INPUT_BYTES];
                    for (int i = 0; i < goodAgainAndAgain.length; i++) {
                        goodAgainAndAgain[i] = good[i % good.length];
                    }

                    for (byte[] bytes : List.of(noise, zeros, ones, goodAtFirst, goodAgainAndAgain)) {
                        soon(decoder, bytes);
                    }
                }));
    }

    private static void soon(Decoding decoder, byte[] bytes) {
        assertTimeoutPreemptively(FOR_EVER, () -> Fuzz.offer(decoder, bytes));
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** Where the corpora lie, by the plain names of the decoders. */
    private Map<String, Path> folders() {
        Path all = Path.of("src", "test", "resources", fuzzTest.getName().replace('.', '/') + "Inputs");
        Map<String, Path> folders = new HashMap<>();
        for (Method method : fuzzTest.getDeclaredMethods()) {
            if (method.isAnnotationPresent(FuzzTest.class)) {
                folders.put(plain(method.getName()), all.resolve(method.getName()));
            }
        }
        return folders;
    }

    private static List<byte[]> corpus(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(DecoderLaws::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
