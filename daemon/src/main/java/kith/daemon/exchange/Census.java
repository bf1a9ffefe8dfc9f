package kith.daemon.exchange;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import kith.daemon.query.LimitReached;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;

/**
 * Who is in a dataset: its graphs and their subjects in order, and which prefixes are of use. Made by one pass; holds
 * subjects, never statements, so that large datasets are written subject by subject.
 */
final class Census {
    /** Statements between two looks at how much memory is left. */
    private static final int LOOK_STATEMENTS = 1_024;

    private final DatasetGraph dataset;
    private final Prefixes prefixes;
    private final SortedMap<Node, TreeSet<Node>> named = new TreeMap<>(TermOrder.INSTANCE);
    private final TreeSet<Node> unnamed = new TreeSet<>(TermOrder.INSTANCE);

    /**
     * What a syntax spells out.
     *
     * @param predicates which predicates are written as IRIs
     * @param datatypes of which literals the datatype is written
     */
    record Spelling(Predicate<Node> predicates, Predicate<Node> datatypes) {}

    /** With the {@code prefixes} there are; only what is spelled out makes a prefix be of use. */
    Census(DatasetGraph dataset, Map<String, String> prefixes, Spelling spelled) {
        this.dataset = dataset;
        this.prefixes = new Prefixes(prefixes, spelled);
        long seen = 0;
        for (Iterator<Quad> quads = dataset.find(); quads.hasNext(); ) {
            count(quads.next());
            mustHaveRoom(++seen);
        }
    }

    /** Names of the named graphs, in order. */
    Collection<Node> graphs() {
        return named.keySet();
    }

    /** The subjects of the default graph, in order. */
    Collection<Node> subjects() {
        return unnamed;
    }

    /** The subjects of a named graph, in order. */
    Collection<Node> subjects(Node graph) {
        return named.getOrDefault(graph, new TreeSet<>(TermOrder.INSTANCE));
    }

    /** What the graph says of a subject: predicates in order, each with its objects in order. */
    SortedMap<Node, SortedSet<Node>> about(Node graph, Node subject) {
        SortedMap<Node, SortedSet<Node>> about = new TreeMap<>(TermOrder.INSTANCE);
        long seen = 0;
        for (Iterator<Quad> quads = dataset.find(graph, subject, Node.ANY, Node.ANY); quads.hasNext(); ) {
            Quad quad = quads.next();
            about.computeIfAbsent(quad.getPredicate(), predicate -> new TreeSet<>(TermOrder.INSTANCE))
                    .add(quad.getObject());
            mustHaveRoom(++seen);
        }
        return about;
    }

    /** A daemon without memory ends, for everybody. */
    private static void mustHaveRoom(long seen) {
        if (seen % LOOK_STATEMENTS == 0) {
            LimitReached.ifMemoryIsScarce("the daemon has not the memory to put so much in order: ask for N-Triples or"
                    + " N-Quads (-o nt, -o nq), which are written as they come, or give it more"
                    + " (KITHD_JAVA_OPTIONS=-Xmx...)");
        }
    }

    Prefixes prefixes() {
        return prefixes;
    }

    private void count(Quad quad) {
        if (quad.isDefaultGraph()) {
            unnamed.add(quad.getSubject());
        } else {
            named.computeIfAbsent(quad.getGraph(), graph -> new TreeSet<>(TermOrder.INSTANCE))
                    .add(quad.getSubject());
            prefixes.see(quad.getGraph());
        }
        prefixes.see(quad.asTriple());
    }

    /** The prefixes that shorten something, and the schemes of all IRIs. */
    static final class Prefixes {
        private final List<Map.Entry<String, String>> known;
        private final SortedMap<String, String> used = new TreeMap<>();
        private final Set<String> schemes = new HashSet<>();
        private final Spelling spelled;

        Prefixes(Map<String, String> known, Spelling spelled) {
            this.spelled = spelled;
            this.known = List.copyOf(new TreeMap<>(known).entrySet());
        }

        /** Prefix to IRI, of those in use, in order. */
        SortedMap<String, String> used() {
            return used;
        }

        /** Whether an IRI begins with that name and a colon: there a prefix of the same name would deceive. */
        boolean isScheme(String name) {
            return schemes.contains(name);
        }

        /** The IRI as prefix, colon and plain name; empty if no prefix fits. */
        String shrink(String iri) {
            for (Map.Entry<String, String> each : known) {
                String namespace = each.getValue();
                if (iri.startsWith(namespace) && isPlainName(iri, namespace.length())) {
                    return each.getKey() + ":" + iri.substring(namespace.length());
                }
            }
            return "";
        }

        private void see(Triple triple) {
            see(triple.getSubject());
            if (spelled.predicates().test(triple.getPredicate())) {
                see(triple.getPredicate());
            }
            see(triple.getObject());
        }

        private void see(Node term) {
            if (term.isURI()) {
                see(term.getURI());
            } else if (term.isLiteral() && spelled.datatypes().test(term)) {
                see(term.getLiteralDatatypeURI());
            } else if (term.isTripleTerm()) {
                see(term.getTriple());
            }
        }

        private void see(String iri) {
            int colon = iri.indexOf(':');
            if (colon > 0) {
                schemes.add(iri.substring(0, colon));
            }
            String shrunk = shrink(iri);
            if (!shrunk.isEmpty()) {
                String prefix = shrunk.substring(0, shrunk.indexOf(':'));
                for (Map.Entry<String, String> each : known) {
                    if (each.getKey().equals(prefix)) {
                        used.put(prefix, each.getValue());
                    }
                }
            }
        }

        // Narrower than any syntax allows, so that it is right in all of them.
        private static boolean isPlainName(String iri, int from) {
            boolean plain = from < iri.length();
            for (int i = from; plain && i < iri.length(); i++) {
                char c = iri.charAt(i);
                boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
                plain = letter || (i > from && ((c >= '0' && c <= '9') || c == '-'));
            }
            return plain;
        }
    }
}
