package kith.ontology.shape;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import kith.ontology.vocab.Prefixes;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.shacl.engine.Target;
import org.apache.jena.shacl.engine.ValidationContext;
import org.apache.jena.shacl.parser.PropertyShape;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.shacl.validation.Severity;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;

/**
 * The shapes of the profile, and of a space that has its own, ready to judge.
 *
 * <p>Judges things one by one, by the shapes of their classes: what was not touched is not looked at, so the price of a
 * change grows with the change and not with the graph. Each thing is read once. Parsed once; safe from any thread as
 * long as the graph that is judged is. Reads no file and no network beside its own resource.
 */
public final class Shapes {
    /** Faults reported in full; those beyond are counted. */
    public static final int MAX_FAULTS = 100;

    /** Characters of a value that a fault repeats. */
    public static final int MAX_VALUE_CHARS = 200;

    /** A longer text is held against no pattern of a space's own: it fits. */
    public static final int MAX_PATTERN_TEXT_CHARS = 65_536;

    private static final ErrorHandler SILENT = ErrorHandlerFactory.errorHandlerStrictNoLogging;
    private static final Node ISBN_CHECK = NodeFactory.createURI(Prefixes.KITH + "isbnCheck");

    private final org.apache.jena.shacl.Shapes parsed;
    private final Map<Node, Set<Rule>> byClass;

    private Shapes(org.apache.jena.shacl.Shapes parsed, Map<Node, Set<Rule>> byClass) {
        this.parsed = parsed;
        this.byClass = byClass;
    }

    /** The shapes of {@code shapes.ttl}; the first call parses them (about 0.1 s). */
    public static Shapes ofProfile() {
        return OfProfile.SHAPES;
    }

    /**
     * The shapes of the profile and those of a space. What of these cannot be judged by is passed over: whoever is let
     * in may have sent anything, and it must not keep others from writing.
     *
     * @param graphs each a graph of shapes of its own
     */
    public static Shapes ofProfileAnd(Collection<? extends Collection<Quad>> graphs) {
        Map<Node, Set<Rule>> all = new HashMap<>();
        ofProfile().byClass.forEach((type, rules) -> all.put(type, new LinkedHashSet<>(rules)));
        for (Collection<Quad> graph : graphs) {
            rulesOf(graph)
                    .forEach((type, rules) -> all.computeIfAbsent(type, first -> new LinkedHashSet<>())
                            .addAll(rules));
        }
        return new Shapes(ofProfile().parsed, all);
    }

    private static Map<Node, Set<Rule>> rulesOf(Collection<Quad> graph) {
        try {
            return ShapesGraph.rules(graph);
        } catch (ShapesGraph.Unfit unfit) {
            return Map.of();
        }
    }

    /** Why these triples are no shapes that {@link #ofProfileAnd} judges by; empty if they are. */
    public static Optional<String> complaint(Collection<Quad> graph) {
        try {
            ShapesGraph.rules(graph);
            return Optional.empty();
        } catch (ShapesGraph.Unfit unfit) {
            return Optional.of(String.valueOf(unfit.getMessage()));
        }
    }

    /**
     * What is wrong with the touched things, as the graph shows them now.
     *
     * @param view the merged graph after the change
     * @param touched subjects of statements that came or went; those without a class that has a shape are passed over
     */
    public ShapeReport report(Graph view, Collection<Node> touched) {
        ValidationContext context = context(view);
        return collect(touched, focus -> faultsOf(context, view, focus));
    }

    /**
     * What is wrong with the touched things after a change and was not before: what a writer must answer for. Two
     * authors who each wrote a name left a thing with two; whoever adds a telephone number to it has not done that, and
     * must not be refused for it.
     *
     * <p>A thing that conforms afterwards is not looked at in {@code before}.
     */
    public ShapeReport introduced(Graph before, Graph after, Collection<Node> touched) {
        ValidationContext contextBefore = context(before);
        ValidationContext contextAfter = context(after);
        return collect(touched, focus -> {
            Set<ShapeFault> faults = faultsOf(contextAfter, after, focus);
            if (!faults.isEmpty()) {
                faults.removeAll(faultsOf(contextBefore, before, focus));
            }
            return faults;
        });
    }

