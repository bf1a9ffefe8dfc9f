/** Immutable bytes, and bounded readers and writers of the formats that outsiders send. */
@NullMarked
package kith.ontology.bytes;

import org.jspecify.annotations.NullMarked;
