/** The only door to time, chance and threads; a simulator builds another one. */
@NullMarked
package kith.daemon.machine;

import org.jspecify.annotations.NullMarked;
