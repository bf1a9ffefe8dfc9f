package kith.daemon.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Symbols of a sketch, each the sum of the items in it: 21 bytes of memory each. */
final class Symbols {
    private long[] tags = new long[0];
    private long[] prints = new long[0];
    private int[] checks = new int[0];
    /** Modulo 256: what is left in the end is few, and the checks tell. */
    private byte[] counts = new byte[0];

    int size() {
        return tags.length;
    }

    /** Makes room for more, of nothing. */
    void grow(int size) {
        tags = Arrays.copyOf(tags, size);
        prints = Arrays.copyOf(prints, size);
        checks = Arrays.copyOf(checks, size);
        counts = Arrays.copyOf(counts, size);
    }

    /** Adds an item to the symbol that it has come to, or takes it out. */
    void put(SketchItem item, int sign) {
        int at = item.place();
        tags[at] ^= item.tag();
        prints[at] ^= item.print();
        checks[at] ^= item.check();
        counts[at] += (byte) sign;
    }

    void add(int at, Message.Sketch.Symbol symbol) {
        tags[at] ^= symbol.tag();
        prints[at] ^= symbol.print();
        checks[at] ^= symbol.check();
        counts[at] += (byte) symbol.count();
    }

    boolean isNothing(int at) {
        return counts[at] == 0 && checks[at] == 0 && prints[at] == 0 && tags[at] == 0;
    }

    /** 1 or -1 if the symbol may be one item that was added or taken out, else something else. */
    int count(int at) {
        return counts[at];
    }

    boolean is(int at, SketchItem item) {
        return checks[at] == item.check() && tags[at] == item.tag() && prints[at] == item.print();
    }

    /** What the symbol would be if it were a single item. */
    SketchItem single(int at, SketchKey key) {
        return key.item(tags[at], prints[at]);
    }

    List<Message.Sketch.Symbol> from(int from) {
        List<Message.Sketch.Symbol> symbols = new ArrayList<>(size() - from);
        for (int at = from; at < size(); at++) {
            symbols.add(new Message.Sketch.Symbol(tags[at], prints[at], checks[at], counts[at] & 0xff));
        }
        return symbols;
    }
}
