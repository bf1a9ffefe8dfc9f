package kith.ontology.shape;

import java.util.List;

/**
 * What is wrong with the shape of some things.
 *
 * @param faults the first ones, at most {@link Shapes#MAX_FAULTS}
 * @param beyond how many more there are
 */
public record ShapeReport(List<ShapeFault> faults, long beyond) {
    public ShapeReport {
        faults = List.copyOf(faults);
    }

    /** Whether nothing is wrong. */
    public boolean conforms() {
        return faults.isEmpty();
    }
}
