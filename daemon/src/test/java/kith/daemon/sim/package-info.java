/** Whole households of replicas on virtual time, every step drawn from a seed. */
@NullMarked
package kith.daemon.sim;

import org.jspecify.annotations.NullMarked;
