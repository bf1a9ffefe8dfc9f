package kith.ontology.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.engine.ValidationContext;
import org.apache.jena.shacl.engine.constraint.ConstraintTerm;
import org.apache.jena.shacl.engine.constraint.PatternConstraint;
import org.apache.jena.shacl.engine.constraint.ShAnd;
import org.apache.jena.shacl.engine.constraint.ShNot;
import org.apache.jena.shacl.engine.constraint.ShOr;
import org.apache.jena.shacl.engine.constraint.ShXone;
import org.apache.jena.shacl.parser.Constraint;
import org.apache.jena.shacl.parser.ConstraintVisitor;
import org.apache.jena.shacl.parser.NodeShape;
import org.apache.jena.shacl.parser.PropertyShape;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.ReportItem;
import org.apache.jena.sparql.expr.RegexEngine;
import org.apache.jena.sparql.expr.nodevalue.NodeFunctions;
import org.apache.jena.sparql.path.P_Link;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a property shape that somebody wrote so that judging a value takes a bounded time: its patterns never go back,
 * and what it nests is counted as often as it is asked. A writer waits for the judgement, and everybody for the writer.
 */
final class BoundedShapes {
    /** Shapes that sh:or and the like ask for one value, those within them included. */
    static final int MAX_NESTED = 256;

    private int nested;

    private BoundedShapes() {}

    /** @throws IllegalStateException in words, for a shape that cannot be bounded */
    static PropertyShape of(PropertyShape shape) {
        return new BoundedShapes().property(shape);
    }

    private PropertyShape property(PropertyShape shape) {
        if (!(shape.getPath() instanceof P_Link)) {
            throw new IllegalStateException("a shape speaks of more than the values of a predicate");
        }
        return new PropertyShape(
                shape.getShapeGraph(),
                shape.getShapeNode(),
                shape.deactivated(),
                shape.getSeverity(),
                shape.getMessages(),
                shape.getTargets(),
                shape.getPath(),
                constraints(shape.getConstraints()),
                shape.getPropertyShapes().stream().map(this::property).toList());
    }

    private List<Constraint> constraints(Collection<Constraint> all) {
        List<Constraint> bounded = new ArrayList<>();
        for (Constraint constraint : all) {
            bounded.add(
                    switch (constraint) {
                        case PatternConstraint pattern -> new Bounded(pattern);
                        case ShOr or -> new ShOr(shapes(or.getOthers()));
                        case ShAnd and -> new ShAnd(shapes(and.getOthers()));
                        case ShXone one -> new ShXone(shapes(one.getOthers()));
                        case ShNot not -> new ShNot(shape(not.getOther()));
                        default -> constraint;
                    });
        }
        return bounded;
    }

    private List<Shape> shapes(List<Shape> all) {
        return all.stream().map(this::shape).toList();
    }

    private Shape shape(Shape shape) {
        if (++nested > MAX_NESTED) {
            throw new IllegalStateException("it asks more than " + MAX_NESTED + " nested shapes for one value");
        }
        return shape instanceof PropertyShape property
                ? property(property)
                : new NodeShape(
                        shape.getShapeGraph(),
                        shape.getShapeNode(),
                        shape.deactivated(),
                        shape.getSeverity(),
                        shape.getMessages(),
                        shape.getTargets(),
                        constraints(shape.getConstraints()),
                        shape.getPropertyShapes().stream().map(this::property).toList());
    }

    /** sh:pattern as the engine has it, but for how a value is held against it. */
    private static final class Bounded extends ConstraintTerm {
        private final PatternConstraint pattern;
        private final LinearPattern linear;

        Bounded(PatternConstraint pattern) {
            this.pattern = pattern;
            String flags = Objects.requireNonNullElse(pattern.getFlagsStr(), "");
            int mask = RegexEngine.makeMask(flags.replace("q", ""));
            this.linear = flags.contains("q")
                    ? LinearPattern.of(unquoted(pattern.getPattern()), mask | Pattern.LITERAL)
                    : LinearPattern.of(pattern.getPattern(), mask);
        }

        /** The engine keeps a text that is meant word for word as {@link Pattern#quote} has it. */
        private static String unquoted(String quoted) {
            return quoted.substring(2, quoted.length() - 2).replace("\\E\\\\E\\Q", "\\E");
        }

        @Override
        public @Nullable ReportItem validate(ValidationContext context, Node value) {
            if (value.isBlank()) {
                return new ReportItem(this + ": Blank node", value);
            }
            String text = NodeFunctions.str(value);
            boolean fits = text.length() > Shapes.MAX_PATTERN_TEXT_CHARS || linear.finds(text);
            return fits ? null : new ReportItem(this + ": Does not match: '" + text + "'", value);
        }

        @Override
        public Node getComponent() {
            return pattern.getComponent();
        }

        @Override
        public void visit(ConstraintVisitor visitor) {
            pattern.visit(visitor);
        }

        @Override
        public String toString() {
            return pattern.toString();
        }
    }
}
