package kith.daemon.wire;

/**
 * What is said on one link. Its methods are called one after another on the link's own lane, a worker thread on which
 * it may verify, read and write; while it does, the link goes on receiving no more than the upper water mark.
 *
 * <p>What it throws ends the link: a {@link kith.ontology.fault.KithException} that blames the PEER as a VIOLATION,
 * anything else as FAILED. If it is an {@link Error} or blames the HOST, {@link Reception#fault} is told; else it is
 * logged and costs no more than the link, for a peer may have brought it about.
 */
public interface Conversation {
    /** First, once. */
    void opened(Link link);

    /** One frame, in the order in which the peer sent them; never a CLOSE, which the link itself understands. */
    void received(Frame frame);

    /** The link can take more again, after it could not. */
    void writable();

    /** Last, once. What the peer sent before it closed came first, unless the link was paused or we closed it. */
    void closed(Ending ending);
}
