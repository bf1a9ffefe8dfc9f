package kith.daemon.wire;

import kith.ontology.identity.KeyId;

/** Those whom a wire serves. Called from many threads at once. */
public interface Reception {
    /** Whether this node may talk to us; asked of nodes that call, before a byte of theirs is read. May wait. */
    boolean admits(KeyId node);

    /** Whoever talks on a link that just came to be. */
    Conversation conversation();

    /** Told of an error or a fault of the host, after the link on which it happened was closed: there is no going on. */
    void fault(Throwable fault);
}
