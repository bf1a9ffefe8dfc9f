package kith.daemon.query;

import java.io.Serial;
import java.util.List;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** A change that the shapes of a space do not allow; nothing of it was made. */
public final class Rejected extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * One breach of one shape.
     *
     * @param shape IRI of the shape
     * @param focus the thing that breaks it, as N-Triples writes it
     * @param path the property; empty when the shape is about the thing itself
     * @param value the value that is wrong; empty when one is missing
     * @param message what the shape asks for
     */
    public record Fault(String shape, String focus, String path, String value, String message) {}

    private final transient List<Fault> faults;

    public Rejected(String message, List<Fault> faults) {
        super(Blame.USER, Code.REJECTED, message);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
