package kith.ontology.vocab;

import java.util.List;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be said about a kind of thing.
 *
 * @param name what it is called on the command line and in JSON: lower case with dashes, unique in its kind
 * @param predicate its IRI
 * @param single whether one value is shown; equal to {@code policy != ALL}
 * @param refersTo names of the kinds a {@link Form#REFERENCE} may point at; empty for all other forms
 * @param help one line, without a full stop
 */
public record Field(
        String name, String predicate, Form form, boolean single, Policy policy, List<String> refersTo, String help) {
    /** Greatest length of what a person types for one value, in UTF-16 units. */
    public static final int MAX_TEXT_CHARS = 16_384;

    public Field {
        refersTo = List.copyOf(refersTo);
        if (single == (policy == Policy.ALL)) {
            throw new IllegalArgumentException("a field is single exactly when its policy picks");
        }
    }

    /**
     * The term for what a person typed, as text that stands in SPARQL and in Turtle alike and needs no prefix. Whatever
     * is typed, the text is exactly one term.
     *
     * @throws KithException (USER, USAGE) when it is blank or longer than {@link #MAX_TEXT_CHARS}; (USER, REJECTED)
     *     when it does not have the form; the message names the field, the form and an example, never the value
     */
    public String toTerm(String userText) {
        if (userText.isBlank()) {
            throw KithException.user(Code.USAGE, complaint("is empty"));
        }
        if (userText.length() > MAX_TEXT_CHARS) {
            throw KithException.user(Code.USAGE, complaint("is longer than 16,384 characters"));
        }
        @Nullable String term = TermText.of(form, userText);
        if (term == null) {
            throw KithException.user(Code.REJECTED, complaint("does not have the right form"));
        }
        return term;
    }

    /**
     * The value as a person reads and may type it again.
     *
     * @param value the IRI or lexical form, as SPARQL results carry it
     * @param language the language tag, empty when there is none
     */
    public String fromTerm(String value, String language) {
        return TermText.shown(form, value, language);
    }

    /** The value of a term without language as a person reads and may type it again. */
    public String fromTerm(String value) {
        return fromTerm(value, "");
    }

    private String complaint(String what) {
        return name + ": the value " + what + "; expected " + form.says() + ", for example " + form.example();
    }
}
