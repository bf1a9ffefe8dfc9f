package kith.daemon.engine;

import kith.daemon.index.Order;
import kith.daemon.index.Tuples;
import org.jspecify.annotations.Nullable;

/** Reads what matches a pattern from the orders on disk, for one choice of its bound parts after another. */
final class Matching implements AutoCloseable {
    private final Run run;
    private final Pattern pattern;
    /** What was read last, by part. */
    final long[][] found = new long[Pattern.PARTS][Batch.ROWS];

    private final long[] wanted = new long[Pattern.PARTS];
    private final boolean[] bound = new boolean[Pattern.PARTS];
    private final long[][] columns = new long[Pattern.PARTS][];
    private final long[] last = new long[3];
    private int prefix;
    private int[] parts = Pattern.parts(Order.SPOG);
    private boolean first;
    private boolean sieved;
    private @Nullable Tuples tuples;

    Matching(Run run, Pattern pattern) {
        this.run = run;
        this.pattern = pattern;
    }

    /** Goes to what matches the pattern with the terms that a row has. */
    void begin(Batch batch, int row) {
        close();
        if (!pattern.possible()) {
            return;
        }
        for (int part = 0; part < Pattern.PARTS; part++) {
            int slot = pattern.slots()[part];
            long id = slot >= 0 ? batch.at(slot, row) : pattern.constants()[part];
            bound[part] = pattern.isConstant(part) || (slot >= 0 && id != Lexicon.UNBOUND);
            wanted[part] = id;
            if (bound[part] && Lexicon.isLocal(id)) {
                return;
            }
        }
        begin();
    }

    private void begin() {
        boolean named = pattern.graphs() == Pattern.Graphs.NAMED || pattern.graphs() == Pattern.Graphs.EACH;
        boolean byGraph = named && bound[Pattern.GRAPH];
        if (named && byGraph && wanted[Pattern.GRAPH] == 0) {
            return;
        }
        Order order = Pattern.fitting(bound[0], bound[1], bound[2], byGraph);
        parts = Pattern.parts(order);
        prefix = 0;
        while (prefix < Pattern.PARTS && bound[parts[prefix]] && mayLead(parts[prefix])) {
            prefix++;
        }
        long[] ids = new long[prefix];
        for (int i = 0; i < prefix; i++) {
            ids[i] = wanted[parts[i]];
        }
        for (int place = 0; place < Pattern.PARTS; place++) {
            columns[place] = found[parts[place]];
        }
        first = true;
        sieved = mustSieve();
        tuples = run.snapshot().tuples(order, ids);
    }

    // Without named graphs the last place says nothing, and needs not be read.
    private boolean mayLead(int part) {
        return part != Pattern.GRAPH || pattern.graphs() != Pattern.Graphs.UNION;
    }

    private boolean mustSieve() {
        if (pattern.graphs() != Pattern.Graphs.DEFAULT || run.hasNamed()) {
            return true;
        }
        for (int place = prefix; place < Pattern.PARTS; place++) {
            if (bound[parts[place]] && parts[place] != Pattern.GRAPH) {
                return true;
            }
        }
        int[] slots = pattern.slots();
        return (slots[0] >= 0 && (slots[0] == slots[1] || slots[0] == slots[2]))
                || (slots[1] >= 0 && slots[1] == slots[2]);
    }

    /** Reads the next, at most so many, into {@link #found}; 0 at the end. */
    int read(int most) {
        while (tuples != null) {
            int n = tuples.read(columns, most);
            if (n == 0) {
                close();
                return 0;
            }
            int kept = sieved ? sieve(n) : n;
            if (kept > 0) {
                return kept;
            }
            run.check();
        }
        return 0;
    }

    private int sieve(int n) {
        int kept = 0;
        for (int i = 0; i < n; i++) {
            if (isWanted(i)) {
                for (int part = 0; part < Pattern.PARTS; part++) {
                    found[part][kept] = found[part][i];
                }
                kept++;
            }
        }
        return kept;
    }

    private boolean isWanted(int i) {
        for (int place = prefix; place < Pattern.PARTS; place++) {
            int part = parts[place];
            if (bound[part] && found[part][i] != wanted[part]) {
                return false;
            }
        }
        long graph = found[Pattern.GRAPH][i];
        boolean rightGraph = switch (pattern.graphs()) {
            case DEFAULT -> graph == 0;
            case NAMED -> true;
            case EACH -> graph != 0;
            case UNION -> graph != 0 && isNew(i);
        };
        return rightGraph && agrees(i);
    }

    // The graph comes last in these orders: what several graphs say stands side by side.
    private boolean isNew(int i) {
        boolean fresh = first;
        for (int part = 0; part < Pattern.GRAPH; part++) {
            fresh |= last[part] != found[part][i];
            last[part] = found[part][i];
        }
        first = false;
        return fresh;
    }

    private boolean agrees(int i) {
        int[] slots = pattern.slots();
        for (int part = 1; part < Pattern.PARTS; part++) {
            for (int before = 0; before < part; before++) {
                if (slots[part] >= 0 && slots[part] == slots[before] && found[part][i] != found[before][i]) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (tuples != null) {
            tuples.close();
            tuples = null;
        }
    }
}
