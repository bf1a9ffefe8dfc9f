package kith.daemon.bench;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;

/** A store of quads that answers SPARQL, as the benchmark drives it: on one thread, unless a method says otherwise. */
interface Engine extends AutoCloseable {
    /** A question that takes longer is given up, and counts as having taken so long. */
    Duration CAP = Duration.ofSeconds(Integer.getInteger("bench.cap", 60));

    /** Loads N-Quads in bulk into an empty store; durable when it returns. */
    void load(Path quads);

    /**
     * Answers a SELECT from its text, and writes every row: as tab-separated values. Throws whatever it likes when it
     * cannot, or not within {@link #CAP}.
     */
    void answer(String query, OutputStream rows);

    /** The same as SPARQL JSON, which every engine writes alike. */
    void answerJson(String query, OutputStream rows);

    /** Runs a SPARQL update; durable when it returns. From any thread. */
    void update(String update);

    /** Gives room back that is not needed, as far as the store can be told to. */
    void compact();

    /** Closes the store and opens it again. */
    void reopen();

    @Override
    void close();
}
