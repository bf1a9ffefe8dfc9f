package kith.daemon.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each row what matches a pattern with its terms. Begins by looking each row up on disk; when as much has been spent
 * on that as reading the whole predicate would cost, it reads the predicate into the heap and looks there.
 */
final class PatternJoin extends Operator {
    /** What a look at the disk costs, in tuples read one after another. */
    private static final int LOOK = 40;

    private final Operator input;
    private final Pattern pattern;
    private final Matching matching;
    private final int subject;
    private final int object;
    private final boolean byRelation;
    private final boolean fromSubject;
    private final boolean toBoth;
    private long budget = -1;
    private @Nullable Adjacency relation;

    private int row;
    private boolean within;
    /** Where it stopped in the relation. */
    private int at;

    private int end;

    private final int[] from = new int[Batch.ROWS];
    private long[] values = new long[0];

    PatternJoin(Operator input, Pattern pattern) {
        super(input.run, Pattern.PARTS + 2);
        this.input = input;
        this.pattern = pattern;
        this.matching = new Matching(run, pattern);
        may.or(Operator.with(input.may, pattern.binds()));
        must.or(Operator.with(input.must, pattern.binds()));
        subject = pattern.slots()[Pattern.SUBJECT];
        object = pattern.slots()[Pattern.OBJECT];
        boolean hasSubject = subject < 0 || input.must.get(subject);
        boolean hasObject = object < 0 || input.must.get(object);
        boolean isFree = (hasSubject || !input.may.get(subject)) && (hasObject || !input.may.get(object));
        byRelation = pattern.isRelation() && pattern.possible() && isFree && (hasSubject || hasObject);
        fromSubject = hasSubject;
        toBoth = hasSubject && hasObject;
    }

    /** Leaves out objects that no later condition lets pass. */
    void narrow(Span objects) {
        matching.narrow(objects);
    }

    /** Whether it finds all that matches the pattern, once: no rows come before it. */
    boolean isWhole() {
        return input instanceof Feed feed && feed.isUnit();
    }

    Pattern pattern() {
        return pattern;
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        needed.or(pattern.binds());
        input.require(needed);
    }

    @Override
    void open() {
        input.open();
        out = Batch.of(run.width(), carried);
        values = new long[Batch.ROWS];
        for (int part = 0; part < Pattern.PARTS; part++) {
            int slot = pattern.slots()[part];
            matching.need(part, slot >= 0 && carried.get(slot));
        }
        row = 0;
        if (byRelation) {
            Adjacency.Of of = pattern.relation(fromSubject);
            long pairs = run.snapshot()
                    .count(fromSubject ? kith.daemon.index.Order.PSOG : kith.daemon.index.Order.POSG, of.predicate());
            budget = run.mayKeep(pairs) ? pairs : Long.MAX_VALUE;
            if (run.keeps(of) || input.expected * LOOK > budget) {
                budget = 0;
            }
        }
    }

    @Override
    boolean fill() {
        while (out.count < Batch.ROWS) {
            if (row >= input.out.count && !within) {
                row = 0;
                if (!input.next()) {
                    input.out.count = 0;
                    break;
                }
            }
            if (useRelation()) {
                fromRelation();
            } else {
                fromDisk();
            }
        }
        return out.count > 0;
    }

    private boolean useRelation() {
        if (relation == null && byRelation && budget <= 0 && !within) {
            relation = run.relation(pattern.relation(fromSubject));
        }
        return relation != null && !within;
    }

    private void fromDisk() {
        if (!within) {
            matching.begin(input.out, row);
            budget -= LOOK;
            within = true;
        }
        int n = matching.read(Batch.ROWS - out.count);
        if (n == 0) {
            within = false;
            row++;
            return;
        }
        budget -= n;
        for (int slot = carried.nextSetBit(0); slot >= 0; slot = carried.nextSetBit(slot + 1)) {
            long[] column = out.columns[slot];
            if (column == null) {
                continue;
            }
            int part = part(slot);
            if (part >= 0) {
                System.arraycopy(matching.found[part], 0, column, out.count, n);
            } else {
                Arrays.fill(column, out.count, out.count + n, input.out.at(slot, row));
            }
        }
        out.count += n;
    }

    private int part(int slot) {
        for (int part = 0; part < Pattern.PARTS; part++) {
            if (pattern.slots()[part] == slot) {
                return part;
            }
        }
        return -1;
    }

    private void fromRelation() {
        int first = out.count;
        int n = toBoth ? whereBoth(first) : along(first);
        gather(first, n);
        out.count = n;
    }

    private int whereBoth(int first) {
        Adjacency pairs = known();
        Batch rows = input.out;
        int n = first;
        long[] ones = subject >= 0 ? rows.columns[subject] : null;
        long[] others = object >= 0 ? rows.columns[object] : null;
        long one = pattern.constants()[Pattern.SUBJECT];
        long other = pattern.constants()[Pattern.OBJECT];
        while (row < rows.count && n < Batch.ROWS) {
            if (pairs.contains(ones == null ? one : ones[row], others == null ? other : others[row])) {
                from[n++] = row;
            }
            row++;
        }
        return n;
    }

    private int along(int first) {
        Adjacency pairs = known();
        Batch rows = input.out;
        int n = first;
        int slot = fromSubject ? subject : object;
        long[] keys = slot >= 0 ? rows.columns[slot] : null;
        long constant = pattern.constants()[fromSubject ? Pattern.SUBJECT : Pattern.OBJECT];
        while (n < Batch.ROWS) {
            if (at == end) {
                if (row >= rows.count) {
                    break;
                }
                int number = pairs.find(keys == null ? constant : keys[row]);
                if (number < 0) {
                    row++;
                    continue;
                }
                at = pairs.start(number);
                end = pairs.start(number + 1);
            }
            int stop = Math.min(end, at + Batch.ROWS - n);
            while (at < stop) {
                from[n] = row;
                values[n++] = pairs.value(at++);
            }
            if (at == end) {
                row++;
            }
        }
        return n;
    }

    private void gather(int first, int n) {
        int found = toBoth ? -1 : fromSubject ? object : subject;
        for (int slot = carried.nextSetBit(0); slot >= 0; slot = carried.nextSetBit(slot + 1)) {
            long[] column = out.columns[slot];
            long[] source = slot == found ? values : input.out.columns[slot];
            if (column == null) {
                continue;
            }
            if (slot == found) {
                System.arraycopy(values, first, column, first, n - first);
            } else if (source == null) {
                Arrays.fill(column, first, n, Lexicon.UNBOUND);
            } else {
                for (int i = first; i < n; i++) {
                    column[i] = source[from[i]];
                }
            }
        }
    }

    private Adjacency known() {
        Adjacency known = relation;
        if (known == null) {
            throw new IllegalStateException("no relation was read");
        }
        return known;
    }

    @Override
    void rewind() {
        input.rewind();
        matching.close();
        input.out.count = 0;
        row = 0;
        within = false;
        at = 0;
        end = 0;
    }

    @Override
    void close() {
        matching.close();
        input.close();
    }

    @Override
    String title() {
        return "pattern " + pattern.text() + (relation == null ? "" : " in the heap");
    }

    @Override
    List<Operator> inputs() {
        return List.of(input);
    }
}
