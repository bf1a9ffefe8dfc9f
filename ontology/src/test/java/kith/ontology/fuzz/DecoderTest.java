package kith.ontology.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every decoder takes what it wrote and refuses the rest as malformed, soon. */
final class DecoderTest {
    private static final Path CORPUS =
            Path.of("src", "test", "resources", "kith", "ontology", "fuzz", "DecoderFuzzTestInputs");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MEBIBYTE = 1 << 20;

    @Seeds(40)
    void whatWasWrittenIsTakenAndNothingDoesMoreThanBeRefused(Gen gen) {
        for (Decoder decoder : Decoder.values()) {
            byte[] good = decoder.good(gen);

            decoder.take(good);
            Mangled.each(gen, 40, good, decoder::take);
        }
    }

    /** The files that the fuzzer starts from and those that it found once. */
    @ParameterizedTest
    @EnumSource
    void theCorpusIsTakenOrRefused(Decoder decoder) {
        List<byte[]> corpus = corpus(decoder);

        assertFalse(corpus.isEmpty());
        corpus.forEach(bytes -> offer(decoder, bytes));
    }

    @ParameterizedTest
    @EnumSource
    void aMebibyteIsDealtWithSoon(Decoder decoder) {
        Gen gen = new Gen(decoder.ordinal());
        byte[] good = decoder.good(gen);
        byte[] noise = gen.array(MEBIBYTE);
        byte[] zeros = new byte[MEBIBYTE];
        byte[] ones = new byte[MEBIBYTE];
        Arrays.fill(ones, (byte) 1);
        byte[] goodAtFirst = noise.clone();
        System.arraycopy(good, 0, goodAtFirst, 0, good.length);
        byte[] goodAgainAndAgain = new byte[MEBIBYTE];
        for (int i = 0; i < MEBIBYTE; i++) {
            goodAgainAndAgain[i] = good[i % good.length];
        }

        for (byte[] bytes : List.of(noise, zeros, ones, goodAtFirst, goodAgainAndAgain)) {
            assertTimeoutPreemptively(SOON, () -> offer(decoder, bytes));
        }
    }

    private static void offer(Decoder decoder, byte[] bytes) {
        try {
            decoder.take(bytes);
        } catch (MalformedException refused) {
            // What it is there for.
        }
    }

    private static List<byte[]> corpus(Decoder decoder) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(decoder.name().toLowerCase(Locale.ROOT)))) {
            return files.sorted().map(DecoderTest::read).toList();
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
