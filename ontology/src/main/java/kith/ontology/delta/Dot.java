package kith.ontology.delta;

/** Names a delta: the {@code seq}-th of its log, from 1. */
public record Dot(LogId log, long seq) implements Comparable<Dot> {
    public Dot {
        if (seq < 1) {
            throw new IllegalArgumentException("a log counts from 1, not " + seq);
        }
    }

    @Override
    public int compareTo(Dot other) {
        int byLog = log.compareTo(other.log);
        return byLog != 0 ? byLog : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return log + "/" + seq;
    }
}
