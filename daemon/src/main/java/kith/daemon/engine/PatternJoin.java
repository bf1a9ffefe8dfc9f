package kith.daemon.engine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For each row what matches a pattern with its terms. Begins by looking each row up on disk; when as much has been spent
 * on that as reading the whole predicate would cost, it reads the predicate: side by side with rows that come in its order,
 * else into the heap to look there.
 */
final class PatternJoin extends Operator {
    /** What a look at the disk costs, in tuples read one after another. */
    static final int LOOK = 40;

    private final Operator input;
    private final Pattern pattern;
    private final Matching matching;
    private final int subject;
    private final int object;
    private final boolean byRelation;
    private final boolean toBoth;
    private boolean fromSubject;
    private boolean merges;
    /** Of the whole relation. */
    private long pairs;
    /** How many more tuples may be read for single rows before it is better to read all. */
    private long budget = -1;

    private @Nullable Pairs relation;

    private int row;
    private boolean within;
    /** Where it stopped in the relation. */
    private int at;

    private int end;

    /** Of each row of the input, where its ids are in the relation; once {@link #isFound}. */
    private int[] starts = new int[0];

    private int[] ends = new int[0];
    private boolean isFound;

    private final int[] from = new int[Batch.ROWS];
    private long[] values = new long[0];

    PatternJoin(Operator input, Pattern pattern) {
        super(input.run, 2 * Pattern.PARTS + 2);
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
            int sorted = input.sortedBy();
            fromSubject &= !(toBoth && sorted >= 0 && sorted == object);
            Adjacency.Of of = pattern.relation(fromSubject);
            pairs = run.snapshot().count(of.order(), of.predicate());
            merges = sorted >= 0 && sorted == (fromSubject ? subject : object) && !run.keeps(of);
            budget = run.keeps(of) || input.expected * LOOK > pairs ? 0 : pairs;
        }
    }

    @Override
    boolean fill() {
        while (out.count < Batch.ROWS) {
            if (row >= input.out.count && !within) {
                row = 0;
                isFound = false;
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
            Adjacency.Of of = pattern.relation(fromSubject);
            if (merges) {
                relation = new Merge(run, of);
            } else if (run.keeps(of) || run.mayKeep(pairs)) {
                relation = run.relation(of);
            } else {
                budget = Long.MAX_VALUE;
            }
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
        if (!isFound) {
            find();
        }
        int n = toBoth ? whereBoth(first) : along(first);
        gather(first, n);
        out.count = n;
    }

    private void find() {
        if (starts.length == 0) {
            starts = new int[Batch.ROWS];
            ends = new int[Batch.ROWS];
        }
        int key = fromSubject ? Pattern.SUBJECT : Pattern.OBJECT;
        known().find(column(input.out, key), pattern.constants()[key], input.out.count, starts, ends);
        isFound = true;
    }

    private int whereBoth(int first) {
        Pairs pairs = known();
        Batch rows = input.out;
        int n = first;
        int part = fromSubject ? Pattern.OBJECT : Pattern.SUBJECT;
        long[] ids = column(rows, part);
        long constant = pattern.constants()[part];
        while (row < rows.count && n < Batch.ROWS) {
            if (pairs.contains(starts[row], ends[row], ids == null ? constant : ids[row])) {
                from[n++] = row;
            }
            row++;
        }
        return n;
    }

    private long @Nullable [] column(Batch rows, int part) {
        int slot = pattern.slots()[part];
        return slot >= 0 ? rows.columns[slot] : null;
    }

    private int along(int first) {
        Pairs pairs = known();
        int n = first;
        while (n < Batch.ROWS && row < input.out.count) {
            if (at == end) {
                at = starts[row];
                end = ends[row];
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

    private Pairs known() {
        Pairs known = relation;
        if (known == null) {
            throw new IllegalStateException("no relation was read");
        }
        return known;
    }

    @Override
    void rewind() {
        input.rewind();
        matching.close();
        closeMerge();
        relation = null;
        input.out.count = 0;
        isFound = false;
        row = 0;
        within = false;
        at = 0;
        end = 0;
    }

    @Override
    void close() {
        matching.close();
        closeMerge();
        input.close();
    }

    private void closeMerge() {
        if (relation instanceof Merge merge) {
            merge.close();
        }
    }

    /** Each row becomes as many as match it, so they stay in their order; what is read whole is in that of its ids. */
    @Override
    int sortedBy() {
        if (!isWhole()) {
            return input.sortedBy();
        }
        if (pattern.slots()[Pattern.PREDICATE] >= 0) {
            return -1;
        }
        boolean byObject = matching.isNarrowed() && pattern.graphs() != Pattern.Graphs.NAMED;
        return subject < 0 || byObject ? object : subject;
    }

    @Override
    boolean isEachOnce(int slot) {
        boolean hasOne = (subject == slot && object < 0) || (object == slot && subject < 0);
        return hasOne && pattern.isRelation() && isWhole();
    }

    @Override
    String title() {
        String way = relation == null ? "" : merges ? " merged" : " in the heap";
        return "pattern " + pattern.text() + way;
    }

    @Override
    List<Operator> inputs() {
        return List.of(input);
    }
}
