/** The only door to time, chance and threads; a simulator builds another one. And how a file is written whole. */
@NullMarked
package kith.daemon.machine;

import org.jspecify.annotations.NullMarked;
