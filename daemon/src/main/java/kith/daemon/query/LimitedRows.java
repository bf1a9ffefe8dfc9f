package kith.daemon.query;

import java.util.List;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.RowSet;

/** Rows, so many and no more. */
final class LimitedRows implements RowSet {
    private final RowSet rows;
    private final long maxRows;
    private long seen;

    LimitedRows(RowSet rows, long maxRows) {
        this.rows = rows;
        this.maxRows = maxRows;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Binding next() {
        Binding row = rows.next();
        if (++seen > maxRows) {
            throw new LimitReached("the answer has more than " + maxRows + " rows: add LIMIT, or page with OFFSET");
        }
        return row;
    }

    @Override
    public List<Var> getResultVars() {
        return rows.getResultVars();
    }

    @Override
    public long getRowNumber() {
        return rows.getRowNumber();
    }

    @Override
    public void close() {
        rows.close();
    }
}
