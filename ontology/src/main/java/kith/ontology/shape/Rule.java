package kith.ontology.shape;

import java.util.Collection;
import java.util.Set;
import kith.ontology.vocab.Isbn;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.engine.ValidationContext;
import org.apache.jena.shacl.engine.constraint.ConstraintDataTerm;
import org.apache.jena.shacl.engine.constraint.ConstraintOp;
import org.apache.jena.shacl.engine.constraint.ConstraintTerm;
import org.apache.jena.shacl.engine.constraint.LessThanOrEqualsConstraint;
import org.apache.jena.shacl.engine.constraint.MaxCount;
import org.apache.jena.shacl.parser.Constraint;
import org.apache.jena.shacl.parser.PropertyShape;
import org.apache.jena.shacl.parser.Shape;
import org.apache.jena.shacl.validation.VLib;
import org.apache.jena.sparql.path.P_Link;
import org.jspecify.annotations.Nullable;

/**
 * What one shape says of one predicate.
 *
 * @param shape the shape of the kind, which faults name
 * @param valuesOnly whether it cannot be broken where there is no value
 * @param plain what the values keep if nothing more is to be looked at; null for constraints that have to be judged
 * @param isbn whether the values are book numbers; checked here, for the SPARQL that other engines run for it costs about
 *     0.1 ms a value
 */
record Rule(
        Shape shape,
        PropertyShape property,
        Node predicate,
        boolean valuesOnly,
        @Nullable Plain plain,
        boolean isbn) {
    /**
     * @throws IllegalStateException for a property shape beyond what is judged by: another path than a
     *     predicate, or property shapes of the values
     */
    static Rule of(Shape shape, PropertyShape property, Node isbnCheck) {
        if (!(property.getPath() instanceof P_Link link)
                || !property.getPropertyShapes().isEmpty()) {
            throw new IllegalStateException("a shape speaks of more than the values of a predicate");
        }
        boolean isbn = property.getShapeGraph().contains(property.getShapeNode(), isbnCheck, Node.ANY);
        Plain plain = isbn ? null : Plain.of(property.getConstraints());
        return new Rule(shape, property, link.getNode(), isOfValuesOnly(property.getConstraints()), plain, isbn);
    }

    private static boolean isOfValuesOnly(Collection<Constraint> constraints) {
        return constraints.stream()
                .allMatch(constraint -> constraint instanceof ConstraintTerm
                        || constraint instanceof ConstraintDataTerm
                        || constraint instanceof ConstraintOp
                        || constraint instanceof LessThanOrEqualsConstraint
                        || constraint instanceof MaxCount);
    }

    /** Whether it has anything to say of these values. */
    boolean asks(Collection<Node> values) {
        return !values.isEmpty() || !valuesOnly;
    }

    /** Whether the values, each of them once, are seen to be sound at once; if not, they may still be. */
    boolean isPlainlyKept(Collection<Node> values) {
        return plain != null && plain.isKept(values);
    }

    /** Judges the values that {@code focus} has; what is wrong is entered in the context. */
    void judge(ValidationContext context, Graph view, Node focus, Set<Node> values) {
        for (Constraint constraint : property.getConstraints()) {
            VLib.evalConstraint(context, view, property, focus, property.getPath(), values, constraint);
        }
        if (isbn) {
            for (Node value : values) {
                if (value.isLiteral() && !Isbn.isRight(value.getLiteralLexicalForm())) {
                    enter(context, focus, value);
                }
            }
        }
    }

    private void enter(ValidationContext context, Node focus, Node value) {
        Constraint any = property.getConstraints().iterator().next();
        context.reportEntry("the check digit is wrong", property, focus, property.getPath(), value, any);
    }
}
