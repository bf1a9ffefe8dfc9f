/** The protocol without I/O: what is said to a peer and what its words mean. */
@NullMarked
package kith.daemon.sync;

import org.jspecify.annotations.NullMarked;
