package kith.daemon.exchange;

import java.io.IOException;
import java.io.Writer;
import org.apache.jena.sparql.core.DatasetGraph;

/** Writes what a dataset says in one syntax. The dataset is in a READ transaction. */
interface GraphWriter {
    /** Writes all of {@code dataset}; whoever calls closes {@code out}, which takes UTF-8. */
    void write(DatasetGraph dataset, Writer out) throws IOException;
}
