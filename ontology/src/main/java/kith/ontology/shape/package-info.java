/** SHACL shapes of the profile: strict for our own drafts, a report for merged data. */
@NullMarked
package kith.ontology.shape;

import org.jspecify.annotations.NullMarked;
