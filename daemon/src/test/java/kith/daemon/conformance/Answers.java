package kith.daemon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kith.daemon.conformance.Suite.Case;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.ARQ;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ResourceFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReader;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExecResult;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.exec.RowSetStream;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.sparql.resultset.RDFInput;
import org.apache.jena.sparql.resultset.ResultsCompare;
import org.apache.jena.sparql.util.IsoMatcher;

/** Answers to queries beside those that the tests expect. */
final class Answers {
    private static final String RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#";
    private static final Map<String, Format> FORMATS = Map.of(
            "srx", new Format("application/sparql-results+xml", ResultSetLang.RS_XML),
            "srj", new Format("application/sparql-results+json", ResultSetLang.RS_JSON),
            "tsv", new Format("text/tab-separated-values", ResultSetLang.RS_TSV),
            "csv", new Format("text/csv", ResultSetLang.RS_CSV));
    private static final Format OTHERWISE = FORMATS.get("srj");

    private record Format(String mediaType, Lang lang) {}

    private Answers() {}

    /** In what format rows are asked for: the one in which they are expected, where we write it. */
    static String accept(String expected) {
        return format(expected).mediaType();
    }

    private static Format format(String file) {
        return FORMATS.getOrDefault(file.substring(file.lastIndexOf('.') + 1), OTHERWISE);
    }

    static void mustBeGraph(Case test, String expected, byte[] answer) {
        Graph got = GraphFactory.createDefaultGraph();
        RDFParser.source(new ByteArrayInputStream(answer)).lang(Lang.NTRIPLES).parse(got);
        Graph wanted = test.suite().model(expected).getGraph();
        assertTrue(IsoMatcher.isomorphic(wanted, got), () -> "expected " + wanted + " but was " + got);
    }

    static void mustBe(Case test, String expected, byte[] answer, boolean isOrdered) {
        if (expected.endsWith(".csv")) {
            assertEquals(lines(test.suite().text(expected)), lines(new String(answer, StandardCharsets.UTF_8)));
            return;
        }
        QueryExecResult got = read(answer, format(expected).lang());
        QueryExecResult wanted = expected(test, expected);
        if (wanted.isBoolean()) {
            assertEquals(wanted.booleanResult(), got.booleanResult());
            return;
        }
        List<Binding> gotRows = got.rowSet().stream().toList();
        List<Binding> wantedRows = wanted.rowSet().stream().toList();
        assertTrue(
                test.isLax() ? isLaxly(wantedRows, gotRows) : isSame(wantedRows, gotRows, isOrdered),
                () -> "expected\n" + text(wantedRows) + "\nbut was\n" + text(gotRows));
    }

    // REDUCED may leave out repeated rows, or not.
    private static boolean isLaxly(List<Binding> wanted, List<Binding> got) {
        return new HashSet<>(wanted).equals(new HashSet<>(got)) && got.size() <= wanted.size();
    }

    private static boolean isSame(List<Binding> wanted, List<Binding> got, boolean isOrdered) {
        return isOrdered
                ? ResultsCompare.equalsByValueAndOrder(rows(wanted), rows(got))
                : ResultsCompare.equalsByTerm(rows(wanted), rows(got))
                        || ResultsCompare.equalsByValue(rows(wanted), rows(got));
    }

    private static RowSet rows(List<Binding> rows) {
        return RowSetStream.create(List.of(), rows.iterator());
    }

    private static String text(List<Binding> rows) {
        return rows.stream().map(Binding::toString).collect(Collectors.joining("\n"));
    }

    // Which label a blank node has is nobody's business; no file has two.
    private static List<String> lines(String csv) {
        return csv.replaceAll("_:\\w+", "_:b").lines().sorted().toList();
    }

    private static QueryExecResult read(byte[] answer, Lang lang) {
        return RowSetReader.createReader(lang).readAny(new ByteArrayInputStream(answer), ARQ.getContext());
    }

    private static QueryExecResult expected(Case test, String file) {
        if (FORMATS.containsKey(file.substring(file.lastIndexOf('.') + 1))) {
            return read(
                    test.suite().text(file).getBytes(StandardCharsets.UTF_8),
                    format(file).lang());
        }
        Model model = test.suite().model(file);
        var truth = model.listObjectsOfProperty(ResourceFactory.createProperty(RS + "boolean"));
        return truth.hasNext()
                ? new QueryExecResult(truth.next().asLiteral().getBoolean())
                : new QueryExecResult(RowSet.adapt(RDFInput.fromRDF(model)));
    }
}
