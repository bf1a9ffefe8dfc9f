/** Questions and updates in SPARQL: the sandbox they run in, their limits, and the spaces they are put to. */
@NullMarked
package kith.daemon.query;

import org.jspecify.annotations.NullMarked;