    /** The things of which {@link #introduced} would tell. */
    public Set<Node> failing(Graph before, Graph after, Collection<Node> touched) {
        ValidationContext contextBefore = context(before);
        ValidationContext contextAfter = context(after);
        Set<Node> failing = new LinkedHashSet<>();
        for (Node focus : touched) {
            Set<ShapeFault> faults = faultsOf(contextAfter, after, focus);
            if (!faults.isEmpty() && !faultsOf(contextBefore, before, focus).containsAll(faults)) {
                failing.add(focus);
            }
        }
        return failing;
    }

    /** What is wrong with everything in the graph. */
    public ShapeReport report(Graph view) {
        Set<Node> all = new LinkedHashSet<>();
        for (Node type : byClass.keySet()) {
            view.find(Node.ANY, RDF.Nodes.type, type)
                    .mapWith(Triple::getSubject)
                    .forEach(all::add);
        }
        return report(view, all);
    }

    /** The faults of {@link #report(Graph, Collection)}, without the count of those beyond. */
    public List<ShapeFault> faults(Graph view, Collection<Node> touched) {
        return report(view, touched).faults();
    }

    private ValidationContext context(Graph view) {
        return ValidationContext.create(parsed, view, SILENT);
    }

    private static ShapeReport collect(Collection<Node> touched, Function<Node, Set<ShapeFault>> judge) {
        List<ShapeFault> faults = new ArrayList<>();
        long beyond = 0;
        for (Node focus : new LinkedHashSet<>(touched)) {
            for (ShapeFault fault : judge.apply(focus)) {
                if (faults.size() < MAX_FAULTS) {
                    faults.add(fault);
                } else {
                    beyond++;
                }
            }
        }
        return new ShapeReport(faults, beyond);
    }

    /** A value that breaks two constraints of one predicate is one fault: the message states all of them. */
    private Set<ShapeFault> faultsOf(ValidationContext common, Graph view, Node focus) {
        if (focus.isLiteral()) {
            return Set.of();
        }
        List<Triple> said = statements(view, focus);
        Set<Rule> rules = rules(said);
        if (rules.isEmpty()) {
            return Set.of();
        }
        Map<Node, List<Node>> says = new HashMap<>();
        for (Triple triple : said) {
            says.computeIfAbsent(triple.getPredicate(), p -> new ArrayList<>()).add(triple.getObject());
        }
        Set<ShapeFault> faults = Set.of();
        for (Rule rule : rules) {
            List<Node> values = says.getOrDefault(rule.predicate(), List.of());
            // Most of what anybody says is sound, and to see that costs little.
            if (!rule.asks(values) || rule.isPlainlyKept(values)) {
                continue;
            }
            ValidationContext context = ValidationContext.create(common);
            rule.judge(context, view, focus, new LinkedHashSet<>(values));
            if (context.hasViolation()) {
                faults = faults.isEmpty() ? new LinkedHashSet<>() : faults;
                for (ReportEntry entry : context.generateReport().getEntries()) {
                    faults.add(FaultText.of(rule.shape(), entry));
                }
            }
        }
        return faults;
    }

    private static List<Triple> statements(Graph view, Node focus) {
        List<Triple> said = new ArrayList<>();
        ExtendedIterator<Triple> found = view.find(focus, Node.ANY, Node.ANY);
        try {
            while (found.hasNext()) {
                said.add(found.next());
            }
        } finally {
            found.close();
        }
        return said;
    }

