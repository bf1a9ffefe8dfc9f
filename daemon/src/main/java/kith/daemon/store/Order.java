package kith.daemon.store;

import java.util.Arrays;
import java.util.OptionalLong;
import kith.daemon.store.Columns.Column;

/**
 * An order in which quads are kept, as the places of graph 0, subject 1, predicate 2 and object 3 in its tuples. Graph
 * comes last but in one: a pattern that names no graph finds its quads side by side.
 */
enum Order {
    SPOG(Column.ROW, 1, 2, 3, 0),
    POSG(Column.POSG, 2, 3, 1, 0),
    OSPG(Column.OSPG, 3, 1, 2, 0),
    GSPO(Column.GSPO, 0, 1, 2, 3);

    private final Column column;
    /** Which part of the quad (0 graph to 3 object) stands at each place. */
    private final int first;

    private final int second;
    private final int third;
    private final int fourth;

    Order(Column column, int first, int second, int third, int fourth) {
        this.column = column;
        this.first = first;
        this.second = second;
        this.third = third;
        this.fourth = fourth;
    }

    /** The order in which the bound parts of a pattern come first, as far as one does. */
    static Order fitting(boolean g, boolean s, boolean p, boolean o) {
        if (s) {
            if (o && !p) {
                return OSPG;
            }
            return g ? GSPO : SPOG;
        }
        if (p) {
            return POSG;
        }
        if (o) {
            return OSPG;
        }
        return g ? GSPO : SPOG;
    }

    Column column() {
        return column;
    }

    /** The key that all matching tuples begin with. */
    byte[] prefix(int space, OptionalLong[] wanted) {
        long[] ids = new long[4];
        int bound = 0;
        while (bound < 4 && wanted[part(bound)].isPresent()) {
            ids[bound] = wanted[part(bound)].getAsLong();
            bound++;
        }
        return KeyLayout.prefix(space, Arrays.copyOf(ids, bound));
    }

    boolean matches(long[] tuple, OptionalLong[] wanted) {
        for (int place = 0; place < 4; place++) {
            OptionalLong id = wanted[part(place)];
            if (id.isPresent() && id.getAsLong() != tuple[place]) {
                return false;
            }
        }
        return true;
    }

    byte[] key(int space, long g, long s, long p, long o) {
        long[] parts = {g, s, p, o};
        return KeyLayout.tuple(space, parts[first], parts[second], parts[third], parts[fourth]);
    }

    long graph(long[] tuple) {
        return at(tuple, 0);
    }

    long subject(long[] tuple) {
        return at(tuple, 1);
    }

    long predicate(long[] tuple) {
        return at(tuple, 2);
    }

    long object(long[] tuple) {
        return at(tuple, 3);
    }

    private long at(long[] tuple, int part) {
        for (int place = 0; place < 4; place++) {
            if (part(place) == part) {
                return tuple[place];
            }
        }
        throw new AssertionError(part);
    }

    private int part(int place) {
        return switch (place) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> fourth;
        };
    }
}
