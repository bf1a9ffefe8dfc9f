package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.Retraction;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * What a grant is limited to: graphs, subjects, predicates and deeds, all of which an operation must be within. Plain
 * tests on the text of a delta, with no look at other data, so every replica finds the same. A delta with one operation
 * outside is void as a whole. A blank node is within no list of names; the default graph is named {@link #DEFAULT_GRAPH}.
 *
 * @param graphs patterns, any graph if empty; so subjects and predicates
 * @param deeds what may be done, not empty
 */
public record Scope(Set<String> graphs, Set<String> subjects, Set<String> predicates, Set<Deed> deeds) {
    /** Patterns of one scope. */
    public static final int MAX_PATTERNS = 64;

    public static final int MAX_PATTERN_BYTES = 1_024;
    /** How a pattern names the default graph. */
    public static final String DEFAULT_GRAPH = "default";
    /** Everything. */
    public static final Scope ALL = new Scope(Set.of(), Set.of(), Set.of(), EnumSet.allOf(Deed.class));

    private static final String ANY_END = "*";
    /** Of bytes: that of characters in Java is another beyond the first 65,536. */
    private static final Comparator<String> ORDER = Comparator.comparing(Bytes::utf8);

    private static final int GRAPHS = 2;
    private static final int SUBJECTS = 4;
    private static final int PREDICATES = 6;
    private static final int DEEDS = 8;
    private static final Set<Integer> KNOWN = Set.of(GRAPHS, SUBJECTS, PREDICATES, DEEDS);

    /** What an operation does. */
    public enum Deed {
        ASSERT(1, "assert"),
        /** Takes back what the same log asserted. */
        RETRACT_OWN(2, "retract-own"),
        /** Takes back what anybody asserted; includes the other. */
        RETRACT_ANY(4, "retract-any");

        private final int bit;
        private final String word;

        Deed(int bit, String word) {
            this.bit = bit;
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public Scope {
        if (deeds.isEmpty() || graphs.size() + subjects.size() + predicates.size() > MAX_PATTERNS) {
            throw new IllegalArgumentException(
                    "a scope names at least one deed and at most " + MAX_PATTERNS + " patterns");
        }
        EnumSet<Deed> all = EnumSet.copyOf(deeds);
        if (all.contains(Deed.RETRACT_ANY)) {
            all.add(Deed.RETRACT_OWN);
        }
        deeds = Set.copyOf(all);
        graphs = sorted(graphs);
        subjects = sorted(subjects);
        predicates = sorted(predicates);
        graphs.forEach(Scope::mustBePattern);
        subjects.forEach(Scope::mustBePattern);
        predicates.forEach(Scope::mustBePattern);
    }

    private static Set<String> sorted(Set<String> patterns) {
        SortedSet<String> sorted = new TreeSet<>(ORDER);
        sorted.addAll(patterns);
        return Collections.unmodifiableSortedSet(sorted);
    }

    private static void mustBePattern(String pattern) {
        boolean prefix = pattern.endsWith(ANY_END);
        String start = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
        // Only whole steps of a name: a prefix that ends inside one would let "person/ada*" reach "person/adam".
        boolean whole = !prefix || start.endsWith("/") || start.endsWith("#") || start.endsWith(":");
        boolean sized = Bytes.utf8(pattern).length() <= MAX_PATTERN_BYTES;
        if (start.isEmpty() || start.contains(ANY_END) || !whole || !sized) {
            throw new IllegalArgumentException(
                    "not a name or a prefix: " + (sized ? pattern : "one of more than " + MAX_PATTERN_BYTES + " bytes")
                            + " (a prefix ends in /* or #* or :*)");
        }
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /** Whether whoever has this scope may give {@code other}. */
    public boolean contains(Scope other) {
        return covers(graphs, other.graphs)
                && covers(subjects, other.subjects)
                && covers(predicates, other.predicates)
                && deeds.containsAll(other.deeds);
    }

    private static boolean covers(Set<String> wide, Set<String> narrow) {
        return wide.isEmpty() || (!narrow.isEmpty() && narrow.stream().allMatch(one -> isWithin(one, wide)));
    }

    /** Whether every operation of {@code edit}, a delta of {@code log}, is within. */
    public boolean permits(Edit edit, LogId log) {
        return firstOutside(edit, log).isEmpty();
    }

    /** What is left of an edit of {@code log} without what is outside. */
    public Edit within(Edit edit, LogId log) {
        return new Edit(
                edit.asserts().stream().filter(this::mayAssert).toList(),
                edit.retracts().stream()
                        .filter(retraction -> permits(retraction, log))
                        .toList(),
                edit.group(),
                edit.note());
    }

    private boolean mayAssert(Quad quad) {
        return deeds.contains(Deed.ASSERT) && permits(quad);
    }

    /** The quad of an operation that is outside, if there is one. */
    public Optional<Quad> firstOutside(Edit edit, LogId log) {
        if (isAll()) {
            return Optional.empty();
        }
        Stream<Quad> asserts = edit.asserts().stream().filter(quad -> !mayAssert(quad));
        Stream<Quad> retracts = edit.retracts().stream()
                .filter(retraction -> !permits(retraction, log))
                .map(Retraction::quad);
        return Stream.concat(asserts, retracts).findFirst();
    }

    private boolean permits(Retraction retraction, LogId log) {
        boolean own = retraction.seen().stream().map(Dot::log).allMatch(log::equals);
        return deeds.contains(own ? Deed.RETRACT_OWN : Deed.RETRACT_ANY) && permits(retraction.quad());
    }

    private boolean permits(Quad quad) {
        return names(quad.isDefaultGraph() ? DEFAULT_GRAPH : name(quad.getGraph()), graphs)
                && names(name(quad.getSubject()), subjects)
                && names(name(quad.getPredicate()), predicates);
    }

    private static String name(Node node) {
        return node.isURI() ? node.getURI() : "";
    }

    private static boolean names(String name, Set<String> patterns) {
        return patterns.isEmpty() || (!name.isEmpty() && isWithin(name, patterns));
    }

    private static boolean isWithin(String nameOrPattern, Set<String> patterns) {
        return patterns.contains(nameOrPattern)
                || patterns.stream()
                        .filter(pattern -> pattern.endsWith(ANY_END))
                        .anyMatch(pattern -> nameOrPattern.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    Bytes bytes() {
        int bits = deeds.stream().mapToInt(deed -> deed.bit).sum();
        return Bytes.owned(new Tlv()
                .with(GRAPHS, write(graphs))
                .with(SUBJECTS, write(subjects))
                .with(PREDICATES, write(predicates))
                .withNumber(DEEDS, bits)
                .toArray());
    }

    static Scope read(ByteReader in) {
        Tlv fields = Tlv.read(in, KNOWN);
        long bits = fields.number(DEEDS);
        EnumSet<Deed> deeds = EnumSet.noneOf(Deed.class);
        for (Deed deed : Deed.values()) {
            if ((bits & deed.bit) != 0) {
                deeds.add(deed);
            }
        }
        try {
            Scope scope = new Scope(
                    patterns(fields.required(GRAPHS)),
                    patterns(fields.required(SUBJECTS)),
                    patterns(fields.required(PREDICATES)),
                    deeds);
            if (scope.deeds.stream().mapToInt(deed -> deed.bit).sum() != bits) {
                throw in.malformed("unknown deeds");
            }
            return scope;
        } catch (IllegalArgumentException e) {
            throw in.malformed("a scope that is none");
        }
    }

    private static Bytes write(Set<String> patterns) {
        ByteWriter out = new ByteWriter().varint(patterns.size());
        patterns.forEach(out::text);
        return out.toBytes();
    }

    private static Set<String> patterns(ByteReader in) {
        int count = in.count(MAX_PATTERNS, 1, "patterns");
        List<String> patterns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String pattern = in.text(MAX_PATTERN_BYTES, "pattern");
            if (i > 0 && ORDER.compare(patterns.getLast(), pattern) >= 0) {
                throw in.malformed("patterns out of order");
            }
            patterns.add(pattern);
        }
        in.end();
        return Set.copyOf(patterns);
    }
}
