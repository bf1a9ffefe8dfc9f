package kith.daemon.exchange;

/**
 * What one import may take.
 *
 * @param maxBytes of the document
 * @param maxQuads that it states, repeated ones counted
 */
public record ImportLimits(long maxBytes, long maxQuads) {
    public ImportLimits {
        if (maxBytes < 1 || maxQuads < 1) {
            throw new IllegalArgumentException("limits of an import must be above zero");
        }
    }
}
