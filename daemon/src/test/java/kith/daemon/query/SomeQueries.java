package kith.daemon.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** Quads and queries by chance, over so few terms that patterns often match: the same for the same seed. */
final class SomeQueries {
    private static final String EX = "http://example.org/";
    private static final int FEW_SUBJECTS = 9;
    private static final int PREDICATES = 5;
    private static final int GRAPHS = 3;

    private final Random random;
    private final int subjects;
    private final int circles;
    private int fresh;

    SomeQueries(long seed) {
        this(seed, FEW_SUBJECTS, 0);
    }

    /** @param circles of a hundred groups of patterns those that may close a circle */
    SomeQueries(long seed, int subjects, int circles) {
        this.random = new Random(seed);
        this.subjects = subjects;
        this.circles = circles;
    }

    private int pick(int below) {
        return random.nextInt(below);
    }

    private boolean chance(int percent) {
        return pick(100) < percent;
    }

    private static Node iri(String local) {
        return NodeFactory.createURI(EX + local);
    }

    private static Node typed(String text, XSDDatatype type) {
        return NodeFactory.createLiteralDT(text, type);
    }

    List<Quad> quads(int count, boolean named) {
        Set<Quad> quads = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            Node graph = named && chance(50) ? iri("g" + pick(GRAPHS)) : Quad.defaultGraphIRI;
            Node predicate = iri("p" + pick(PREDICATES));
            Node object = predicate.getURI().endsWith("0") || predicate.getURI().endsWith("1") || chance(20)
                    ? iri("s" + pick(subjects))
                    : value();
            Quad quad = Quad.create(graph, iri("s" + pick(subjects)), predicate, object);
            quads.add(quad);
        }
        return List.copyOf(quads);
    }

    private Node value() {
        return switch (pick(14)) {
            case 0, 1, 2 -> typed(Integer.toString(pick(6) - 1), XSDDatatype.XSDinteger);
            case 3 -> typed("0" + pick(5), XSDDatatype.XSDinteger);
            case 4 -> typed(pick(4) + ".0", XSDDatatype.XSDdecimal);
            case 5 -> typed(pick(3) + "e0", XSDDatatype.XSDdouble);
            case 6 -> typed("2014-03-0" + (1 + pick(5)), XSDDatatype.XSDdate);
            case 7 -> typed("2014-03-0" + (1 + pick(5)) + "Z", XSDDatatype.XSDdate);
            case 8 -> typed(chance(50) ? "true" : "false", XSDDatatype.XSDboolean);
            case 9 -> NodeFactory.createLiteralString("t" + pick(4));
            case 10 -> NodeFactory.createLiteralString("a longer text " + pick(4));
            case 11 -> NodeFactory.createLiteralLang("t" + pick(3), chance(50) ? "en" : "de");
            case 12 -> typed("no number", XSDDatatype.XSDinteger);
            default -> typed("NaN", XSDDatatype.XSDdouble);
        };
    }

    private String variable() {
        return "?" + "abcabcde".charAt(pick(8));
    }

    private String term() {
        return chance(75) ? "ex:s" + pick(subjects) : literal();
    }

    private String literal() {
        return switch (pick(8)) {
            case 0, 1, 2 -> Integer.toString(pick(5));
            case 3 -> pick(3) + ".0";
            case 4 -> "\"t" + pick(4) + "\"";
            case 5 -> "\"2014-03-0" + (1 + pick(5)) + "\"^^xsd:date";
            case 6 -> "\"a longer text " + pick(4) + "\"";
            default -> "\"t1\"@en";
        };
    }

    private String predicate() {
        return "ex:p" + pick(PREDICATES);
    }

    private String triple() {
        String subject = chance(80) ? variable() : "ex:s" + pick(subjects);
        String predicate = chance(92) ? predicate() : chance(90) ? "?p" : variable();
        String object = chance(80) ? variable() : term();
        return subject + " " + predicate + " " + object + " . ";
    }

    private String pathTriple() {
        String subject = chance(70) ? variable() : "ex:s" + pick(subjects);
        String object = chance(70) ? variable() : "ex:s" + pick(subjects);
        String path = path(2);
        if (path.contains("!")) {
            // Between two terms the standard engine compares values and not terms, if it happens to have both.
            return subject + " " + path + " ?z" + fresh++ + " . ";
        }
        return subject + " " + path + " " + object + " . ";
    }

    private String path(int depth) {
        String link = "ex:p" + pick(2);
        if (depth == 0) {
            return link;
        }
        return switch (pick(9)) {
            case 0 -> "(" + path(depth - 1) + "/" + path(depth - 1) + ")";
            case 1 -> "(" + path(depth - 1) + "|" + path(depth - 1) + ")";
            case 2 -> "^(" + path(depth - 1) + ")";
            case 3 -> "(" + path(depth - 1) + ")+";
            case 4 -> "(" + path(depth - 1) + ")*";
            case 5 -> "(" + path(depth - 1) + ")?";
            case 6 -> "!ex:p" + pick(3);
            case 7 -> "!(ex:p0|^ex:p1)";
            default -> link;
        };
    }

    /** Over so few variables that they often meet again. */
    private String circle() {
        StringBuilder patterns = new StringBuilder();
        int count = 2 + pick(3);
        for (int i = 0; i < count; i++) {
            patterns.append(end())
                    .append(" ex:p")
                    .append(pick(2))
                    .append(' ')
                    .append(end())
                    .append(" . ");
        }
        return patterns.toString();
    }

    private String end() {
        return chance(90) ? "?" + "abcd".charAt(pick(4)) : "ex:s" + pick(subjects);
    }

    private String patterns() {
        // Asked for nothing else, so that queries without circles stay as they were.
        if (circles > 0 && chance(circles)) {
            return circle();
        }
        int count = 1 + pick(2) + (chance(15) ? 2 : 0);
        if (chance(12)) {
            return "?a ex:p0 ?b . ?b ex:p0|ex:p1 ?c . ?c ex:p1 ?a . ";
        }
        StringBuilder patterns = new StringBuilder();
        for (int i = 0; i < count; i++) {
            patterns.append(chance(12) ? pathTriple() : triple());
        }
        return patterns.toString();
    }

    private String comparison() {
        String sign = List.of("=", "!=", "<", ">", "<=", ">=").get(pick(6));
        return variable() + " " + sign + " " + (chance(40) ? variable() : term());
    }

    private String condition(int depth) {
        if (depth == 0) {
            return comparison();
        }
        return switch (pick(16)) {
            case 0 -> "BOUND(" + variable() + ")";
            case 1 -> "!BOUND(" + variable() + ")";
            case 2 -> variable() + " IN (" + term() + ", " + term() + ", " + literal() + ")";
            case 3 -> variable() + " NOT IN (" + term() + ", " + literal() + ")";
            case 4 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 5 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 6 -> "!(" + condition(depth - 1) + ")";
            case 7 -> "EXISTS { " + group(0) + "}";
            case 8 -> "NOT EXISTS { " + group(0) + "}";
            case 9 -> "regex(str(" + variable() + "), \"" + pick(3) + "\")";
            case 10 ->
                List.of("contains", "strstarts", "strends").get(pick(3)) + "("
                        + (chance(50) ? variable() : "str(" + variable() + ")") + ", \"t" + pick(3) + "\")";
            case 11 -> "isLiteral(" + variable() + ")";
            case 12 -> variable() + " + 1 > " + pick(4);
            case 13 -> "(" + variable() + " >= " + pick(3) + " && " + variable() + " < " + (2 + pick(3)) + ")";
            default -> comparison();
        };
    }

    private String group(int depth) {
        StringBuilder group = new StringBuilder(chance(90) ? patterns() : "");
        if (depth > 0 && group.length() > 0 && chance(10)) {
            // Here only: of rows that lack a term the standard engine takes away too many.
            group.append("MINUS { ").append(group(depth - 1)).append("} ");
        }
        int more = depth == 0 ? pick(2) : 1 + pick(2);
        for (int i = 0; i < more; i++) {
            group.append(depth == 0 ? "FILTER(" + comparison() + ") " : clause(depth - 1));
        }
        return group.toString();
    }

    private String clause(int depth) {
        return switch (pick(17)) {
            case 0, 1, 2 -> "OPTIONAL { " + group(depth) + "} ";
            case 3, 4, 5 -> "FILTER(" + condition(2) + ") ";
            case 6, 7 -> "{ " + group(depth) + "} UNION { " + group(depth) + "} ";
            case 8 -> "OPTIONAL { " + patterns() + clause(Math.max(0, depth - 1)) + "} ";
            case 9 -> "BIND(" + value(1) + " AS ?n" + fresh++ + ") ";
            case 10 -> values();
            case 11 -> "GRAPH ex:g" + pick(GRAPHS + 1) + " { " + group(depth) + "} ";
            case 12 -> "GRAPH ?g { " + group(depth) + "} ";
            case 13 -> "GRAPH <urn:x-arq:UnionGraph> { " + group(depth) + "} ";
            case 14 -> "{ " + inner(depth) + "} ";
            case 15 -> "{ " + group(depth) + "} ";
            default -> patterns();
        };
    }

    private String value(int depth) {
        return switch (pick(depth == 0 ? 2 : 6)) {
            case 0 -> variable();
            case 1 -> term();
            case 2 -> variable() + " + 1";
            case 3 -> "str(" + variable() + ")";
            case 4 -> "IF(" + comparison() + ", " + value(0) + ", " + value(0) + ")";
            default -> "COALESCE(" + variable() + ", " + value(0) + ")";
        };
    }

    private String values() {
        if (chance(60)) {
            return "VALUES " + variable() + " { " + term() + " " + term() + " ex:s1 } ";
        }
        return "VALUES (?a ?b) { (ex:s1 ex:s2) (UNDEF ex:s3) (" + term() + " UNDEF) } ";
    }

    private String inner(int depth) {
        if (chance(50)) {
            String key = variable();
            return "SELECT " + key + " (" + aggregate() + " AS ?n" + fresh++ + ") { " + group(depth) + "} GROUP BY "
                    + key + " ";
        }
        return "SELECT " + (chance(40) ? "DISTINCT " : "") + variable() + " " + variable() + " { " + group(depth)
                + "} ";
    }

    private String aggregate() {
        String of = (chance(25) ? "DISTINCT " : "") + variable();
        return switch (pick(8)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + of + ")";
            case 2 -> "SUM(" + of + ")";
            case 3 -> "AVG(" + of + ")";
            case 4 -> "MIN(" + of + ")";
            case 5 -> "MAX(" + of + ")";
            case 6 -> "COUNT(DISTINCT *)";
            default -> "GROUP_CONCAT(str(" + variable() + "); separator=\"|\")";
        };
    }

    /** One query. Its order, where it has one, is by the variables that {@link #ordered} names. */
    String next() {
        fresh = 0;
        String prefixes = "PREFIX ex: <" + EX + "> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";
        String where = "{ " + group(1 + pick(2)) + "}";
        return prefixes
                + switch (pick(12)) {
                    case 0 -> "ASK " + where;
                    case 1 -> "SELECT DISTINCT * " + where;
                    case 2 -> "SELECT (" + aggregate() + " AS ?x) (" + aggregate() + " AS ?y) " + where;
                    case 3, 4 -> grouped(where);
                    case 5, 6 -> "SELECT ?a ?b ?c " + where + " ORDER BY " + keys() + tail();
                    case 7 -> "CONSTRUCT { ?a ex:made ?b . ?b ex:made ex:s1 } " + where;
                    case 8 -> "SELECT " + (chance(50) ? "DISTINCT " : "") + "?a ?b " + where;
                    default -> "SELECT * " + where;
                };
    }

    private String grouped(String where) {
        String key = variable();
        String having = chance(30) ? " HAVING(COUNT(*) > " + (1 + pick(3)) + ")" : "";
        String by = chance(80) ? key : "(str(" + key + ") AS ?k)";
        String shown = by.equals(key) ? key : "?k";
        return "SELECT " + shown + " (" + aggregate() + " AS ?x) (" + aggregate() + " AS ?y) " + where + " GROUP BY "
                + by + having;
    }

    private String keys() {
        return IntStream.range(0, 1 + pick(3))
                .mapToObj(i -> chance(40) ? "DESC(?" + "abc".charAt(i) + ")" : "?" + "abc".charAt(i))
                .collect(Collectors.joining(" "));
    }

    private String tail() {
        return chance(50) ? (chance(40) ? " OFFSET " + pick(3) : "") + " LIMIT " + (1 + pick(6)) : "";
    }

    /** The variables that a query is ordered by. */
    static List<String> ordered(String query) {
        int at = query.indexOf("ORDER BY");
        if (at < 0) {
            return List.of();
        }
        String keys = query.substring(at).replaceAll("(OFFSET|LIMIT).*", "");
        return IntStream.range(0, keys.length())
                .filter(i -> keys.charAt(i) == '?')
                .mapToObj(i -> keys.substring(i + 1, i + 2))
                .toList();
    }
}
