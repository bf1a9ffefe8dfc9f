package kith.cli.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Terms;

/** The fields of a kind, by the names that people give them. */
public final class Fields {
    private static final Field TEXT =
            new Field("text", Terms.RDFS_LABEL, Form.TEXT, false, Policy.ALL, List.of(), "any text");

    private Fields() {}

    /**
     * The field of that name.
     *
     * @throws Refusal (USAGE) that lists the fields there are
     */
    public static Field named(Kind kind, String name) {
        Optional<Field> field = kind.field(name);
        if (field.isEmpty()) {
            throw Refusal.of(
                    Code.USAGE,
                    "a " + kind.name() + " has no field '" + name + "'; it has " + String.join(", ", names(kind)),
                    "kith help " + kind.name() + " set");
        }
        return field.get();
    }

    public static List<String> names(Kind kind) {
        List<String> names = new ArrayList<>();
        for (Field field : kind.fields()) {
            names.add(field.name());
        }
        return names;
    }

    /** The fields that a table shows without being asked. */
    public static List<String> shown(Kind kind) {
        return switch (kind.name()) {
            case "person" -> List.of("name", "email", "phone", "at");
            case "org" -> List.of("name", "homepage", "part-of");
            case "device" -> List.of("name", "owner", "ip", "firmware", "status");
            case "place" -> List.of("name", "city", "country");
            case "role" -> List.of("name");
            case "membership" -> List.of("member", "org", "role", "from", "to");
            case "model" -> List.of("name", "manufacturer", "part-number");
            case "account" -> List.of("account-name", "service");
            case "document" -> List.of("title", "author", "issued");
            default -> List.of("name");
        };
    }

    /** A string as a SPARQL term. */
    static String text(String value) {
        return value.isBlank() ? "\"" + value.replaceAll("\\s", " ") + "\"" : TEXT.toTerm(value);
    }
}
