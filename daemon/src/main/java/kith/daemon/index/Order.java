package kith.daemon.index;

/**
 * An order in which quads are kept, as the places of graph 0, subject 1, predicate 2 and object 3 in its tuples. Graph
 * comes last but in one: a pattern that names no graph finds its quads side by side. {@link #GSPO} has the quads of
 * named graphs only; those of the default graph are in the four others.
 */
public enum Order {
    SPOG(0, 1, 2, 3, 0),
    POSG(1, 2, 3, 1, 0),
    PSOG(2, 2, 1, 3, 0),
    OSPG(3, 3, 1, 2, 0),
    GSPO(4, 0, 1, 2, 3);

    /** Ids in a tuple. */
    public static final int PLACES = 4;

    /** The graph that no order but {@link #GSPO} leaves out. */
    public static final long DEFAULT_GRAPH = 0;

    private final int code;
    private final int first;
    private final int second;
    private final int third;
    private final int fourth;

    Order(int code, int first, int second, int third, int fourth) {
        this.code = code;
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /**
     * The order in which the bound parts of a pattern come first, as far as one does.
     *
     * @param named whether the graph is bound, and not to the default graph
     */
    public static Order fitting(boolean named, boolean s, boolean p, boolean o) {
        if (named && (s || (!p && !o)) && !(s && o && !p)) {
            return GSPO;
        }
        if (s) {
            return o && !p ? OSPG : SPOG;
        }
        if (p) {
            return o ? POSG : PSOG;
        }
        return o ? OSPG : SPOG;
    }

    /** What stands for it on the disk: 0 to 4. */
    public int code() {
        return code;
    }

    /** Which part of a quad (0 graph to 3 object) stands at a place. */
    public int part(int place) {
        return switch (place) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> fourth;
        };
    }

    /** Where a part of a quad (0 graph to 3 object) stands. */
    public int place(int part) {
        for (int place = 0; place < PLACES; place++) {
            if (part(place) == part) {
                return place;
            }
        }
        throw new IllegalArgumentException("a quad has no part " + part);
    }

    /** Whether quads of that graph are kept in this order. */
    public boolean holds(long graph) {
        return this != GSPO || graph != DEFAULT_GRAPH;
    }
}
