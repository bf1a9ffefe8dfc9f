/** Every decoder against bytes from outside, by chance, by corpus and by fuzzer. */
@NullMarked
package kith.ontology.fuzz;

import org.jspecify.annotations.NullMarked;
