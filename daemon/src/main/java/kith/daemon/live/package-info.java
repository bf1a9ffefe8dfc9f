/** Questions whose answers are told again as they change. */
@NullMarked
package kith.daemon.live;

import org.jspecify.annotations.NullMarked;
