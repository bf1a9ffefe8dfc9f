package kith.ontology.bytes;

import java.io.Serial;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Bytes from outside that are not what their format says; names the offset where the reader stopped. */
public final class MalformedException extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String what;
    private final int offset;

    public MalformedException(String what, int offset) {
        super(Blame.PEER, Code.FAILED, what + " at byte " + offset);
        this.what = what;
        this.offset = offset;
    }

    /** What is wrong, without the place: for whoever knows the place in something larger. */
    public String what() {
        return what;
    }

    /** Where the reader stood, in bytes from the start of what it read. */
    public int offset() {
        return offset;
    }
}
