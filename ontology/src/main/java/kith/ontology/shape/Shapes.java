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
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.shacl.engine.Target;
import org.apache.jena.shacl.engine.ValidationContext;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.shacl.validation.VLib;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;

/**
 * The shapes of the profile, ready to judge.
 *
 * <p>Judges things one by one, by the shapes of their classes: what was not touched is not looked at, so the price of a
 * change grows with the change and not with the graph. Parsed once; safe from any thread as long as the graph that is
 * judged is. Reads no file and no network beside its own resource.
 */
public final class Shapes {
    /** Faults reported in full; those beyond are counted. */
    public static final int MAX_FAULTS = 100;

    /** Characters of a value that a fault repeats. */
    public static final int MAX_VALUE_CHARS = 200;

    private static final ErrorHandler SILENT = ErrorHandlerFactory.errorHandlerStrictNoLogging;

    private final org.apache.jena.shacl.Shapes parsed;
    private final Map<Node, Set<Shape>> byClass;

    private Shapes(Graph graph) {
        parsed = org.apache.jena.shacl.Shapes.parse(graph);
        byClass = byClass(graph, parsed);
    }

    /** The shapes of {@code shapes.ttl}; the first call parses them (some tens of milliseconds). */
    public static Shapes ofProfile() {
        return OfProfile.SHAPES;
    }

    /**
     * What is wrong with the touched things, as the graph shows them now.
     *
     * @param view the merged graph after the change
     * @param touched subjects of statements that came or went; those without a class that has a shape are passed over
     */
    public ShapeReport report(Graph view, Collection<Node> touched) {
        Collector collector = new Collector();
        ValidationContext common = ValidationContext.create(parsed, view, SILENT);
        for (Node focus : new LinkedHashSet<>(touched)) {
            for (Shape shape : shapesOf(view, focus)) {
                ValidationContext context = ValidationContext.create(common);
                VLib.validateShape(context, view, shape, focus);
                if (context.hasViolation()) {
                    collector.add(shape, context.generateReport().getEntries());
                }
            }
        }
        return collector.report();
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

    private Set<Shape> shapesOf(Graph view, Node focus) {
        if (focus.isLiteral()) {
            return Set.of();
        }
        Set<Shape> shapes = Set.of();
        for (Node type : view.find(focus, RDF.Nodes.type, Node.ANY)
                .mapWith(Triple::getObject)
                .toList()) {
            Set<Shape> more = byClass.getOrDefault(type, Set.of());
            if (shapes.isEmpty()) {
                shapes = more;
            } else if (!shapes.containsAll(more)) {
                shapes = new LinkedHashSet<>(shapes);
                shapes.addAll(more);
            }
        }
        return shapes;
    }

    /** Each class that a shape targets, and each that is said to be a subclass of one, with the shapes of both. */
    private static Map<Node, Set<Shape>> byClass(Graph graph, org.apache.jena.shacl.Shapes parsed) {
        Map<Node, Set<Shape>> byClass = new HashMap<>();
        for (Shape shape : parsed.getTargetShapes()) {
            for (Target target : shape.getTargets()) {
                switch (target.getTargetType()) {
                    case targetClass, implicitClass -> {
                        for (Node type : withSubclasses(graph, target.getObject())) {
                            byClass.computeIfAbsent(type, t -> new LinkedHashSet<>())
                                    .add(shape);
                        }
                    }
                    case targetNode, targetObjectsOf, targetSubjectsOf, targetExtension ->
                        throw new IllegalStateException("a shape of the profile targets something else than a class");
                }
            }
        }
        return byClass;
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
        static final Shapes SHAPES = new Shapes(read());

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
    }

    private static final class Collector {
        private final List<ShapeFault> faults = new ArrayList<>();
        private long beyond;

        /** A value that breaks two rules of one field is one fault: its message states the whole field. */
        void add(Shape shape, Collection<ReportEntry> entries) {
            Set<ShapeFault> distinct = new LinkedHashSet<>();
            for (ReportEntry entry : entries) {
                distinct.add(FaultText.of(shape, entry));
            }
            for (ShapeFault fault : distinct) {
                if (faults.size() < MAX_FAULTS) {
                    faults.add(fault);
                } else {
                    beyond++;
                }
            }
        }

        ShapeReport report() {
            return new ShapeReport(faults, beyond);
        }
    }
}
