package kith.cli.view;

import java.util.Optional;

/** The forms in which an answer can be shown, as {@code -o} names them. */
public enum Output {
    /** Columns that fit the terminal. */
    TABLE("table", "text/plain", ""),
    /** All columns, nothing cut. */
    WIDE("wide", "text/plain", ""),
    /** One JSON document. */
    JSON("json", "application/sparql-results+json", "application/ld+json"),
    /** A JSON value a line. */
    NDJSON("ndjson", "", ""),
    /** Comma-separated, with a line of names. */
    CSV("csv", "text/csv", ""),
    /** Tab-separated, with a line of names. */
    TSV("tsv", "text/tab-separated-values", ""),
    /** SPARQL results as XML. */
    XML("xml", "application/sparql-results+xml", "application/rdf+xml"),
    /** A name a line, for other commands to take. */
    NAME("name", "", ""),
    TTL("ttl", "", "text/turtle"),
    TRIG("trig", "", "application/trig"),
    NT("nt", "", "application/n-triples"),
    NQ("nq", "", "application/n-quads"),
    JSONLD("jsonld", "", "application/ld+json"),
    RDFXML("rdfxml", "", "application/rdf+xml");

    private final String word;
    private final String rows;
    private final String graph;

    Output(String word, String rows, String graph) {
        this.word = word;
        this.rows = rows;
        this.graph = graph;
    }

    /** The form of that name, in lower case. */
    public static Optional<Output> of(String word) {
        for (Output output : values()) {
            if (output.word.equals(word)) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }

    public String word() {
        return word;
    }

    /** The media type of rows in this form; empty when rows have no such form. */
    public String rowsType() {
        return rows;
    }

    /** The media type of a graph in this form; empty when graphs have no such form. */
    public String graphType() {
        return graph;
    }

    /** Whether a program reads it: then errors too are JSON on standard output. */
    public boolean isJson() {
        return this == JSON || this == NDJSON || this == JSONLD;
    }
}
