/** The quads of a space as ids: packed sorted runs of them in five orders, and over these what is fresh. No disk, no terms. */
@NullMarked
package kith.daemon.index;

import org.jspecify.annotations.NullMarked;
