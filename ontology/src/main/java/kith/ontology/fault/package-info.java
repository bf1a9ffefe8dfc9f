/** Faults, and who must act on each. */
@NullMarked
package kith.ontology.fault;

import org.jspecify.annotations.NullMarked;
