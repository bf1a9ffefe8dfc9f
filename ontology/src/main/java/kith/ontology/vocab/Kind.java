package kith.ontology.vocab;

import java.util.List;
import java.util.Optional;

/**
 * A kind of thing in the profile: what it is called on the command line, its class, and what can be said about it.
 *
 * @param name one word, singular, lower case
 * @param namespaceHint the scheme of {@link ThingNames#named} for things whose name follows from what they are (a role
 *     from its handle, a membership from its parts); empty when a new thing gets {@link ThingNames#fresh}
 * @param fields in the order in which they are shown, the handle first
 * @param derived computed from fields when shown, never kept
 */
public record Kind(String name, String classIri, String namespaceHint, List<Field> fields, List<Derived> derived) {
    public Kind {
        fields = List.copyOf(fields);
        derived = List.copyOf(derived);
    }

    /** The field a person calls so. */
    public Optional<Field> field(String fieldName) {
        for (Field field : fields) {
            if (field.name().equals(fieldName)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** The field kept under this predicate; no kind has two. */
    public Optional<Field> fieldOf(String predicate) {
        for (Field field : fields) {
            if (field.predicate().equals(predicate)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
