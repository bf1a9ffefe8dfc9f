package kith.daemon.engine;

import java.util.BitSet;

/** The same rows with some of their variables only. */
final class Projecting extends Inner {
    Projecting(Operator input, BitSet kept) {
        super(input);
        may.and(kept);
        must.and(kept);
        expected = input.expected;
    }

    @Override
    void requireBelow(BitSet wanted) {
        input.require(carried);
    }

    @Override
    void open() {
        input.open();
        out = new Batch(run.width());
    }

    @Override
    boolean fill() {
        if (!input.next()) {
            return false;
        }
        for (int slot = carried.nextSetBit(0); slot >= 0; slot = carried.nextSetBit(slot + 1)) {
            out.columns[slot] = input.out.columns[slot];
        }
        out.count = input.out.count;
        return true;
    }

    @Override
    String title() {
        StringBuilder names = new StringBuilder("project");
        may.stream().forEach(slot -> names.append(' ').append(run.slots().name(slot)));
        return names.toString();
    }
}
