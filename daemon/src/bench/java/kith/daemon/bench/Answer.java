package kith.daemon.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kith.ontology.bytes.Bytes;
import org.apache.jena.graph.Node;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReader;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.RowSet;

/**
 * An answer, in whatever order its rows came.
 *
 * @param hash of the sorted rows, in hexadecimal
 */
record Answer(long rows, String hash) {
    static Answer of(Consumer<OutputStream> writer) {
        // Not every engine has begun it already.
        ARQ.init();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        writer.accept(json);
        RowSet rows = RowSetReader.createReader(ResultSetLang.RS_JSON)
                .read(new ByteArrayInputStream(json.toByteArray()), ARQ.getContext());
        List<Var> columns = new ArrayList<>(rows.getResultVars());
        columns.sort((one, other) -> one.getVarName().compareTo(other.getVarName()));
        List<String> lines = new ArrayList<>();
        while (rows.hasNext()) {
            lines.add(line(rows.next(), columns));
        }
        lines.sort(null);
        byte[] all = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return new Answer(lines.size(), Bytes.sha256(all).toHex().substring(0, 16));
    }

    private static String line(Binding row, List<Var> columns) {
        StringBuilder line = new StringBuilder();
        for (Var column : columns) {
            Node value = row.get(column);
            line.append(value == null ? "" : NodeFmtLib.strNT(value)).append('\t');
        }
        return line.toString();
    }
}
