package kith.ontology.shape;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.GraphFactory;

/**
 * Shapes that somebody wrote: what of SHACL Core a change can be judged by, thing by thing and with no surprise. Nothing
 * that carries SPARQL or reaches for other documents gets as far as the engine, whoever sent it.
 */
final class ShapesGraph {
    /** Characters of a regular expression. */
    static final int MAX_PATTERN_CHARS = 256;

    private static final Set<String> UNDERSTOOD = Set.of(
            "path",
            "property",
            "targetClass",
            "deactivated",
            "severity",
            "message",
            "name",
            "description",
            "order",
            "group",
            "defaultValue",
            "minCount",
            "maxCount",
            "datatype",
            "class",
            "nodeKind",
            "minInclusive",
            "maxInclusive",
            "minExclusive",
            "maxExclusive",
            "minLength",
            "maxLength",
            "pattern",
            "flags",
            "languageIn",
            "uniqueLang",
            "equals",
            "disjoint",
            "lessThan",
            "lessThanOrEquals",
            "hasValue",
            "in",
            "or",
            "and",
            "not",
            "xone");
    private static final String IMPORTS = Prefixes.map().get("owl") + "imports";

    private ShapesGraph() {}

    /** Why nobody can be judged by these shapes. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why);
        }
    }

    /** What these shapes say, by class. */
    static Map<Node, Set<Rule>> rules(Collection<Quad> triples) throws Unfit {
        Graph graph = GraphFactory.createDefaultGraph();
        for (Quad quad : triples) {
            mustBeUnderstood(quad);
            graph.add(quad.asTriple());
        }
        if (!graph.contains(Node.ANY, SHACL.path, Node.ANY)) {
            throw new Unfit("there is no property shape (sh:path) in it");
        }
        try {
            return Shapes.byClass(graph, org.apache.jena.shacl.Shapes.parse(graph), BoundedShapes::of);
        } catch (RuntimeException | StackOverflowError bad) {
            String message =
                    String.valueOf(bad.getMessage()).lines().findFirst().orElse("");
            throw new Unfit(bad instanceof StackOverflowError ? "it nests too deeply" : message);
        }
    }

    private static void mustBeUnderstood(Quad quad) throws Unfit {
        String predicate = quad.getPredicate().getURI();
        String shacl = SHACL.getURI();
        if (predicate.equals(IMPORTS)) {
            throw new Unfit("it imports another document; put all into one");
        }
        if (predicate.startsWith(shacl) && !UNDERSTOOD.contains(predicate.substring(shacl.length()))) {
            throw new Unfit("sh:" + predicate.substring(shacl.length()) + " is nothing that kith judges by");
        }
        Node object = quad.getObject();
        boolean pattern = quad.getPredicate().equals(SHACL.pattern) && object.isLiteral();
        if (pattern && object.getLiteralLexicalForm().length() > MAX_PATTERN_CHARS) {
            throw new Unfit("a pattern is longer than " + MAX_PATTERN_CHARS + " characters");
        }
    }
}
