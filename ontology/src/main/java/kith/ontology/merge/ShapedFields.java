package kith.ontology.merge;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import kith.ontology.vocab.Policy;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDFS;

/**
 * Fields that shapes hold to one value. Read from the plain triples and by nothing else: an engine for shapes may change
 * its mind from one version to the next, and two replicas would then show different things.
 */
final class ShapedFields {
    private static final Pattern ONE = Pattern.compile("\\+?0*1");

    /** Triples by predicate, then subject. */
    private final Map<Node, Map<Node, Set<Node>>> triples = new HashMap<>();

    private final Set<Node> used = new HashSet<>();

    ShapedFields(Collection<Quad> graph) {
        for (Quad quad : graph) {
            triples.computeIfAbsent(quad.getPredicate(), first -> new HashMap<>())
                    .computeIfAbsent(quad.getSubject(), first -> new LinkedHashSet<>())
                    .add(quad.getObject());
            used.add(quad.getObject());
        }
    }

    private Set<Node> of(Node subject, Node predicate) {
        return triples.getOrDefault(predicate, Map.of()).getOrDefault(subject, Set.of());
    }

    Set<Views.Ruling> found() {
        Set<Views.Ruling> found = new HashSet<>();
        triples.getOrDefault(SHACL.maxCount, Map.of()).forEach((property, counts) -> {
            Set<Node> paths = of(property, SHACL.path);
            boolean one = counts.stream().anyMatch(ShapedFields::isOne);
            if (one && paths.size() == 1 && isIn(property, paths)) {
                String predicate = paths.iterator().next().getURI();
                classes(property).forEach(kind -> found.add(new Views.Ruling(predicate, kind, Policy.LATEST)));
            }
        });
        return found;
    }

    private boolean isIn(Node property, Set<Node> paths) {
        return paths.iterator().next().isURI() && !isOff(property);
    }

    /** What a property shape speaks of: the classes that it or a shape that has it targets, or all things. */
    private Set<Optional<String>> classes(Node property) {
        Set<Optional<String>> classes = new HashSet<>(targets(property));
        triples.getOrDefault(SHACL.property, Map.of()).forEach((shape, properties) -> {
            // One within the shape of a property speaks of the values of that one.
            if (properties.contains(property) && of(shape, SHACL.path).isEmpty() && !isOff(shape)) {
                classes.addAll(targets(shape));
            }
        });
        return classes;
    }

    /** The classes that a shape targets; all things for one that targets nothing and that no other uses. */
    private Set<Optional<String>> targets(Node shape) {
        Set<Optional<String>> targets = new HashSet<>();
        for (Node target : of(shape, SHACL.targetClass)) {
            if (target.isURI()) {
                targets.add(Optional.of(target.getURI()));
            }
        }
        if (shape.isURI() && of(shape, Views.TYPE).contains(RDFS.Nodes.Class)) {
            targets.add(Optional.of(shape.getURI()));
        }
        boolean alone = !used.contains(shape)
                && of(shape, SHACL.targetClass).isEmpty()
                && of(shape, SHACL.targetNode).isEmpty()
                && of(shape, SHACL.targetSubjectsOf).isEmpty()
                && of(shape, SHACL.targetObjectsOf).isEmpty();
        if (targets.isEmpty() && alone) {
            targets.add(Optional.empty());
        }
        return targets;
    }

    private boolean isOff(Node shape) {
        return of(shape, SHACL.deactivated).stream()
                .anyMatch(value ->
                        value.isLiteral() && value.getLiteralLexicalForm().equals("true"));
    }

    private static boolean isOne(Node count) {
        return count.isLiteral()
                && count.getLiteralDatatypeURI().equals(XSDDatatype.XSDinteger.getURI())
                && ONE.matcher(count.getLiteralLexicalForm()).matches();
    }
}
