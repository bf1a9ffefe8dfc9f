package kith.daemon.sync;

import java.io.Serial;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** The peer broke a rule of the protocol: the connection ends, nothing of ours is touched. */
final class Violation extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    Violation(String what) {
        super(Blame.PEER, Code.FAILED, what);
    }
}
