package kith.daemon.conformance;

import java.util.List;
import kith.daemon.conformance.Suite.Case;

/** What of the W3C's suites is run, by what it is about; each name is one of their folders. */
enum Parts {
    QUERY_10(
            Suite.SPARQL_10,
            "basic triple-match open-world algebra bnode-coreference optional optional-filter graph dataset"
                    + " type-promotion cast boolean-effective-value bound expr-builtin expr-ops expr-equals regex i18n"
                    + " construct ask distinct sort solution-seq reduced"),
    QUERY_11(
            Suite.SPARQL_11,
            "aggregates bind bindings construct csv-tsv-res exists functions grouping json-res negation"
                    + " project-expression property-path subquery"),
    UPDATE(
            Suite.SPARQL_11,
            "add basic-update clear copy delete delete-data delete-insert delete-where drop move update-silent"),
    SYNTAX_10(Suite.SPARQL_10, "syntax-sparql1 syntax-sparql2 syntax-sparql3 syntax-sparql4 syntax-sparql5"),
    SYNTAX_11(Suite.SPARQL_11, "syntax-query syntax-update-1 syntax-update-2 syntax-fed");

    private final Suite suite;
    private final List<String> folders;

    Parts(Suite suite, String folders) {
        this.suite = suite;
        this.folders = List.of(folders.split(" "));
    }

    List<Case> cases() {
        return folders.stream().flatMap(each -> suite.cases(each).stream()).toList();
    }
}
