package kith.daemon.sync;

/**
 * A log as far as it is held, on its walk through the symbols of a sketch: it is in the first, and in each that it comes
 * by from there, fewer and fewer, as chance of its own has it ({@code docs/protocol/wire.md}, "Sketches"). In whole
 * numbers only: all that read the same sketch must take the same steps.
 */
final class SketchItem {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int DRAW_BITS = 30;
    /** The root of a draw that is as large as can be. */
    private static final long WHOLE = 1L << 31;

    private final long tag;
    private final long print;
    private final int check;
    private long state;
    private int place;

    /** @param seed of its walk */
    SketchItem(long tag, long print, int check, long seed) {
        this.tag = tag;
        this.print = print;
        this.check = check;
        this.state = seed;
    }

    long tag() {
        return tag;
    }

    long print() {
        return print;
    }

    int check() {
        return check;
    }

    /** The number of the symbol that the walk has come to. */
    int place() {
        return place;
    }

    /** Goes on to the next symbol that it is in; past the last that may be it stays there. */
    void step() {
        state += GOLDEN;
        long draw = (mixed(state) >>> (Long.SIZE - DRAW_BITS)) | 1;
        long root = root(draw << 32);
        long stride = 1 + (2L * place + 3) * (WHOLE - root) / (2 * root);
        place = (int) Math.min(MessageCodec.MAX_SYMBOLS, place + stride);
    }

    /** The output function of SplitMix64. */
    private static long mixed(long state) {
        long once = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        long twice = (once ^ (once >>> 27)) * 0x94D049BB133111EBL;
        return twice ^ (twice >>> 31);
    }

    /** The whole part of a square root, of a number below 2^62. */
    private static long root(long square) {
        long root = (long) Math.sqrt((double) square);
        while (root * root > square) {
            root--;
        }
        while ((root + 1) * (root + 1) <= square) {
            root++;
        }
        return root;
    }
}
