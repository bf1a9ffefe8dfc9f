/** How two truths become one: what is visible, given the operations on a quad and which deltas are valid. */
@NullMarked
package kith.ontology.merge;

import org.jspecify.annotations.NullMarked;
