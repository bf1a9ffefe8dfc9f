package kith.daemon.http;

import kith.daemon.exchange.Spool;

/** A whole request as a resource sees it, on a worker thread. The body is closed by whoever made the request. */
record Request(Head head, Spool body) {
    /** A named part of the path. */
    String segment(int index) {
        return head.path().get(index);
    }
}
