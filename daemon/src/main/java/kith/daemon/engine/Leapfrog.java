package kith.daemon.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * For each row the terms of one slot on which several patterns agree whose other ends the row has: where patterns close
 * a circle. The ids that each pattern allows are sorted, and whichever is behind leaps to where the others are, so no
 * more is looked at than the least of them has - rows that one pattern allows and the next does not are never made.
 */
final class Leapfrog extends Inner {
    private static final int STEPS_BETWEEN_CHECKS = 1 << 12;

    private final int slot;
    private final Side[] sides;
    /** The relation of each side, and where it is in the ids that it allows for a row. */
    private final Pairs[] relations;

    private final int[][] starts;
    private final int[][] ends;
    private final int[] at;
    private final int[] end;
    private final int[] from = new int[Batch.ROWS];
    private final long[] met = new long[Batch.ROWS];
    private int row;
    private boolean within;
    private int steps;

    /**
     * One of the patterns.
     *
     * @param bound the slot of the end that a row has, or -1
     * @param constant its id where it has no slot
     */
    private record Side(Pattern pattern, boolean forward, int bound, long constant) {
        static Side of(Pattern pattern, int slot) {
            boolean forward = pattern.slots()[Pattern.OBJECT] == slot;
            int part = forward ? Pattern.SUBJECT : Pattern.OBJECT;
            return new Side(pattern, forward, pattern.slots()[part], pattern.constants()[part]);
        }

        Adjacency.Of relation() {
            return pattern.relation(forward);
        }
    }

    private Leapfrog(Operator input, int slot, List<Pattern> patterns) {
        super(input);
        run.takes((2 + patterns.size()) * Batch.COLUMN_BYTES);
        this.slot = slot;
        sides = patterns.stream().map(pattern -> Side.of(pattern, slot)).toArray(Side[]::new);
        relations = new Pairs[sides.length];
        starts = new int[sides.length][Batch.ROWS];
        ends = new int[sides.length][Batch.ROWS];
        at = new int[sides.length];
        end = new int[sides.length];
        may.set(slot);
        must.set(slot);
    }

    /**
     * What {@code first} and those of the others that fit say of a slot that no row has yet; null where none of them
     * does, or where looking for each row costs less than reading the whole relations.
     */
    static @Nullable Leapfrog of(Operator input, Pattern first, List<Pattern> others) {
        for (int part : new int[] {Pattern.OBJECT, Pattern.SUBJECT}) {
            int slot = first.slots()[part];
            if (fits(input, first, slot) && isWorth(input, first, slot)) {
                List<Pattern> together = new ArrayList<>(List.of(first));
                others.stream()
                        .filter(other -> fits(input, other, slot) && isWorth(input, other, slot))
                        .forEach(together::add);
                return together.size() > 1 ? new Leapfrog(input, slot, together) : null;
            }
        }
        return null;
    }

    /** Whether a pattern says of each row which terms a slot may have. */
    private static boolean fits(Operator input, Pattern pattern, int slot) {
        if (slot < 0 || input.may.get(slot) || !pattern.isRelation() || !pattern.possible()) {
            return false;
        }
        int subject = pattern.slots()[Pattern.SUBJECT];
        int object = pattern.slots()[Pattern.OBJECT];
        if (subject != slot && object != slot) {
            return false;
        }
        int other = subject == slot ? object : subject;
        return other < 0 || input.must.get(other);
    }

    /** Whether rows are so many that reading the whole relation costs less than looking for each, and it may be kept. */
    private static boolean isWorth(Operator input, Pattern pattern, int slot) {
        Adjacency.Of of = Side.of(pattern, slot).relation();
        long pairs = input.run.snapshot().count(of.order(), of.predicate());
        return input.expected * PatternJoin.LOOK > pairs && input.run.promise(of, pairs);
    }

    /** Whether a pattern is one of those that are met. */
    boolean isOf(Pattern pattern) {
        return Arrays.stream(sides).anyMatch(side -> side.pattern() == pattern);
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        for (Side side : sides) {
            if (side.bound() >= 0) {
                needed.set(side.bound());
            }
        }
        input.require(needed);
    }

    @Override
    void open() {
        super.open();
        row = 0;
        within = false;
    }

    @Override
    boolean fill() {
        if (relations[0] == null) {
            Arrays.setAll(relations, i -> run.relation(sides[i].relation()));
        }
        int n = 0;
        while (n < Batch.ROWS) {
            if (within) {
                n = meet(n);
            } else if (row < input.out.count) {
                within = begin();
                row += within ? 0 : 1;
            } else {
                gather(n);
                row = 0;
                if (!input.next()) {
                    input.out.count = 0;
                    break;
                }
                find();
            }
        }
        gather(n);
        return n > 0;
    }

    private void find() {
        for (int i = 0; i < sides.length; i++) {
            Side side = sides[i];
            long[] keys = side.bound() < 0 ? null : input.out.columns[side.bound()];
            relations[i].find(keys, side.constant(), input.out.count, starts[i], ends[i]);
        }
    }

    /** Goes to what each side allows for a row; false if one allows nothing. */
    private boolean begin() {
        for (int i = 0; i < sides.length; i++) {
            at[i] = starts[i][row];
            end[i] = ends[i][row];
            if (at[i] == end[i]) {
                return false;
            }
        }
        return true;
    }

    /** Notes ids on which all sides agree, from {@code n} on, until the batch is full or the row has no more. */
    private int meet(int n) {
        int found = n;
        while (found < Batch.ROWS) {
            if (++steps % STEPS_BETWEEN_CHECKS == 0) {
                run.check();
            }
            int least = 0;
            for (int i = 0; i < sides.length; i++) {
                if (at[i] == end[i]) {
                    within = false;
                    row++;
                    return found;
                }
                least = end[i] - at[i] < end[least] - at[least] ? i : least;
            }
            long wanted = relations[least].value(at[least]);
            boolean agreed = true;
            for (int i = 0; i < sides.length && agreed; i++) {
                if (i != least) {
                    at[i] = relations[i].seek(at[i], end[i], wanted);
                    agreed = at[i] < end[i] && relations[i].value(at[i]) == wanted;
                    if (!agreed && at[i] < end[i]) {
                        at[least] = relations[least].seek(at[least], end[least], relations[i].value(at[i]));
                    }
                }
            }
            if (agreed) {
                from[found] = row;
                met[found++] = wanted;
                at[least]++;
            }
        }
        return found;
    }

    /** Copies what was found of the rows that are there now. */
    private void gather(int n) {
        int first = out.count;
        for (int each = carried.nextSetBit(0); each >= 0; each = carried.nextSetBit(each + 1)) {
            long[] column = out.columns[each];
            long[] source = input.out.columns[each];
            if (column == null) {
                continue;
            }
            if (each == slot) {
                System.arraycopy(met, first, column, first, n - first);
            } else {
                for (int i = first; i < n; i++) {
                    column[i] = source == null ? Lexicon.UNBOUND : source[from[i]];
                }
            }
        }
        out.count = n;
    }

    @Override
    int sortedBy() {
        return input.sortedBy();
    }

    @Override
    void rewind() {
        super.rewind();
        input.out.count = 0;
        row = 0;
        within = false;
    }

    @Override
    String title() {
        String patterns =
                Arrays.stream(sides).map(side -> side.pattern().text()).collect(Collectors.joining(", "));
        return "leapfrog to " + run.slots().name(slot) + " by " + patterns;
    }
}
