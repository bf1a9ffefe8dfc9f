package kith.daemon.engine;

import java.util.BitSet;
import org.apache.jena.sparql.core.Var;

/** Each row once, in the order in which they first come. */
final class Distinct extends Inner {
    private KeyTable seen = new KeyTable(0);
    private int[] slots = new int[0];
    private long[] key = new long[0];

    Distinct(Operator input) {
        super(input);
        // Variables that nobody wrote do not make rows differ.
        for (int slot = 0; slot < run.width(); slot++) {
            Var variable = run.slots().variable(slot);
            if (variable == null || !variable.isNamedVar()) {
                may.clear(slot);
                must.clear(slot);
            }
        }
        expected = input.expected;
    }

    @Override
    void requireBelow(BitSet wanted) {
        carried.or(may);
        input.require(may);
    }

    @Override
    void open() {
        super.open();
        slots = may.stream().toArray();
        key = new long[slots.length];
        seen = new KeyTable(slots.length);
    }

    @Override
    boolean fill() {
        while (out.count == 0 && input.next()) {
            Batch rows = input.out;
            for (int row = 0; row < rows.count; row++) {
                for (int i = 0; i < slots.length; i++) {
                    key[i] = rows.at(slots[i], row);
                }
                int size = seen.size();
                if (seen.add(key) == size) {
                    out.copy(rows, row, out.count++);
                }
            }
        }
        return out.count > 0;
    }

    @Override
    void rewind() {
        super.rewind();
        seen = new KeyTable(slots.length);
    }

    @Override
    String title() {
        return "distinct";
    }
}
