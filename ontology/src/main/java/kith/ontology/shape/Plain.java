package kith.ontology.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.shacl.engine.constraint.DatatypeConstraint;
import org.apache.jena.shacl.engine.constraint.MaxCount;
import org.apache.jena.shacl.engine.constraint.MinCount;
import org.apache.jena.shacl.engine.constraint.NodeKindConstraint;
import org.apache.jena.shacl.engine.constraint.ShOr;
import org.apache.jena.shacl.parser.Constraint;
import org.apache.jena.shacl.parser.NodeShape;
import org.apache.jena.shacl.parser.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The commonest constraints - how many values, of which kind, of which datatype - by hand: a general engine takes ten times
 * as long to find nothing. It says of what is sound that it is, never of a fault what it is.
 */
final class Plain {
    private final List<Predicate<Node>> each = new ArrayList<>();
    private int least;
    private int most = Integer.MAX_VALUE;

    private Plain() {}

    /** These constraints; null if there are others among them. */
    static @Nullable Plain of(Collection<Constraint> constraints) {
        Plain plain = new Plain();
        for (Constraint constraint : constraints) {
            if (constraint instanceof MinCount count) {
                plain.least = Math.max(plain.least, count.getMinCount());
            } else if (constraint instanceof MaxCount count) {
                plain.most = Math.min(plain.most, count.getMaxCount());
            } else {
                Predicate<Node> test = test(constraint);
                if (test == null) {
                    return null;
                }
                plain.each.add(test);
            }
        }
        return plain;
    }

    private static @Nullable Predicate<Node> test(Constraint constraint) {
        return switch (constraint) {
            case DatatypeConstraint datatype -> value -> isOf(value, datatype);
            case NodeKindConstraint kind ->
                value -> (kind.isCanBeIRI() && value.isURI())
                        || (kind.isCanBeBlankNode() && value.isBlank())
                        || (kind.isCanBeLiteral() && value.isLiteral());
            case ShOr either -> any(either.getOthers());
            default -> null;
        };
    }

    private static boolean isOf(Node value, DatatypeConstraint constraint) {
        RDFDatatype datatype = constraint.getRDFDatatype();
        return value.isLiteral()
                && value.getLiteralDatatypeURI().equals(constraint.getDatatypeURI())
                && datatype.isValid(value.getLiteralLexicalForm());
    }

    /** Whether a value fits one of several shapes of which each is one such constraint. */
    private static @Nullable Predicate<Node> any(Collection<Shape> shapes) {
        Predicate<Node> any = value -> false;
        for (Shape shape : shapes) {
            boolean isOne = shape instanceof NodeShape
                    && !shape.deactivated()
                    && shape.getPropertyShapes().isEmpty()
                    && shape.getConstraints().size() == 1;
            Predicate<Node> test =
                    isOne ? test(shape.getConstraints().iterator().next()) : null;
            if (test == null) {
                return null;
            }
            any = any.or(test);
        }
        return any;
    }

    /** Whether the values, each of them once, keep all of it. */
    boolean isKept(Collection<Node> values) {
        if (values.size() < least || values.size() > most) {
            return false;
        }
        for (Node value : values) {
            for (Predicate<Node> test : each) {
                if (!test.test(value)) {
                    return false;
                }
            }
        }
        return true;
    }
}
