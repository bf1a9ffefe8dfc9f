package kith.daemon.http;

/** Something that can be asked for at a path. */
interface Resource {
    /**
     * How many bytes of body the request may have; called on an event loop before any of them is read.
     *
     * @throws Refusal if the head alone says that the request cannot be answered
     */
    long maxBodyBytes(Head head);

    /** Answers on a worker thread. What it throws is told to the client, if nothing has been sent yet. */
    void answer(Request request, Reply reply);

    /** What kind of work the answer will be; called on an event loop when the request is whole. */
    default Work work(Request request) {
        return Work.ERRAND;
    }
}
