package kith.daemon.query;

import java.io.OutputStream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetWriter;
import org.apache.jena.riot.rowset.RowSetWriterRegistry;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetStream;
import org.apache.jena.sparql.util.Context;

/** The forms in which rows, and the answer to ASK, are written. All but the table stream row by row. */
public enum RowFormat {
    JSON("application/sparql-results+json", ResultSetLang.RS_JSON),
    XML("application/sparql-results+xml", ResultSetLang.RS_XML),
    CSV("text/csv; charset=utf-8", ResultSetLang.RS_CSV),
    TSV("text/tab-separated-values; charset=utf-8", ResultSetLang.RS_TSV),
    /** Columns padded with blanks for people to read. */
    TABLE("text/plain; charset=utf-8", ResultSetLang.RS_Text);

    /** Rows of a table, which must all be seen before the first is written. */
    public static final int MAX_TABLE_ROWS = 100_000;

    private final String contentType;
    // A Lang is a name with properties; nothing changes it after its making.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Lang lang;

    RowFormat(String contentType, Lang lang) {
        this.contentType = contentType;
        this.lang = lang;
    }

    /** The media type, with its charset where the type wants one. */
    public String contentType() {
        return contentType;
    }

    long maxRows(long wanted) {
        return this == TABLE ? Math.min(wanted, MAX_TABLE_ROWS) : wanted;
    }

    void write(RowSet rows, Context context, OutputStream out) {
        // A blank node has one label for good: what an export calls it, every answer does.
        context.setTrue(ARQ.outputGraphBNodeLabels);
        switch (this) {
            case TSV -> TsvRows.write(rows, out);
            case CSV, TABLE -> writer().write(out, labelled(rows), context);
            case JSON, XML -> writer().write(out, rows, context);
        }
    }

    // CSV would leave out the _: before a label, the table would number blank nodes anew: both write an IRI as it is.
    private static RowSet labelled(RowSet rows) {
        return RowSetStream.create(rows.getResultVars(), Iter.map(rows, RowFormat::labelled));
    }

    private static Binding labelled(Binding row) {
        BindingBuilder labelled = Binding.builder();
        row.forEach((variable, term) ->
                labelled.add(variable, term.isBlank() ? NodeFactory.createURI("_:" + term.getBlankNodeLabel()) : term));
        return labelled.build();
    }

    void write(boolean truth, OutputStream out) {
        writer().write(out, truth, ARQ.getContext());
    }

    private RowSetWriter writer() {
        return RowSetWriterRegistry.getFactory(lang).create(lang);
    }
}
