package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;

/** An operator over one input. */
abstract class Inner extends Operator {
    final Operator input;

    Inner(Operator input) {
        super(input.run);
        this.input = input;
        may.or(input.may);
        must.or(input.must);
    }

    @Override
    void requireBelow(BitSet wanted) {
        input.require(wanted);
    }

    @Override
    void open() {
        input.open();
        out = Batch.of(run.width(), carried);
    }

    @Override
    void rewind() {
        input.rewind();
    }

    @Override
    void close() {
        input.close();
    }

    @Override
    List<Operator> inputs() {
        return List.of(input);
    }
}
