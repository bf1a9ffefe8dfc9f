package kith.ontology.testkit;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.MalformedException;

/** Bytes from outside: of no form at all, or of a good one that something happened to. */
public final class Mangled {
    private static final long[] BOUNDARIES = {
        0,
        1,
        127,
        128,
        255,
        256,
        16_383,
        16_384,
        65_535,
        65_536,
        1 << 20,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 32,
        Long.MAX_VALUE
    };
    private static final int MOST_CHANGES = 4;

    private Mangled() {}

    /** Bytes of no form, at most {@code most}. */
    public static byte[] noise(Gen gen, int most) {
        byte[] noise = gen.array(gen.from(0, gen.from(0, most)));
        if (gen.coin()) {
            // Small numbers look like counts and tags, and lead further in.
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) gen.from(0, 8);
            }
        }
        return noise;
    }

    /** {@code good}, changed in a few places. */
    public static byte[] changed(Gen gen, byte[] good) {
        byte[] changed = good.clone();
        for (int i = gen.from(1, MOST_CHANGES); i > 0; i--) {
            changed = changedOnce(gen, changed);
        }
        return changed;
    }

    private static byte[] changedOnce(Gen gen, byte[] good) {
        if (good.length == 0) {
            return gen.array(1);
        }
        int at = gen.from(0, good.length - 1);
        return switch (gen.from(0, 6)) {
            case 0 -> with(good, at, (byte) (good[at] ^ 1 << gen.from(0, 7)));
            case 1 -> with(good, at, (byte) gen.from(0, 255));
            case 2 -> with(good, at, (byte) (good[at] + gen.pickOf(-1, 1)));
            case 3 -> Arrays.copyOf(good, at);
            case 4 -> spliced(good, at, at, gen.array(gen.from(1, 4)));
            case 5 -> spliced(good, at, Math.min(good.length, at + gen.from(1, 8)), new byte[0]);
            default -> spliced(good, at, at + 1, number(gen));
        };
    }

    private static byte[] number(Gen gen) {
        return new ByteWriter()
                .varint(BOUNDARIES[gen.from(0, BOUNDARIES.length - 1)])
                .toArray();
    }

    private static byte[] with(byte[] good, int at, byte value) {
        byte[] changed = good.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] spliced(byte[] good, int from, int to, byte[] between) {
        return new ByteWriter(good.length + between.length)
                .bytes(good, 0, from)
                .bytes(between)
                .bytes(good, to, good.length - to)
                .toArray();
    }

    /**
     * Hands {@code times} inputs to {@code decoder}, most of them {@code good} but for a few changes, the rest noise. A
     * decoder takes an input or refuses it as malformed; anything else it throws fails the test.
     *
     * @return how many it took
     */
    public static int each(Gen gen, int times, byte[] good, Consumer<byte[]> decoder) {
        int taken = 0;
        for (int i = 0; i < times; i++) {
            byte[] bytes = gen.oneIn(8) ? noise(gen, 2 * good.length + 16) : changed(gen, good);
            try {
                decoder.accept(bytes);
                taken++;
            } catch (MalformedException refused) {
                // What it is there for.
            } catch (RuntimeException | Error failure) {
                throw new AssertionError("on " + HexFormat.of().formatHex(bytes), failure);
            }
        }
        return taken;
    }
}
