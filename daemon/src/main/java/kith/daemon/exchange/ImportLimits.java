package kith.daemon.exchange;

import org.apache.jena.sparql.core.Quad;

/**
 * What one import may take.
 *
 * @param maxBytes of the document
 * @param maxQuads that it states, repeated ones counted
 * @param maxHeapBytes that it may fill while it is read and written
 */
public record ImportLimits(long maxBytes, long maxQuads, long maxHeapBytes) {
    /** Bytes of heap that an import takes for each quad: its terms, its delta, its rows, the index of its shapes. */
    public static final long HEAP_BYTES_A_QUAD = 1_000;
    /** Bytes of heap that it takes for each character of a literal. */
    public static final long HEAP_BYTES_A_CHAR = 8;
    /** Bytes of heap for everything else that goes on meanwhile; a daemon without memory ends. */
    public static final long HEAP_BYTES_BESIDE = 96L * 1024 * 1024;

    private static final long LEAST_QUADS = 10_000;
    /** Of the heap that there is for documents, the part that each may take without waiting for others. */
    private static final long SMALL_PART = 16;

    public ImportLimits {
        if (maxBytes < 1 || maxQuads < 1 || maxHeapBytes < 1) {
            throw new IllegalArgumentException("limits of an import must be above zero");
        }
    }

    /** Limits that leave the heap out of account. */
    public ImportLimits(long maxBytes, long maxQuads) {
        this(maxBytes, maxQuads, Long.MAX_VALUE);
    }

    /** These limits on a heap of so many bytes. */
    public ImportLimits onHeap(long heapBytes) {
        long room = Math.max(LEAST_QUADS * HEAP_BYTES_A_QUAD, heapBytes - HEAP_BYTES_BESIDE);
        return new ImportLimits(maxBytes, maxQuads, room);
    }

    /** What is left of these limits where a document has taken so much. */
    public ImportLimits after(long quads, long heapBytes) {
        return new ImportLimits(maxBytes, Math.max(1, maxQuads - quads), Math.max(1, maxHeapBytes - heapBytes));
    }

    /** Bytes of heap that a document may fill while others do. */
    long smallHeapBytes() {
        return maxHeapBytes / SMALL_PART;
    }

    /** How many quads of little text may be changed at once. */
    public long quads() {
        return Math.min(maxQuads, maxHeapBytes / HEAP_BYTES_A_QUAD);
    }

    /** About how many bytes of heap it takes to import the quad. */
    static long heapBytes(Quad quad) {
        long chars = quad.getObject().isLiteral()
                ? quad.getObject().getLiteralLexicalForm().length()
                : 0;
        return HEAP_BYTES_A_QUAD + HEAP_BYTES_A_CHAR * chars;
    }
}
