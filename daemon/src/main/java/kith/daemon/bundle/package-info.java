/** Deltas carried by hand: what of a space fits a file, made for those who are never online together. */
@NullMarked
package kith.daemon.bundle;

import org.jspecify.annotations.NullMarked;
