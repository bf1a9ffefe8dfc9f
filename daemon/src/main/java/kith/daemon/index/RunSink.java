package kith.daemon.index;

/** Where new runs go: they may lie there unused until the fold that made them is installed. */
public interface RunSink {
    /**
     * Keeps a run.
     *
     * @throws kith.ontology.fault.KithException HOST if the disk fails
     */
    void put(long run, byte[] packed);
}