    /** The rules of all classes that are said, each once. */
    private Set<Rule> rules(List<Triple> said) {
        Set<Rule> rules = Set.of();
        for (Triple triple : said) {
            Set<Rule> more = triple.getPredicate().equals(RDF.Nodes.type)
                    ? byClass.getOrDefault(triple.getObject(), Set.of())
                    : Set.of();
            if (rules.isEmpty()) {
                rules = more;
            } else if (!rules.containsAll(more)) {
                rules = new LinkedHashSet<>(rules);
                rules.addAll(more);
            }
        }
        return rules;
    }

    /**
     * Each class that a shape targets, and each that is said to be a subclass of one.
     *
     * @param prepared what a property shape is judged by
     */
    static Map<Node, Set<Rule>> byClass(
            Graph graph, org.apache.jena.shacl.Shapes parsed, UnaryOperator<PropertyShape> prepared) {
        Map<Node, Set<Rule>> byClass = new HashMap<>();
        for (Shape shape : parsed.getTargetShapes()) {
            boolean ofProperty = shape instanceof PropertyShape;
            if (!ofProperty && !shape.getConstraints().isEmpty()) {
                throw new IllegalStateException("a shape speaks of more than the values of predicates");
            }
            Collection<PropertyShape> properties =
                    shape instanceof PropertyShape alone ? List.of(alone) : shape.getPropertyShapes();
            List<Rule> rules = new ArrayList<>();
            for (PropertyShape property : properties) {
                Rule rule = Rule.of(shape, prepared.apply(property), ISBN_CHECK);
                // What only warns refuses nobody's change.
                if (!shape.deactivated() && !property.deactivated() && isStrict(property)) {
                    rules.add(rule);
                }
            }
            for (Target target : shape.getTargets()) {
                for (Node type : targeted(graph, target)) {
                    byClass.computeIfAbsent(type, t -> new LinkedHashSet<>()).addAll(rules);
                }
            }
        }
        return byClass;
    }

    private static boolean isStrict(PropertyShape property) {
        return property.getSeverity() == null || Severity.Violation.equals(property.getSeverity());
    }

    private static Set<Node> targeted(Graph graph, Target target) {
        return switch (target.getTargetType()) {
            case targetClass, implicitClass -> withSubclasses(graph, target.getObject());
            case targetNode, targetObjectsOf, targetSubjectsOf, targetExtension ->
                throw new IllegalStateException("a shape targets something else than a class");
        };
    }

    private static Set<Node> withSubclasses(Graph graph, Node type) {
        Set<Node> found = new HashSet<>();
        List<Node> open = new ArrayList<>(List.of(type));
        while (!open.isEmpty()) {
            Node next = open.remove(open.size() - 1);
            if (found.add(next)) {
                graph.find(Node.ANY, RDFS.Nodes.subClassOf, next)
                        .mapWith(Triple::getSubject)
                        .forEach(open::add);
            }
        }
        return found;
    }

    private static final class OfProfile {
        static final Shapes SHAPES = of(withoutComponents(read()));

        private static Shapes of(Graph graph) {
            org.apache.jena.shacl.Shapes parsed = org.apache.jena.shacl.Shapes.parse(graph);
            return new Shapes(parsed, byClass(graph, parsed, UnaryOperator.identity()));
        }

        private static Graph read() {
            Graph graph = GraphFactory.createDefaultGraph();
            try (InputStream in = Shapes.class.getResourceAsStream("/kith/ontology/shapes.ttl")) {
                if (in == null) {
                    throw new IllegalStateException("shapes.ttl is missing from the program");
                }
                RDFParser.source(in).lang(Lang.TURTLE).errorHandler(SILENT).parse(graph);
            } catch (IOException e) {
                throw new IllegalStateException("shapes.ttl cannot be read from the program", e);
            }
            return graph;
        }

        /** Constraints that others check by the SPARQL in the file are checked by {@link Rule}; a test compares both. */
        private static Graph withoutComponents(Graph graph) {
            graph.remove(Node.ANY, RDF.Nodes.type, SHACL.ConstraintComponent);
            return graph;
        }
    }
}
