/** Who may do what: a pure function of the set of control deltas. */
@NullMarked
package kith.ontology.access;

import org.jspecify.annotations.NullMarked;
