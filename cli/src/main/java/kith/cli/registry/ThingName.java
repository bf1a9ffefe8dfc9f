package kith.cli.registry;

import java.util.Optional;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Prefixes;
import kith.ontology.vocab.Profile;
import kith.ontology.vocab.Terms;
import org.jspecify.annotations.Nullable;

/**
 * How a person names a thing: by its IRI, by its handle with or without its kind before it, or by the beginning of its
 * id.
 *
 * @param text what was typed
 * @param iri the IRI in angle brackets, null when something else was typed
 * @param kind the kind that stood before the handle, null when none did
 * @param key the handle, or the beginning of an id
 */
public record ThingName(
        String text, @Nullable String iri, @Nullable Kind kind, String key) {
    /** Fewest digits of an id that are taken for its beginning. */
    public static final int MIN_ID_DIGITS = 4;

    /** What the ids of things made here begin with. */
    static final String UUID_PREFIX = "urn:uuid:";

    private static final Field IRI =
            new Field("name", Terms.OWL_SAME_AS, Form.IRI, false, Policy.ALL, java.util.List.of(), "");
    private static final Field HANDLE =
            new Field("name", Terms.KITH_HANDLE, Form.HANDLE, true, Policy.FIRST, java.util.List.of(), "");

    /**
     * Understands what was typed.
     *
     * @throws Refusal (USAGE) when it can name nothing
     */
    public static ThingName of(String typed) {
        String text = typed.strip();
        if (text.startsWith("<") || text.indexOf(':') > 0) {
            return new ThingName(text, IRI.toTerm(text), null, "");
        }
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new ThingName(text, null, null, key(text));
        }
        String kindName = text.substring(0, slash);
        Optional<Kind> kind = Profile.kind(kindName);
        if (kind.isEmpty()) {
            throw Refusal.of(Code.USAGE, "there is no kind '" + kindName + "'", "kith help");
        }
        return new ThingName(text, null, kind.get(), key(text.substring(slash + 1)));
    }

    /** Whether the key may be the beginning of an id. */
    boolean mayBeId() {
        if (iri != null || key.length() < MIN_ID_DIGITS) {
            return false;
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c != '-' && Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The handle as a SPARQL term. */
    String handleTerm() {
        return HANDLE.toTerm(key);
    }

    /** What stands between the angle brackets of an IRI. */
    public static String bare(String bracketed) {
        return bracketed.startsWith("<") && bracketed.endsWith(">")
                ? bracketed.substring(1, bracketed.length() - 1)
                : bracketed;
    }

    /** The IRI as a person types it again: with a prefix of ours where there is one. */
    public static String shown(String iri) {
        return Prefixes.shrink(iri);
    }

    private static String key(String text) {
        try {
            HANDLE.toTerm(text);
            return text;
        } catch (kith.ontology.fault.KithException notAHandle) {
            throw Refusal.of(
                    Code.USAGE,
                    "'" + text + "' names no thing; a name is a handle, kind/handle, an IRI, or the beginning of an id",
                    "kith help get");
        }
    }
}
