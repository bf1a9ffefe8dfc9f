package kith.cli.bench;

import java.util.SplittableRandom;

/** People of ten statements each, the same for the same number. */
final class People {
    private static final int STATEMENTS = 10;
    private static final String[] SYLLABLES = {
        "ba", "co", "di", "fe", "gu", "ha", "ji", "ko", "lu", "me", "na", "os", "pe", "ri", "sa", "tu", "va", "wi"
    };

    private People() {}

    /** A change that says so many quads. */
    static String insert(int delta, int quads) {
        StringBuilder update = new StringBuilder("PREFIX : <http://example.org/v#> PREFIX d: <http://example.org/d/>"
                + " PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
                + " INSERT DATA {\n");
        int people = Math.max(1, quads / STATEMENTS);
        for (int i = 0; i < people; i++) {
            person(update, delta * people + i);
        }
        return update.append('}').toString();
    }

    private static void person(StringBuilder out, int number) {
        SplittableRandom random = new SplittableRandom(number);
        out.append("d:person").append(number).append(" a foaf:Person ; foaf:name \"");
        name(out, random).append(' ');
        name(out, random).append("\" ; foaf:age ").append(16 + random.nextInt(70));
        out.append(" ; :joined \"").append(1990 + random.nextInt(36)).append('-');
        out.append(10 + random.nextInt(3))
                .append('-')
                .append(10 + random.nextInt(18))
                .append("\"^^xsd:date");
        // Three different ones each: what is said twice would be said once.
        int known = random.nextInt(1_000_000);
        out.append(" ; foaf:knows d:person").append(known).append(", d:person").append(known + 7);
        out.append(", d:person").append(known + 13);
        out.append(" ; :memberOf d:org").append(random.nextInt(1_000));
        out.append(" ; :site d:site").append(random.nextInt(500));
        out.append(" ; foaf:mbox <mailto:");
        name(out, random).append(number).append("@example.org> .\n");
    }

    private static StringBuilder name(StringBuilder out, SplittableRandom random) {
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            out.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return out;
    }
}
