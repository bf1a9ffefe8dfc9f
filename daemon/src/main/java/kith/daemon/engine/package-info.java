/** Answers queries on ids instead of terms: plans, and the operators that plans are made of. */
@NullMarked
package kith.daemon.engine;

import org.jspecify.annotations.NullMarked;
