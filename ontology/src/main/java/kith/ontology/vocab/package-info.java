/**
 * The kith profile as plain strings: prefixes, terms, kinds of things and their fields.
 *
 * <p>Loads no RDF library, so that the command line starts fast. {@code kith.ttl} and {@code shapes.ttl} say the same
 * in RDF; a test holds both equal.
 */
@NullMarked
package kith.ontology.vocab;

import org.jspecify.annotations.NullMarked;
