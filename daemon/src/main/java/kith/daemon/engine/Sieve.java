package kith.daemon.engine;

import java.util.BitSet;

/** The rows of which a condition is true. */
final class Sieve extends Inner {
    private final Condition condition;

    Sieve(Operator input, Condition condition) {
        super(input);
        this.condition = condition;
        expected = input.expected / 3;
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = (BitSet) wanted.clone();
        condition.uses(needed);
        input.require(needed);
    }

    @Override
    boolean fill() {
        while (out.count == 0 && input.next()) {
            Batch rows = input.out;
            condition.expect(rows);
            for (int row = 0; row < rows.count; row++) {
                if (condition.test(rows, row) == Condition.TRUE) {
                    out.copy(rows, row, out.count++);
                }
            }
        }
        return out.count > 0;
    }

    @Override
    int sortedBy() {
        return input.sortedBy();
    }

    @Override
    String title() {
        return "filter " + condition.title();
    }
}
