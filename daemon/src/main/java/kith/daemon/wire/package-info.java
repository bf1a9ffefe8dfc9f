/**
 * The transport: TCP, mutual TLS 1.3, frames. A {@link kith.daemon.wire.Wire} listens and dials; what comes of either is
 * a {@link kith.daemon.wire.Link}, on which a {@link kith.daemon.wire.Conversation} is held.
 */
@NullMarked
package kith.daemon.wire;

import org.jspecify.annotations.NullMarked;
