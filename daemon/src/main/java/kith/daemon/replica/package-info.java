/** The one lane on which a space changes: what is written here, what comes from peers, and what is kept waiting. */
@NullMarked
package kith.daemon.replica;

import org.jspecify.annotations.NullMarked;
