package kith.daemon.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What people would ask the {@link OpenSets}. */
final class OpenQuestions {
    private static final String PREFIXES = "PREFIX : <" + TreeQuads.PROPERTY
            + "> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX d: <" + TreeQuads.THING + "> ";

    private OpenQuestions() {}

    static Map<String, String> of(String set) {
        Map<String, String> bare = switch (set) {
            case "congress" -> congress();
            case "apache" -> apache();
            case "ror" -> ror();
            case "devicetypes" -> deviceTypes();
            default -> throw new IllegalArgumentException("there is no set " + set);
        };
        Map<String, String> whole = new LinkedHashMap<>();
        bare.forEach((title, text) -> whole.put(set + ": " + title, PREFIXES + text));
        return whole;
    }

    private static Map<String, String> congress() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "members of a committee",
                "SELECT ?name ?title { ?seat :committee <http://example.org/d/committee/SSAF> ; :bioguide ?who ."
                        + " ?who :name/:official_full ?name OPTIONAL { ?seat :title ?title } }");
        all.put(
                "terms by party",
                "SELECT ?party (COUNT(*) AS ?n) { ?who :terms ?term . ?term :party ?party } GROUP BY ?party");
        all.put(
                "who sits together",
                "SELECT ?b (COUNT(?c) AS ?n) { ?one :bioguide <http://example.org/d/person/C000127> ; :committee ?c ."
                        + " ?two :committee ?c ; :bioguide ?b } GROUP BY ?b");
        all.put(
                "terms begun in a year",
                "SELECT ?who ?start { ?who :terms/:start ?start FILTER(?start >= \"2021-01-01\"^^xsd:date &&"
                        + " ?start < \"2022-01-01\"^^xsd:date) }");
        all.put(
                "seats under a committee",
                "SELECT (COUNT(*) AS ?n) { ?seat :committee/:partOf* <http://example.org/d/committee/HSAG> }");
        return all;
    }

    private static Map<String, String> apache() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "groups of a person",
                "SELECT ?name ?group { <http://example.org/d/person/aajisaka> :name ?name ; :groups ?group }");
        all.put(
                "largest groups",
                "SELECT ?group (COUNT(?who) AS ?n) { ?who :groups ?group } GROUP BY ?group"
                        + " ORDER BY DESC(?n) ?group LIMIT 10");
        all.put(
                "who shares groups with a person",
                "SELECT ?other (COUNT(?group) AS ?n) { <http://example.org/d/person/aajisaka> :groups ?group ."
                        + " ?other :groups ?group } GROUP BY ?other");
        all.put(
                "projects, their committees and chairs",
                "SELECT ?project ?name { ?project :pmc ?group ; :programming_language \"Java\" ."
                        + " ?committee :group ?group ; :chair ?chair . ?chair :name ?name }");
        all.put(
                "members in no committee",
                "SELECT (COUNT(?who) AS ?n) { ?who :member true FILTER NOT EXISTS { ?entry :person ?who } }");
        all.put(
                "text",
                "SELECT ?project { ?project :description ?text FILTER(CONTAINS(LCASE(?text), \"distributed\")) }");
        return all;
    }

    private static Map<String, String> ror() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "of a country",
                "SELECT ?org ?name { ?org :locations/:geonames_details/:country_code \"NL\" ; :names ?label ."
                        + " ?label :types \"ror_display\" ; :value ?name }");
        all.put(
                "by type",
                "SELECT ?type (COUNT(?org) AS ?n) { ?org :types ?type ; :status \"active\" } GROUP BY ?type");
        all.put(
                "parts of parts",
                "SELECT ?org (COUNT(?part) AS ?n) { ?org :relationships ?r . ?r :type \"child\" ; :id ?part ."
                        + " ?part :relationships ?s . ?s :type \"child\" ; :id ?small } GROUP BY ?org");
        all.put(
                "established",
                "SELECT ?org ?year { ?org :established ?year FILTER(?year < 1700) } ORDER BY ?year ?org");
        all.put("names in a language", "SELECT ?org ?name { ?org :names ?label . ?label :lang \"fr\" ; :value ?name }");
        return all;
    }

    private static Map<String, String> deviceTypes() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "a device",
                "SELECT ?property ?value { <http://example.org/d/device/Juniper-ACX1100-AC> ?property ?value }");
        all.put(
                "interfaces by type",
                "SELECT ?type (COUNT(*) AS ?n) { ?device :interfaces ?port . ?port :type ?type } GROUP BY ?type");
        all.put(
                "many fast ports",
                "SELECT ?device (COUNT(?port) AS ?n) { ?device :interfaces ?port . ?port :type \"10gbase-x-sfpp\" }"
                        + " GROUP BY ?device HAVING(COUNT(?port) > 24)");
        all.put(
                "power drawn by maker",
                "SELECT ?maker (MAX(?watt) AS ?most) { ?device :manufacturer ?maker ;"
                        + " :power_ports/:maximum_draw ?watt } GROUP BY ?maker");
        all.put(
                "without a console",
                "SELECT (COUNT(?device) AS ?n) { ?device :model ?model MINUS { ?device :console_ports ?port } }");
        return all;
    }
}
