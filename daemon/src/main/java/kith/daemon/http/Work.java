package kith.daemon.http;

/** What kind of work an answer is: each has threads of its own, so that none waits for those of another kind. */
enum Work {
    /** A query: reads, perhaps for long, but not longer than it may. */
    QUESTION,
    /** All of a space or a graph: goes as fast as the client reads. */
    EXPORT,
    /** An update or an import: one after the other in a space, so most of them wait. */
    CHANGE,
    /** A bundle, made or taken in: as long as its reader, or the lane of the space, takes. */
    BUNDLE,
    /** A query that is watched: runs until somebody ends it. */
    WATCH,
    /** Everything else: short, or waiting for peers. */
    ERRAND
}
