/** Whom to talk to: who was met where, and when to try again. */
@NullMarked
package kith.daemon.peers;

import org.jspecify.annotations.NullMarked;
