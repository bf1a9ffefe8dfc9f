package kith.daemon.bundle;

import java.io.Serial;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** A bundle that is not as it was written, from some byte on. */
final class DamagedBundle extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    private DamagedBundle(String message) {
        super(Blame.USER, Code.FAILED, message);
    }

    /** @param at counted from the beginning of the bundle */
    static DamagedBundle at(long at, String what) {
        return new DamagedBundle("the bundle is damaged at byte " + at + ": " + what);
    }

    /** It ends before its end. */
    static DamagedBundle cutShort(long at) {
        return new DamagedBundle("the bundle was cut short: it ends at byte " + at + ", before its end");
    }
}
