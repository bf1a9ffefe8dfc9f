package kith.daemon.sync;

import kith.ontology.identity.KeyId;

/** Where words about one space go: from us to which peer, and on which of our channels. */
record Line(Shelf shelf, KeyId self, KeyId peer, int channel, Outbox out) {
    void send(Message message) {
        out.send(channel, message);
    }

    /** Runs {@code act} on the session's thread; from any thread. */
    void later(Runnable act) {
        out.later(act);
    }
}
