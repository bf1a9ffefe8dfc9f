/** Canonical bytes of RDF terms, and blank-node naming at the door. */
@NullMarked
package kith.ontology.quad;

import org.jspecify.annotations.NullMarked;
