package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import kith.ontology.bytes.Bytes;

/**
 * Chance with a memory: everything a test draws from it follows from the seed and the size, so a failure is replayed by
 * naming the two. The size bounds how much is drawn (lists, texts, depth), not what: shrinking is drawing less of the
 * same seed. Not thread-safe.
 */
public final class Gen {
    /** The size of a draw that was not made smaller. */
    public static final int FULL_SIZE = 64;

    private static final int LONG_TEXT = 3_000;

    /** Ranges of characters that have broken something somewhere: first and last of each. */
    private static final int[][] ODD_CHARACTERS = {
        {0x00, 0x1f}, {0x7f, 0x9f}, {0x300, 0x36f}, {0x590, 0x6ff}, {0x200b, 0x200f}, {0x2028, 0x202e},
        {0xd7fe, 0xd7ff}, {0xe000, 0xe001}, {0xfdd0, 0xfdd1}, {0xfeff, 0xfeff}, {0xfffc, 0xffff}, {0x10000, 0x10001},
        {0x1f600, 0x1f64f}, {0x10fffe, 0x10ffff}
    };

    private final long seed;
    private final int size;
    private final SplittableRandom random;

    public Gen(long seed) {
        this(seed, FULL_SIZE);
    }

    public Gen(long seed, int size) {
        this.seed = seed;
        this.size = size;
        this.random = new SplittableRandom(seed);
    }

    public long seed() {
        return seed;
    }

    public int size() {
        return size;
    }

    /** A whole number, both ends included. */
    public int from(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public long fromLong(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    /** A number of any magnitude, not negative: small ones as often as great ones. */
    public long magnitude(int mostBits) {
        int bits = from(0, mostBits);
        return bits == 0 ? 0 : random.nextLong() >>> (64 - bits);
    }

    /** True once in {@code times}. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    public boolean coin() {
        return random.nextBoolean();
    }

    public <T> T pick(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    @SafeVarargs
    public final <T> T pickOf(T... some) {
        return some[random.nextInt(some.length)];
    }

    /** One of several ways to draw. */
    @SafeVarargs
    public final <T> T either(Supplier<? extends T>... ways) {
        return ways[random.nextInt(ways.length)].get();
    }

    /** How many of something: from {@code least} up, never more than {@code most} nor, past the least, than the size. */
    public int count(int least, int most) {
        return from(least, Math.max(least, Math.min(most, size)));
    }

    public <T> List<T> list(int least, int most, Supplier<? extends T> one) {
        int count = count(least, most);
        List<T> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            drawn.add(one.get());
        }
        return drawn;
    }

    /** The same in another order. */
    public <T> List<T> shuffled(List<T> all) {
        List<T> left = new ArrayList<>(all);
        for (int i = left.size(); i > 1; i--) {
            left.add(left.remove(random.nextInt(i)));
        }
        return left;
    }

    /** Some of them, in their order; perhaps none, perhaps all. */
    public <T> List<T> some(List<T> all) {
        int bound = from(0, 4);
        return all.stream().filter(each -> from(1, 4) <= bound).toList();
    }

    /** All of them, some twice, in another order: how a network delivers. */
    public <T> List<T> delivered(List<T> all) {
        List<T> more = new ArrayList<>(all);
        more.addAll(some(all));
        return shuffled(more);
    }

    public byte[] array(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public Bytes bytes(int length) {
        return Bytes.owned(array(length));
    }

    /** Well-formed text, plain or odd, now and then long. */
    public String text() {
        return text(oneIn(40) ? LONG_TEXT : 12);
    }

    /** Well-formed text of at most {@code most} characters. */
    public String text(int most) {
        boolean odd = coin();
        StringBuilder text = new StringBuilder();
        int count = from(0, Math.max(1, most * size / FULL_SIZE));
        for (int i = 0; i < count; i++) {
            text.appendCodePoint(odd && coin() ? oddCharacter() : from(' ', '~'));
        }
        return text.toString();
    }

    /** A word of lower-case letters. */
    public String word() {
        StringBuilder word = new StringBuilder();
        for (int i = from(1, 8); i > 0; i--) {
            word.append((char) from('a', 'z'));
        }
        return word.toString();
    }

    private int oddCharacter() {
        int[] range = pickOf(ODD_CHARACTERS);
        return from(range[0], range[1]);
    }

    @Override
    public String toString() {
        return size == FULL_SIZE ? Long.toString(seed) : seed + ":" + size;
    }
}
