package kith.cli.command;

import kith.ontology.fault.Code;

/** Exit statuses of other programs, in our words. */
final class Exits {
    private Exits() {}

    /** The outcome that has this exit status; FAILED for one that we do not know. */
    static Code code(int status) {
        for (Code code : Code.values()) {
            if (code.exit() == status) {
                return code;
            }
        }
        return Code.FAILED;
    }
}
