package kith.ontology.testkit;

/** Something that reads bytes or text from outside, and what must hold of what it takes. Mostly a constant of an enum. */
public interface Decoding {
    /** As the method of the fuzz test that goes with it, in any case of letters and without underscores. */
    String name();

    /** Bytes that it takes. */
    byte[] good(Gen gen);

    /**
     * Reads {@code bytes} and holds what came out to its laws.
     *
     * @throws kith.ontology.bytes.MalformedException if it refuses them; whatever else is thrown is a fault
     */
    void take(byte[] bytes);
}
