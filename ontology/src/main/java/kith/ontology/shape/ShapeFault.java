package kith.ontology.shape;

/**
 * One way in which one thing does not have the shape of its kind.
 *
 * @param shape the shape, as a prefixed name of the profile where there is one
 * @param focus the thing: its IRI, or {@code _:} and the label of a blank node
 * @param path the predicate, as a prefixed name where there is one; empty when the fault is of the whole thing
 * @param value the value as Turtle would write it, cut after {@link Shapes#MAX_VALUE_CHARS}; empty when the count of
 *     values is wrong
 * @param message what is expected, one line
 */
public record ShapeFault(String shape, String focus, String path, String value, String message) {
    /** All of it in one line. */
    public String line() {
        StringBuilder line = new StringBuilder(shape).append(": ").append(focus);
        if (!path.isEmpty()) {
            line.append(' ').append(path);
        }
        if (!value.isEmpty()) {
            line.append(' ').append(value);
        }
        return line.append(" - expected ").append(message).toString();
    }
}
