/** The suites of the W3C for SPARQL 1.0 and 1.1, run through a door and a store of ours. */
@NullMarked
package kith.daemon.conformance;

import org.jspecify.annotations.NullMarked;
