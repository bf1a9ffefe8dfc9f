package kith.daemon.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.eclipse.rdf4j.query.TupleQuery;
import org.eclipse.rdf4j.query.TupleQueryResultHandler;
import org.eclipse.rdf4j.query.resultio.sparqljson.SPARQLResultsJSONWriter;
import org.eclipse.rdf4j.query.resultio.text.tsv.SPARQLResultsTSVWriter;
import org.eclipse.rdf4j.repository.sail.SailRepository;
import org.eclipse.rdf4j.repository.sail.SailRepositoryConnection;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.sail.NotifyingSail;
import org.eclipse.rdf4j.sail.lmdb.LmdbStore;
import org.eclipse.rdf4j.sail.lmdb.config.LmdbStoreConfig;
import org.eclipse.rdf4j.sail.nativerdf.NativeStore;

/** One of the stores of RDF4J. */
final class Rdf4jEngine implements Engine {
    private static final String INDEXES = "spoc,posc,ospc";

    private final Supplier<NotifyingSail> sail;
    private SailRepository repository;

    private Rdf4jEngine(Supplier<NotifyingSail> sail) {
        this.sail = sail;
        this.repository = open();
    }

    /** Updates are forced to the disk, which is not what it does by itself. */
    static Rdf4jEngine nativeStore(Path folder) {
        return new Rdf4jEngine(() -> {
            NativeStore store = new NativeStore(folder.toFile(), INDEXES);
            store.setForceSync(true);
            return store;
        });
    }

    /**
     * The store in LMDB.
     *
     * @param isForced whether updates are forced to the disk; by itself it leaves them to the operating system
     */
    static Rdf4jEngine lmdb(Path folder, boolean isForced) {
        return new Rdf4jEngine(() -> {
            LmdbStoreConfig config = new LmdbStoreConfig(INDEXES);
            config.setForceSync(isForced);
            return new LmdbStore(folder.toFile(), config);
        });
    }

    private SailRepository open() {
        SailRepository opened = new SailRepository(sail.get());
        opened.init();
        return opened;
    }

    @Override
    public void load(Path quads) {
        try (SailRepositoryConnection connection = repository.getConnection();
                InputStream in = Files.newInputStream(quads)) {
            connection.begin();
            connection.add(in, RDFFormat.NQUADS);
            connection.commit();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + quads, e);
        }
    }

    @Override
    public void answer(String query, OutputStream rows) {
        answer(query, new SPARQLResultsTSVWriter(rows));
    }

    @Override
    public void answerJson(String query, OutputStream rows) {
        answer(query, new SPARQLResultsJSONWriter(rows));
    }

    private void answer(String query, TupleQueryResultHandler rows) {
        try (SailRepositoryConnection connection = repository.getConnection()) {
            TupleQuery prepared = connection.prepareTupleQuery(query);
            prepared.setMaxExecutionTime((int) CAP.toSeconds());
            prepared.evaluate(rows);
        }
    }

    @Override
    public void update(String update) {
        try (SailRepositoryConnection connection = repository.getConnection()) {
            connection.begin();
            connection.prepareUpdate(update).execute();
            connection.commit();
        }
    }

    @Override
    public void compact() {
        // Neither store can be told to.
    }

    @Override
    public void reopen() {
        close();
        repository = open();
    }

    @Override
    public void close() {
        repository.shutDown();
    }
}
