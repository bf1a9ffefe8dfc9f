/** Documents in and out: the RDF syntaxes, each with its limits and with errors that say where. */
@NullMarked
package kith.daemon.exchange;

import org.jspecify.annotations.NullMarked;
