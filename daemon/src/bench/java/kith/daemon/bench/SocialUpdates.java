package kith.daemon.bench;

/** Changes to a {@link SocialSet}: the same text for the same numbers. */
final class SocialUpdates {
    /** What shows whether all engines came to the same. */
    static final String CHECK =
            SocialSet.PREFIXES + "SELECT (COUNT(?who) AS ?n) (SUM(?age) AS ?years) { ?who foaf:age ?age }";

    private SocialUpdates() {}

    /** Ten new quads of a new person. */
    static String insert(int client, int number) {
        StringBuilder text = new StringBuilder(SocialSet.PREFIXES).append("INSERT DATA {");
        text.append(" d:new").append(client).append('x').append(number);
        text.append(" a foaf:Person ; foaf:name \"new ").append(number).append("\" ; foaf:age ");
        text.append(20 + number % 50)
                .append(" ; :joined \"2020-01-01\"^^xsd:date ; :memberOf d:org")
                .append(number % 50);
        for (int k = 0; k < 5; k++) {
            text.append(" ; foaf:knows d:person").append(number * 7 + k);
        }
        return text.append(" }").toString();
    }

    /** Everybody in an organisation grows a year older: about a hundred quads go, and as many come. */
    static String modify(int organisation) {
        return SocialSet.PREFIXES
                + "DELETE { ?who foaf:age ?age } INSERT { ?who foaf:age ?next } WHERE { ?who :memberOf" + " d:org"
                + organisation + " ; foaf:age ?age . BIND(?age + 1 AS ?next) }";
    }
}
