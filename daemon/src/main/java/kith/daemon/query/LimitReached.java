package kith.daemon.query;

import java.io.Serial;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** More was asked for than one request may have; the message names the limit and what to do. */
public final class LimitReached extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    public LimitReached(String message) {
        super(Blame.USER, Code.USAGE, message);
    }

    /**
     * Throws one, with that message, if hardly any memory is left: whoever gathers what may be much asks now and then. May
     * collect what is rubbish first.
     */
    public static void ifMemoryIsScarce(String message) {
        if (Heap.isNearlyFull()) {
            throw new LimitReached(message);
        }
    }
}
