package kith.daemon.wire;

import java.io.Serial;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Another node answers than the one that was called. */
final class WrongNodeException extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    WrongNodeException() {
        super(Blame.PEER, Code.NOT_ALLOWED, "another node answers");
    }
}
