/** The local door: HTTP over a Unix domain socket, and over loopback TCP when that is switched on. */
@NullMarked
package kith.daemon.http;

import org.jspecify.annotations.NullMarked;
