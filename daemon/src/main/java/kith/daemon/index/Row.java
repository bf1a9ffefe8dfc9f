package kith.daemon.index;

/**
 * A quad as ids, and what is kept of it: bytes of which the first is {@link #VISIBLE} if queries see it, and none at all
 * if nothing is kept any more. Immutable; the bytes are handed over and not copied.
 */
public final class Row {
    /** The first byte of what is kept of a quad that queries see. */
    public static final int VISIBLE = 1;

    private final long graph;
    private final long subject;
    private final long predicate;
    private final long object;
    private final byte[] kept;
    /** What the bytes say first, here as well: folds ask for nothing else in four orders of five. */
    private final boolean gone;

    private final boolean visible;
    /** Whether the runs below have it as visible. */
    private final boolean below;

    private Row(long[] ids, byte[] kept, boolean below) {
        this.graph = ids[0];
        this.subject = ids[1];
        this.predicate = ids[2];
        this.object = ids[3];
        this.kept = kept;
        this.gone = kept.length == 0;
        this.visible = isVisible(kept);
        this.below = below;
    }

    /**
     * A quad of which nothing was known.
     *
     * @param ids graph, subject, predicate, object
     */
    public static Row of(long[] ids, byte[] kept) {
        return new Row(ids, kept, false);
    }

    /** The same quad, of which something else is kept from now on. */
    public Row keeping(byte[] other) {
        return new Row(ids(), other, below);
    }

    /** The same row over runs that have it as visible, or not. */
    Row above(boolean visibleBelow) {
        return below == visibleBelow ? this : new Row(ids(), kept, visibleBelow);
    }

    /** Graph, subject, predicate, object. */
    public long[] ids() {
        return new long[] {graph, subject, predicate, object};
    }

    public long graph() {
        return graph;
    }

    public long subject() {
        return subject;
    }

    public long predicate() {
        return predicate;
    }

    public long object() {
        return object;
    }

    public byte[] kept() {
        return kept;
    }

    public boolean isVisible() {
        return visible;
    }

    static boolean isVisible(byte[] kept) {
        return kept.length > 0 && kept[0] == VISIBLE;
    }

    /** Whether nothing is kept of it any more. */
    public boolean isGone() {
        return gone;
    }

    boolean isVisibleBelow() {
        return below;
    }

    /** Whether nothing was said since: the same object, for rows never change. */
    boolean isThatVery(Row other) {
        return this == other;
    }

    long at(Order order, int place) {
        return switch (order.part(place)) {
            case 0 -> graph;
            case 1 -> subject;
            case 2 -> predicate;
            default -> object;
        };
    }

    /** How two rows follow each other in an order. */
    static int compare(Order order, Row one, Row other) {
        for (int place = 0; place < Order.PLACES; place++) {
            int difference = Long.compareUnsigned(one.at(order, place), other.at(order, place));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** How this row stands to a key of one to four ids, as far as the key goes. */
    int compareTo(Order order, long[] key) {
        for (int place = 0; place < key.length; place++) {
            int difference = Long.compareUnsigned(at(order, place), key[place]);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
