package kith.daemon.exchange;

/**
 * What one import may take.
 *
 * @param maxBytes of the document
 * @param maxQuads that it states, repeated ones counted
 * @param byHeap whether it is the heap that allows no more quads
 */
public record ImportLimits(long maxBytes, long maxQuads, boolean byHeap) {
    /**
     * Bytes of heap that an import takes for each quad, with room for everything else that goes on meanwhile; a daemon
     * without memory ends.
     */
    public static final long HEAP_BYTES_A_QUAD = 1_000;

    public ImportLimits {
        if (maxBytes < 1 || maxQuads < 1) {
            throw new IllegalArgumentException("limits of an import must be above zero");
        }
    }

    public ImportLimits(long maxBytes, long maxQuads) {
        this(maxBytes, maxQuads, false);
    }

    /** These limits, or fewer quads where a heap of so many bytes would not hold them. */
    public ImportLimits onHeap(long heapBytes) {
        long fit = Math.max(1, heapBytes / HEAP_BYTES_A_QUAD);
        return fit < maxQuads ? new ImportLimits(maxBytes, fit, true) : this;
    }

    /** The error of a document that states more. */
    String tooManyQuads() {
        return "the document states more than " + maxQuads + " quads: split it and import the parts, or "
                + (byHeap
                        ? "give the daemon more memory (KITHD_JAVA_OPTIONS=-Xmx...)"
                        : "raise import.max-quads and the daemon's memory (KITHD_JAVA_OPTIONS=-Xmx...)");
    }
}
