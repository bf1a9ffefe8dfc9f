package kith.daemon.http;

import io.netty.channel.Channel;

/** Who may come in by one listener. */
interface Gate {
    /**
     * Looks at a request before anything else does; on an event loop.
     *
     * @throws Refusal if it may not come in
     */
    void check(Channel channel, Head head);

    /** Whether a body may come as slowly as it likes: from the owner, what some program says by and by. */
    default boolean isPatient() {
        return false;
    }
}
