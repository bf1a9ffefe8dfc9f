package kith.daemon.bench;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.jena.dboe.base.file.Location;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.tdb2.DatabaseMgr;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.tdb2.loader.DataLoader;
import org.apache.jena.tdb2.loader.LoaderFactory;
import org.apache.jena.tdb2.loader.base.LoaderOps;
import org.apache.jena.tdb2.sys.TDBInternal;
import org.apache.jena.update.UpdateExecution;

/** Jena TDB2, loaded by its bulk loader. */
final class TdbEngine implements Engine {
    private final Path folder;
    private Dataset dataset;

    TdbEngine(Path folder) {
        this.folder = folder;
        this.dataset = open();
    }

    private Dataset open() {
        return TDB2Factory.connectDataset(Location.create(folder));
    }

    @Override
    public void load(Path quads) {
        DataLoader loader = LoaderFactory.parallelLoader(dataset.asDatasetGraph(), LoaderOps.outputToLog());
        loader.startBulk();
        loader.load(quads.toString());
        loader.finishBulk();
    }

    @Override
    public void answer(String query, OutputStream rows) {
        answer(query, rows, ResultSetLang.RS_TSV);
    }

    @Override
    public void answerJson(String query, OutputStream rows) {
        answer(query, rows, ResultSetLang.RS_JSON);
    }

    private void answer(String query, OutputStream rows, Lang format) {
        dataset.begin(ReadWrite.READ);
        try (QueryExecution execution = QueryExecution.dataset(dataset)
                .query(query)
                .timeout(CAP.toMillis(), TimeUnit.MILLISECONDS)
                .build()) {
            ResultSetFormatter.output(rows, execution.execSelect(), format);
        } finally {
            dataset.end();
        }
    }

    @Override
    public void update(String update) {
        dataset.begin(ReadWrite.WRITE);
        try {
            UpdateExecution.dataset(dataset).update(update).execute();
            dataset.commit();
        } finally {
            dataset.end();
        }
    }

    @Override
    public void compact() {
        DatabaseMgr.compact(dataset.asDatasetGraph(), true);
    }

    @Override
    public void reopen() {
        close();
        dataset = open();
    }

    @Override
    public void close() {
        TDBInternal.expel(dataset.asDatasetGraph());
    }
}
