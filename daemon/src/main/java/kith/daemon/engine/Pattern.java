package kith.daemon.engine;

import java.util.BitSet;
import kith.daemon.index.Order;

/** A quad pattern on ids: subject 0, predicate 1, object 2, graph 3, each a slot or a constant. */
final class Pattern {
    static final int SUBJECT = 0;
    static final int PREDICATE = 1;
    static final int OBJECT = 2;
    static final int GRAPH = 3;
    static final int PARTS = 4;

    /** Which graphs a pattern is about. */
    enum Graphs {
        DEFAULT,
        /** One named graph. */
        NAMED,
        /** Each named graph for itself: the graph has a slot. */
        EACH,
        /** The named graphs as one. */
        UNION
    }

    private final int[] slots;
    private final long[] constants;
    private final Graphs graphs;
    private final boolean possible;
    private final String text;

    /** @param possible false if a constant is in no quad */
    Pattern(int[] slots, long[] constants, Graphs graphs, boolean possible, String text) {
        this.slots = slots;
        this.constants = constants;
        this.graphs = graphs;
        this.possible = possible;
        this.text = text;
    }

    /** At each part its slot, or -1. */
    int[] slots() {
        return slots;
    }

    /** At each part its id where it has no slot. */
    long[] constants() {
        return constants;
    }

    Graphs graphs() {
        return graphs;
    }

    /** Whether all its constants are known: of another nothing can be found. */
    boolean possible() {
        return possible;
    }

    /** As it was written. */
    String text() {
        return text;
    }

    /** Which parts stand at the places of an order. */
    static int[] parts(Order order) {
        return switch (order) {
            case SPOG -> new int[] {0, 1, 2, 3};
            case POSG -> new int[] {1, 2, 0, 3};
            case PSOG -> new int[] {1, 0, 2, 3};
            case OSPG -> new int[] {2, 0, 1, 3};
            case GSPO -> new int[] {3, 0, 1, 2};
        };
    }

    boolean isConstant(int part) {
        return slots[part] < 0 && !(part == GRAPH && graphs == Graphs.UNION);
    }

    /** Slots that it binds. */
    BitSet binds() {
        BitSet binds = new BitSet();
        for (int slot : slots) {
            if (slot >= 0) {
                binds.set(slot);
            }
        }
        return binds;
    }

    /** Whether subject and object are all that it can find, so that {@link Adjacency} can answer it. */
    boolean isRelation() {
        return slots[PREDICATE] < 0 && graphs != Graphs.EACH && (slots[SUBJECT] < 0 || slots[SUBJECT] != slots[OBJECT]);
    }

    Adjacency.Of relation(boolean forward) {
        return new Adjacency.Of(constants[PREDICATE], forward, graphs, constants[GRAPH]);
    }

    /** The order in which the bound parts come first, as far as one does. */
    static Order fitting(boolean s, boolean p, boolean o, boolean namedGraph) {
        if (s) {
            if (o && !p) {
                return Order.OSPG;
            }
            return namedGraph && !o ? Order.GSPO : Order.SPOG;
        }
        if (p) {
            return o ? Order.POSG : Order.PSOG;
        }
        if (o) {
            return Order.OSPG;
        }
        return namedGraph ? Order.GSPO : Order.SPOG;
    }
}
