/** Signed deltas: logs, dots, frontiers, clocks, and their bytes. */
@NullMarked
package kith.ontology.delta;

import org.jspecify.annotations.NullMarked;
