/** A real history of many authors, said again as signed deltas of one space. */
@NullMarked
package kith.daemon.replay;

import org.jspecify.annotations.NullMarked;
