/** Finds peers on the network around, and is found there by members of our spaces alone: docs/protocol/lan.md. */
@NullMarked
package kith.daemon.lan;

import org.jspecify.annotations.NullMarked;
