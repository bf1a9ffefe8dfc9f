package kith.daemon.wire;

/** What a wire counts. */
public enum Tally {
    /** Links to nodes that called us. */
    ACCEPTED,
    /** Links to nodes that we called. */
    DIALLED,
    /** Callers sent away because a limit was reached. */
    TURNED_AWAY,
    /** Connections that came to no proof of identity: bad TLS, bad certificate, too slow. */
    HANDSHAKE_FAILED,
    /** Nodes that proved who they are and may not talk to us. */
    NOT_ADMITTED,
    /** Nodes that are not the one we called, or are ourselves. */
    WRONG_NODE,
    /** Links that we closed because the peer broke a rule. */
    VIOLATION
}
