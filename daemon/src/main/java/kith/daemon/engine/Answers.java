package kith.daemon.engine;

import java.util.NoSuchElementException;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.iterator.QueryIter;
import org.jspecify.annotations.Nullable;

/** The rows of a plan as the standard engine takes them. */
final class Answers extends QueryIter {
    private final Operator plan;
    private @Nullable Batch page;
    private int row;
    private boolean ended;

    Answers(Operator plan) {
        super(plan.run.context());
        this.plan = plan;
    }

    @Override
    protected boolean hasNextBinding() {
        while (!ended && (page == null || row >= page.count)) {
            ended = !plan.next();
            if (!ended) {
                page = copied(plan.out);
                row = 0;
            }
        }
        return !ended;
    }

    // Rows are handed out, and may be kept: the plan writes its next batch over this one.
    private static Batch copied(Batch batch) {
        Batch copy = new Batch(batch.columns.length);
        for (int slot = 0; slot < batch.columns.length; slot++) {
            long[] column = batch.columns[slot];
            if (column != null) {
                copy.columns[slot] = java.util.Arrays.copyOf(column, batch.count);
            }
        }
        copy.count = batch.count;
        return copy;
    }

    @Override
    protected Binding moveToNextBinding() {
        if (!hasNextBinding() || page == null) {
            throw new NoSuchElementException();
        }
        return new RowView(plan.run, page, row++);
    }

    @Override
    protected void closeIterator() {
        plan.close();
    }

    @Override
    protected void requestCancel() {
        // Each batch looks at the flag that whoever cancels sets.
    }
}
