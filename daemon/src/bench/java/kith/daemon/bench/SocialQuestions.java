package kith.daemon.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** Fourteen questions to a {@link SocialSet}, each of another shape; every answer fits in memory. */
final class SocialQuestions {
    private SocialQuestions() {}

    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("q01 point", "SELECT ?name { d:person4711 foaf:name ?name }");
        all.put(
                "q02 star",
                "SELECT * { d:person4711 foaf:name ?name ; foaf:age ?age ; :joined ?joined ; :memberOf ?org ;"
                        + " foaf:knows ?friend }");
        all.put(
                "q03 path of 3",
                "SELECT ?far ?name { d:person4711 foaf:knows/foaf:knows/foaf:knows ?far . ?far foaf:name ?name }");
        all.put("q04 triangle", "SELECT (COUNT(*) AS ?n) { ?a foaf:knows ?b . ?b foaf:knows ?c . ?c foaf:knows ?a }");
        all.put("q05 property path", "SELECT (COUNT(?who) AS ?n) { ?who :memberOf/:partOf* d:org7 }");
        all.put(
                "q06 optional, filter",
                "SELECT ?who ?mbox { ?who :memberOf d:org3 ; foaf:age ?age OPTIONAL { ?who foaf:mbox ?mbox }"
                        + " FILTER(?age > 40) }");
        all.put("q07 group", "SELECT ?org (COUNT(?who) AS ?n) { ?who :memberOf ?org } GROUP BY ?org");
        all.put("q08 top-k", "SELECT ?who ?joined { ?who :joined ?joined } ORDER BY DESC(?joined) ?who LIMIT 10");
        all.put("q09 text filter", "SELECT ?who ?note { ?who :note ?note FILTER(CONTAINS(?note, \"ferry ba\")) }");
        all.put("q10 count all", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }");
        all.put(
                "q11 two hops",
                "SELECT DISTINCT ?name { d:person99 foaf:knows ?friend . ?friend foaf:knows ?far ."
                        + " ?far foaf:name ?name }");
        all.put(
                "q12 range",
                "SELECT ?who { ?who :joined ?joined FILTER(?joined >= \"2014-03-01\"^^xsd:date &&"
                        + " ?joined < \"2014-04-01\"^^xsd:date) }");
        all.put(
                "q13 joins, aggregate",
                "SELECT ?site (COUNT(*) AS ?n) { ?device :owner ?who ; :site ?site . ?who :memberOf ?org ."
                        + " ?org :site ?home ."
                        + " ?who foaf:knows ?friend . ?friend :memberOf ?other . ?other :site ?home } GROUP BY ?site");
        all.put("q14 reachability", "SELECT (COUNT(DISTINCT ?far) AS ?n) { d:person4711 foaf:knows+ ?far }");
        Map<String, String> whole = new LinkedHashMap<>();
        all.forEach((name, text) -> whole.put(name, SocialSet.PREFIXES + text));
        return whole;
    }
}
