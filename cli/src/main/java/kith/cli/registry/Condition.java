package kith.cli.registry;

import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Terms;

/**
 * What a listed thing must meet: {@code field=value}, {@code field!=value}, or {@code field~part} for a value that
 * contains the part in whatever case.
 *
 * @param value a SPARQL term, or for a part a string
 */
public record Condition(Field field, Test test, String value) {
    /** Greatest number of conditions of one listing. */
    public static final int MAX_CONDITIONS = 32;

    /** How the value is compared. */
    public enum Test {
        IS("="),
        IS_NOT("!="),
        CONTAINS("~");

        private final String sign;

        Test(String sign) {
            this.sign = sign;
        }
    }

    /**
     * Understands {@code field=value,field=value}; a comma inside a value is one that no field name and sign follow.
     *
     * @throws Refusal (USAGE) for an unknown field, a missing sign, or a value without the form of its field
     */
    public static List<Condition> parse(Kind kind, List<String> texts) {
        List<Condition> conditions = new ArrayList<>();
        for (String text : texts) {
            int start = 0;
            for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', comma + 1)) {
                if (sign(text, comma + 1) > comma + 1) {
                    conditions.add(one(kind, text.substring(start, comma)));
                    start = comma + 1;
                }
            }
            conditions.add(one(kind, text.substring(start)));
        }
        if (conditions.size() > MAX_CONDITIONS) {
            throw Refusal.of(Code.USAGE, "more than " + MAX_CONDITIONS + " conditions", "kith help query");
        }
        return conditions;
    }

    /** Whether one of the conditions is on this field. */
    public static boolean anyOn(List<Condition> conditions, String field) {
        for (Condition condition : conditions) {
            if (condition.field.name().equals(field)) {
                return true;
            }
        }
        return false;
    }

    /** The pattern that {@code ?id} must meet; {@code number} keeps the variables of several apart. */
    String pattern(int number) {
        String variable = "?w" + number;
        String has = "?id <" + field.predicate() + "> ";
        return switch (test) {
            case IS ->
                isHandle()
                        ? "  " + has + variable + " .\n  " + variable + " <" + Terms.KITH_HANDLE + "> " + value + " .\n"
                        : isText()
                                ? "  " + has + variable + " .\n  FILTER(STR(" + variable + ") = " + value + ")\n"
                                : "  " + has + value + " .\n";
            case IS_NOT -> "  FILTER NOT EXISTS {\n" + new Condition(field, Test.IS, value).pattern(number) + "  }\n";
            case CONTAINS ->
                "  " + has + variable + " .\n  FILTER(CONTAINS(LCASE(STR(" + variable + ")), LCASE(" + value + ")))\n";
        };
    }

    private boolean isHandle() {
        return field.form() == Form.REFERENCE && value.startsWith("\"");
    }

    /** Whether a text in any language is meant. */
    private boolean isText() {
        return field.form() == Form.TEXT || (field.form() == Form.LANG_TEXT && value.endsWith("\""));
    }

    private static Condition one(Kind kind, String text) {
        int sign = sign(text, 0);
        if (sign <= 0) {
            throw Refusal.of(
                    Code.USAGE,
                    "--where takes field=value, field!=value or field~part, not '" + text + "'",
                    "kith help " + kind.name() + " list");
        }
        Field field = Fields.named(kind, text.substring(0, sign));
        for (Test test : new Test[] {Test.IS_NOT, Test.IS, Test.CONTAINS}) {
            if (text.startsWith(test.sign, sign)) {
                String value = text.substring(sign + test.sign.length());
                return new Condition(field, test, term(field, test, value));
            }
        }
        throw new IllegalStateException("a sign is one of three");
    }

    private static String term(Field field, Test test, String value) {
        if (test == Test.CONTAINS) {
            return Fields.text(value);
        }
        if (field.form() == Form.REFERENCE) {
            ThingName name = ThingName.of(value);
            return name.iri() != null ? name.iri() : name.handleTerm();
        }
        return field.toTerm(value);
    }

    /** Where the sign behind a field name at {@code from} stands; -1 when there is no field name and sign. */
    private static int sign(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' || c == '~' || (c == '!' && text.startsWith("=", i + 1))) {
                return i;
            }
            if (c != '-' && (c < 'a' || c > 'z')) {
                return -1;
            }
        }
        return -1;
    }
}
