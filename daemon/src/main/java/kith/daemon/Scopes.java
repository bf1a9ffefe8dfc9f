package kith.daemon;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import kith.ontology.access.Scope;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Prefixes;

/**
 * Scopes as people write them: words {@code graph=}, {@code subject=}, {@code predicate=} and {@code deed=}, with blanks
 * between. A pattern is a name, or a prefix with {@code *} behind; {@code foaf:} and its like are known.
 */
final class Scopes {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Scopes() {}

    /**
     * The scope of these words; everything if there are none.
     *
     * @throws KithException USER, USAGE if one is none of these, or a pattern is none
     */
    static Scope of(String words) {
        Set<String> graphs = new TreeSet<>();
        Set<String> subjects = new TreeSet<>();
        Set<String> predicates = new TreeSet<>();
        Map<String, Set<String>> patterns = Map.of("graph", graphs, "subject", subjects, "predicate", predicates);
        EnumSet<Scope.Deed> deeds = EnumSet.noneOf(Scope.Deed.class);
        for (String word : BLANKS.splitAsStream(words.strip()).toList()) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? "" : word.substring(0, equals);
            String value = word.substring(equals + 1);
            if (key.equals("deed")) {
                deeds.add(deed(value));
                continue;
            }
            Set<String> ofKey = patterns.get(key);
            if (ofKey != null) {
                ofKey.add(expanded(value));
            } else if (!word.isEmpty()) {
                throw KithException.user(
                        Code.USAGE,
                        "'" + word + "' is no part of a scope: it is graph=, subject= or predicate= with a name or a"
                                + " prefix such as foaf:*, or deed=assert, deed=retract-own, deed=retract-any");
            }
        }
        try {
            return new Scope(graphs, subjects, predicates, deeds.isEmpty() ? EnumSet.allOf(Scope.Deed.class) : deeds);
        } catch (IllegalArgumentException e) {
            throw KithException.user(Code.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static Scope.Deed deed(String word) {
        for (Scope.Deed deed : Scope.Deed.values()) {
            if (deed.word().equals(word)) {
                return deed;
            }
        }
        throw KithException.user(Code.USAGE, "a deed is assert, retract-own or retract-any, not '" + word + "'");
    }

    private static String expanded(String pattern) {
        int colon = pattern.indexOf(':');
        String namespace = colon < 0 ? null : Prefixes.map().get(pattern.substring(0, colon));
        if (namespace != null) {
            return namespace + pattern.substring(colon + 1);
        }
        if (colon >= 0 && !Prefixes.isWhole(pattern)) {
            throw KithException.user(
                    Code.USAGE,
                    "no prefix '" + pattern.substring(0, colon + 1) + "' is known, so '" + pattern
                            + "' would let nothing through; name it by its whole IRI");
        }
        return pattern;
    }

    /** The words that {@link #of} reads; empty for everything. */
    static String words(Scope scope) {
        if (scope.isAll()) {
            return "";
        }
        List<String> words = new ArrayList<>();
        scope.graphs().forEach(pattern -> words.add("graph=" + pattern));
        scope.subjects().forEach(pattern -> words.add("subject=" + pattern));
        scope.predicates().forEach(pattern -> words.add("predicate=" + pattern));
        if (scope.deeds().size() < Scope.Deed.values().length) {
            scope.deeds().stream().sorted().forEach(deed -> words.add("deed=" + deed.word()));
        }
        return String.join(" ", words);
    }
}
