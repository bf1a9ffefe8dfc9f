package kith.ontology.vocab;

import java.util.Optional;

/**
 * A field that is computed from another one, value by value, when a thing is shown; it is never kept or sent.
 *
 * @param name what it is called on the command line and in JSON, unique among all fields of its kind
 * @param from the name of the field it is computed from
 * @param help one line, without a full stop
 */
public record Derived(String name, String from, Rule rule, String help) {
    /** How a value is computed. */
    public enum Rule {
        /** A torrent hash gives its magnet link. */
        MAGNET
    }

    /** What follows from one value; empty when the value does not have the form that the rule needs. */
    public Optional<String> of(String value) {
        return switch (rule) {
            case MAGNET -> Magnet.of(value);
        };
    }
}
