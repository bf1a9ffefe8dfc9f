package kith.cli.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Kind;

/**
 * What is to be said of a thing by one field: its values replaced ({@code field=value}), one added
 * ({@code field+=value}), one taken away ({@code field-=value}), or all taken away ({@code field=}).
 *
 * @param values as they were typed
 */
public record Change(Field field, Act act, List<String> values) {
    /** What is done with the values. */
    public enum Act {
        REPLACE,
        ADD,
        REMOVE,
        CLEAR
    }

    public Change {
        values = List.copyOf(values);
    }

    /**
     * Understands changes as they are typed; several replacements of one field replace its values by all of them.
     *
     * @throws Refusal (USAGE) for an unknown field, a missing sign, or two values of a field that has one
     */
    public static List<Change> parse(Kind kind, List<String> texts) {
        Map<String, Change> replaced = new LinkedHashMap<>();
        List<Change> changes = new ArrayList<>();
        for (String text : texts) {
            Change change = one(kind, text);
            if (change.act == Act.REPLACE) {
                replaced.merge(change.field.name(), change, Change::and);
            } else {
                changes.add(change);
            }
        }
        List<Change> all = new ArrayList<>(replaced.values());
        all.addAll(changes);
        for (Change change : all) {
            if (change.field.single() && (change.values.size() > 1 || change.act == Act.ADD)) {
                throw Refusal.of(
                        Code.USAGE,
                        "a " + kind.name() + " has one " + change.field.name() + ", not several",
                        "kith help " + kind.name() + " set");
            }
        }
        return all;
    }

    /** One value more to replace by. */
    private Change and(Change other) {
        List<String> both = new ArrayList<>(values);
        both.addAll(other.values);
        return new Change(field, act, both);
    }

    private static Change one(Kind kind, String text) {
        int sign = text.indexOf('=');
        if (sign <= 0) {
            throw Refusal.of(
                    Code.USAGE,
                    "'" + text + "' is no change; write field=value, field+=value, field-=value or field=",
                    "kith help " + kind.name() + " set");
        }
        String value = text.substring(sign + 1);
        char before = text.charAt(sign - 1);
        Act act = before == '+' ? Act.ADD : before == '-' ? Act.REMOVE : value.isEmpty() ? Act.CLEAR : Act.REPLACE;
        String name = text.substring(0, act == Act.ADD || act == Act.REMOVE ? sign - 1 : sign);
        return new Change(Fields.named(kind, name), act, act == Act.CLEAR ? List.of() : List.of(value));
    }
}
