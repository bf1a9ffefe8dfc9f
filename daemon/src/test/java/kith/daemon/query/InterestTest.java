package kith.daemon.query;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import kith.ontology.merge.Effect;
import kith.ontology.vocab.Prefixes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries are asked again after a commit that makes no quad appear or vanish: those of service graphs. */
final class InterestTest {
    private static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());

    private static boolean isOfAnyCommit(Question question) {
        return question.interest().test(Effect.NONE);
    }

    private static boolean isOfAnyCommit(String query) {
        return isOfAnyCommit(Question.parse(SANDBOX, query, List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * { GRAPH <urn:kith:membership> { ?s ?p ?o } }",
                "PREFIX u: <urn:ki> SELECT (COUNT(*) AS ?n) { GRAPH u:th:membership { ?s ?p ?o } }",
                "PREFIX u: <urn:kith:pro> ASK { GRAPH u:venance { ?s ?p ?o } }",
                "BASE <urn:kith:a> ASK { GRAPH <urn:\\u006Bith:provenance> { ?s ?p ?o } }",
                "PREFIX u: <urn:ki> SELECT * FROM u:th:membership { ?s ?p ?o }",
                "PREFIX u: <urn:ki> SELECT * FROM NAMED u:th:membership { GRAPH ?g { ?s ?p ?o } }",
                "PREFIX u: <urn:ki> SELECT * { { SELECT ?s { GRAPH u:th:membership { ?s ?p ?o } } LIMIT 3 } }",
                "PREFIX u: <urn:ki> SELECT * { ?s ?p 1 FILTER NOT EXISTS { GRAPH u:th:membership { ?s ?q ?o } } }",
                "PREFIX u: <urn:ki> SELECT * { ?s ?p 1 BIND(EXISTS { GRAPH u:th:membership { ?s ?q ?o } } AS ?b) }",
                "PREFIX u: <urn:ki> SELECT * { ?s ?p 1 } ORDER BY (EXISTS { GRAPH u:th:membership { ?s ?q ?o } })",
                "PREFIX u: <urn:ki> SELECT (SUM(IF(EXISTS { GRAPH u:th:membership { ?s ?q ?o } }, 1, 0)) AS ?n)"
                        + " { ?s ?p 1 }",
                "PREFIX u: <urn:ki> SELECT ?b { ?s ?p 1 } GROUP BY (EXISTS { GRAPH u:th:membership { ?s ?q ?o } } AS ?b)",
                "PREFIX u: <urn:ki> SELECT ?s { ?s ?p 1 } GROUP BY ?s"
                        + " HAVING (EXISTS { GRAPH u:th:membership { ?s ?q ?o } })",
                "PREFIX u: <urn:ki> SELECT * { { ?s ?p 1 } UNION { GRAPH u:th:membership { ?s ?p ?o } } }",
                "PREFIX u: <urn:ki> SELECT * { ?s ?p 1 MINUS { GRAPH u:th:membership { ?s ?q ?o } } }",
                "PREFIX u: <urn:ki> SELECT * { ?s ?p 1 OPTIONAL { GRAPH u:th:membership { ?s ?q ?o } } }",
                "PREFIX u: <urn:ki> CONSTRUCT { ?s ?p ?o } WHERE { GRAPH u:th:membership { ?s ?p ?o } }",
            })
    void oneThatNamesAServiceGraph(String query) {
        assertTrue(isOfAnyCommit(query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * { BIND(IRI(CONCAT('urn:ki', 'th:membership')) AS ?g) GRAPH ?g { ?s ?p ?o } }",
                "PREFIX u: <urn:ki> SELECT * { VALUES ?g { u:th:membership } GRAPH ?g { ?s ?p ?o } }",
                "PREFIX u: <urn:ki> SELECT * { GRAPH ?g { ?s ?p ?o } } VALUES ?g { u:th:membership }",
                "PREFIX u: <urn:ki> SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(?g = u:th:membership) }",
                "SELECT * { ?x <urn:of> ?g GRAPH ?g { ?s ?p ?o } }",
                "SELECT * { ?x <urn:of>* ?g GRAPH ?g { ?s ?p ?o } }",
                "SELECT * { ?x <urn:of> ?g FILTER EXISTS { GRAPH ?g { ?s ?p ?o } } }",
                "SELECT * { { SELECT (SAMPLE(?o) AS ?g) { ?s <urn:of> ?o } } GRAPH ?g { ?s ?p ?o } }",
                "SELECT * { { SELECT ?g { ?s <urn:of> ?o } GROUP BY (IRI(?o) AS ?g) } GRAPH ?g { ?s ?p ?o } }",
            })
    void oneThatMayComeToAServiceGraphByAVariable(String query) {
        assertTrue(isOfAnyCommit(query));
    }

    @Test
    void oneToWhichAServiceGraphIsGivenBesideItsText() {
        String query = "SELECT * { ?s ?p ?o }";

        assertTrue(isOfAnyCommit(Question.parse(SANDBOX, query, List.of("urn:kith:membership"), List.of())));
        assertTrue(isOfAnyCommit(Question.parse(SANDBOX, query, List.of(), List.of("urn:kith:provenance"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * { ?s ?p ?o }",
                "SELECT * { GRAPH <urn:g> { ?s ?p ?o } }",
                "SELECT * FROM <urn:g> { ?s ?p 'urn:kith:membership' }",
                "SELECT ?g (COUNT(?s) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
                "SELECT * { GRAPH ?g { ?s ?p 1 } GRAPH ?g { ?s ?q 2 } }",
            })
    void anyOtherIsNot(String query) {
        assertFalse(isOfAnyCommit(query));
    }
}
