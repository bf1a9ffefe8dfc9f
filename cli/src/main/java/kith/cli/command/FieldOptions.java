package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Kind;

/** The fields of a kind as options of a command. */
final class FieldOptions {
    private FieldOptions() {}

    /** An option for each field but the handle. */
    static void spell(Spelling spelling, Kind kind) {
        for (Field field : kind.fields()) {
            if (!field.name().equals("handle")) {
                String help = field.help() + (field.single() ? "" : "; may be given several times");
                spelling.manyOf("--" + field.name(), label(field), help);
            }
        }
    }

    /** The options given, as {@code field=value}. */
    static List<String> given(Call call, Kind kind) {
        List<String> changes = new ArrayList<>();
        for (Field field : kind.fields()) {
            if (!field.name().equals("handle")) {
                for (String value : call.options("--" + field.name())) {
                    if (value.isEmpty()) {
                        throw call.usage("--" + field.name() + " is empty");
                    }
                    changes.add(field.name() + "=" + value);
                }
            }
        }
        return changes;
    }

    private static String label(Field field) {
        return switch (field.form()) {
            case REFERENCE -> "THING";
            case IRI -> "IRI";
            case DATE -> "DATE";
            case DATE_TIME -> "TIME";
            case INTEGER, DECIMAL -> "NUMBER";
            case MAILTO -> "ADDRESS";
            default -> "TEXT";
        };
    }
}
