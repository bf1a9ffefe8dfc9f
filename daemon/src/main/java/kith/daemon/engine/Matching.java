package kith.daemon.engine;

import java.util.Objects;
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
    private final long[] @Nullable [] columns = new long[Pattern.PARTS][];
    private final long[] last = new long[3];
    private int prefix;
    private int[] parts = Pattern.parts(Order.SPOG);
    private boolean first;
    private boolean sieved;
    private @Nullable Tuples tuples;
    /** Which parts are wanted of what is found. */
    private final boolean[] needed = {true, true, true, true};

    private @Nullable Span span;
    /** Which of the span's ranges is read; -1 where there is no span. */
    private int range = -1;

    Matching(Run run, Pattern pattern) {
        this.run = run;
        this.pattern = pattern;
    }

    /** Says which parts are wanted of what is found. */
    void need(int part, boolean wanted) {
        needed[part] = wanted;
    }

    /** Leaves out objects that are in no range of a span, where the order allows it: others may be found all the same. */
    void narrow(Span objects) {
        span = objects;
    }

    /** Whether objects are read range by range. */
    boolean isNarrowed() {
        return span != null;
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
        boolean byRange = span != null && !bound[0] && bound[1] && !bound[2] && !byGraph;
        Order order = byRange ? Order.POSG : Pattern.fitting(bound[0], bound[1], bound[2], byGraph);
        parts = Pattern.parts(order);
        prefix = 0;
        while (prefix < Pattern.PARTS && bound[parts[prefix]] && mayLead(parts[prefix])) {
            prefix++;
        }
        long[] ids = new long[prefix];
        for (int i = 0; i < prefix; i++) {
            ids[i] = wanted[parts[i]];
        }
        first = true;
        sieved = mustSieve() || byRange;
        for (int place = 0; place < Pattern.PARTS; place++) {
            columns[place] = sieved || needed[parts[place]] ? found[parts[place]] : null;
        }
        range = byRange ? 0 : -1;
        if (byRange) {
            enter();
        } else {
            tuples = run.snapshot().tuples(order, ids);
        }
    }

    private void enter() {
        Span objects = Objects.requireNonNull(span);
        long predicate = wanted[Pattern.PREDICATE];
        Tuples all = run.snapshot().tuples(Order.POSG, predicate);
        all.seek(predicate, objects.from(range), 0, 0);
        tuples = all;
    }

    /** Whether a tuple is beyond the range that is read. */
    private boolean isBeyond(int i) {
        return range >= 0
                && Long.compareUnsigned(
                                found[Pattern.OBJECT][i],
                                Objects.requireNonNull(span).to(range))
                        > 0;
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
            if (n > 0 && isBeyond(n - 1)) {
                while (n > 0 && isBeyond(n - 1)) {
                    n--;
                }
                nextRange();
            } else if (n == 0) {
                nextRange();
            }
            int kept = sieved ? sieve(n) : n;
            if (kept > 0) {
                return kept;
            }
            run.check();
        }
        return 0;
    }

    private void nextRange() {
        close();
        if (range >= 0 && ++range < Objects.requireNonNull(span).count()) {
            enter();
        }
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
