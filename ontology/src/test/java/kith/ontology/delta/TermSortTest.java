package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Terms of every kind of likeness, sorted as the library sorts them. */
class TermSortTest {
    private static final int MANY = 4_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void sortsTermsThatBeginAlikeEndEarlyAndCarryZeros(long seed) {
        Random random = new Random(seed);
        byte[][] terms = new byte[random.nextInt(MANY)][];
        for (int i = 0; i < terms.length; i++) {
            terms[i] = i > 0 && random.nextInt(3) > 0 ? like(terms[random.nextInt(i)], random) : bytes(random, 40);
        }
        mustSort(terms);
    }

    @Test
    void sortsWhatIsAllTheSame() {
        mustSort(IntStream.range(0, MANY)
                .mapToObj(i -> "the same term".getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    @Test
    void sortsLongTermsThatDifferAtTheirEnd() {
        mustSort(IntStream.range(0, 200)
                .mapToObj(i -> ("x".repeat(65_000) + (i * 7919 % 200)).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new));
    }

    @Test
    void sortsEachPrefixOfOneTerm() {
        byte[] zeros = new byte[MANY];
        mustSort(IntStream.range(0, MANY)
                .mapToObj(i -> Arrays.copyOf(zeros, i * 7919 % MANY))
                .toArray(byte[][]::new));
    }

    @Test
    void sortsWhatIsSortedAndWhatIsTurnedRound() {
        byte[][] rising = IntStream.range(0, MANY)
                .mapToObj(i -> String.format("http://example.org/person%08d", i).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        byte[][] falling =
                IntStream.range(0, MANY).mapToObj(i -> rising[MANY - 1 - i]).toArray(byte[][]::new);
        mustSort(rising);
        mustSort(falling);
    }

    private static byte[] bytes(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? 0 : random.nextInt(256));
        }
        return bytes;
    }

    /** Longer, shorter, or other in one place. */
    private static byte[] like(byte[] term, Random random) {
        byte[] more = bytes(random, 12);
        int kept = random.nextInt(term.length + 1);
        byte[] like = Arrays.copyOf(term, random.nextBoolean() ? term.length : kept);
        if (random.nextBoolean()) {
            int end = like.length;
            like = Arrays.copyOf(like, end + more.length);
            System.arraycopy(more, 0, like, end, more.length);
        }
        return like;
    }

    private static void mustSort(byte[][] terms) {
        byte[][] expected = terms.clone();
        Arrays.sort(expected, Arrays::compareUnsigned);
        byte[][] sorted = terms.clone();
        int[] numbers = IntStream.range(0, terms.length).toArray();
        TermSort.sort(sorted, numbers);
        assertArrayEquals(expected, sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertSame(terms[numbers[i]], sorted[i], "the number goes where its term goes");
        }
    }
}
