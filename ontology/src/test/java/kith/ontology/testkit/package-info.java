/** What tests of every module share. */
@NullMarked
package kith.ontology.testkit;

import org.jspecify.annotations.NullMarked;
