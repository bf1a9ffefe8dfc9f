package kith.daemon.query;

import java.io.OutputStream;
import org.apache.jena.atlas.io.AWriter;
import org.apache.jena.atlas.io.IO;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.out.NodeFormatter;
import org.apache.jena.riot.out.NodeFormatterTTL;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.RowSet;

/** Rows as tab-separated values (SPARQL 1.1), with the labels that blank nodes have in exports. */
final class TsvRows {
    private TsvRows() {}

    static void write(RowSet rows, OutputStream out) {
        AWriter text = IO.wrapUTF8(out);
        NodeFormatter terms = new Labelled();
        String tab = "";
        for (Var variable : rows.getResultVars()) {
            text.print(tab + "?" + variable.getVarName());
            tab = "\t";
        }
        text.print("\n");
        while (rows.hasNext()) {
            Binding row = rows.next();
            tab = "";
            for (Var variable : rows.getResultVars()) {
                text.print(tab);
                Node term = row.get(variable);
                if (term != null) {
                    terms.format(text, term);
                }
                tab = "\t";
            }
            text.print("\n");
        }
        text.flush();
    }

    private static final class Labelled extends NodeFormatterTTL {
        Labelled() {
            super(null, null);
        }

        @Override
        public void formatBNode(AWriter text, Node blank) {
            formatBNode(text, blank.getBlankNodeLabel());
        }

        @Override
        public void formatBNode(AWriter text, String label) {
            text.print("_:" + label);
        }
    }
}
