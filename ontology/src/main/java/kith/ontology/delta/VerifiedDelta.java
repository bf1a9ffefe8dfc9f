package kith.ontology.delta;

/**
 * A delta whose chain and signature hold. Made only by {@link DeltaCodec}: by verifying what came, or by signing; there
 * is no other way to have one, so nothing forged can reach the merge.
 */
public final class VerifiedDelta {
    private final LogRoot root;
    private final SignedDelta delta;

    VerifiedDelta(LogRoot root, SignedDelta delta) {
        this.root = root;
        this.delta = delta;
    }

    /** This delta without its salt and payload; its chain and signature hold as before. */
    public VerifiedDelta withdrawn() {
        return new VerifiedDelta(root, delta.withdrawn());
    }

    public LogRoot root() {
        return root;
    }

    public SignedDelta delta() {
        return delta;
    }

    public Dot dot() {
        return delta.dot();
    }

    public Entry entry() {
        return delta.entry();
    }
}
