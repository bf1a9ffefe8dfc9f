package kith.daemon.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import kith.ontology.bytes.Bytes;

/**
 * The keys of the database ({@code docs/store.md}). Integers are big-endian and every key of a space begins with its
 * number (4 bytes), so that leaving a space is one range delete.
 */
final class KeyLayout {
    static final int SPACE_BYTES = 4;
    static final int ID_BYTES = 8;
    private static final int TUPLE_BYTES = SPACE_BYTES + 4 * ID_BYTES;

    /** Terms up to this length are their own key; longer ones are found by their hash. */
    private static final int MAX_PLAIN_TERM_BYTES = 200;

    private KeyLayout() {}

    /** What the default column keeps of each space; all of it, so that nothing stays behind of a space that was left. */
    enum Kept {
        RECORD("space/"),
        COUNTS("counts/"),
        VIEWS("views/"),
        CONFIRMED("confirmed/"),
        PURGE("purge/");

        private final String word;

        Kept(String word) {
            this.word = word;
        }

        /** The key of a space, or what its keys begin with. */
        byte[] of(int space) {
            return ByteBuffer.allocate(word.length() + SPACE_BYTES)
                    .put(meta(word))
                    .putInt(space)
                    .array();
        }
    }

    /** {@code space 4, a 8, b 8, c 8, d 8}: a quad in some order. */
    static byte[] tuple(int space, long a, long b, long c, long d) {
        return ByteBuffer.allocate(TUPLE_BYTES)
                .putInt(space)
                .putLong(a)
                .putLong(b)
                .putLong(c)
                .putLong(d)
                .array();
    }

    /** The keys that begin with {@code space} and these ids. */
    static byte[] prefix(int space, long... ids) {
        ByteBuffer prefix =
                ByteBuffer.allocate(SPACE_BYTES + ids.length * ID_BYTES).putInt(space);
        for (long id : ids) {
            prefix.putLong(id);
        }
        return prefix.array();
    }

    /** {@code space 4, order 1, number 8}: a page of an order. */
    static byte[] page(int space, int order, long page) {
        return ByteBuffer.allocate(SPACE_BYTES + 1 + 8)
                .putInt(space)
                .put((byte) order)
                .putLong(page)
                .array();
    }

    static byte[] log(int space, int log, long seq) {
        return ByteBuffer.allocate(SPACE_BYTES + 4 + 8)
                .putInt(space)
                .putInt(log)
                .putLong(seq)
                .array();
    }

    static byte[] head(int space, int log) {
        return ByteBuffer.allocate(SPACE_BYTES + 4).putInt(space).putInt(log).array();
    }

    static byte[] term(int space, Bytes term) {
        boolean plain = term.length() <= MAX_PLAIN_TERM_BYTES;
        Bytes tail = plain ? term : Bytes.sha256(term.view());
        return ByteBuffer.allocate(SPACE_BYTES + 1 + tail.length())
                .putInt(space)
                .put((byte) (plain ? 0 : 1))
                .put(tail.view())
                .array();
    }

    static byte[] id(int space, long id) {
        return prefix(space, id);
    }

    static byte[] space(int space) {
        return Kept.RECORD.of(space);
    }

    static byte[] counts(int space) {
        return Kept.COUNTS.of(space);
    }

    static byte[] views(int space) {
        return Kept.VIEWS.of(space);
    }

    static byte[] confirmed(int space) {
        return Kept.CONFIRMED.of(space);
    }

    static byte[] purge(int space) {
        return Kept.PURGE.of(space);
    }

    static byte[] meta(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /** The least key above all that begin with {@code prefix}. */
    static byte[] above(byte[] prefix) {
        byte[] next = prefix.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return next;
            }
        }
        throw new IllegalArgumentException("no key is above a prefix of 0xff");
    }
}
