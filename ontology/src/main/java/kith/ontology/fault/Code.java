package kith.ontology.fault;

/** The outcome classes that the local door and the command line share; stable, each with its exit code. */
public enum Code {
    DONE(0),
    FAILED(1),
    USAGE(2),
    NOT_FOUND(3),
    CONFLICT(4),
    NOT_ALLOWED(5),
    UNREACHABLE(6),
    REJECTED(7),
    TIMED_OUT(8),
    PARTLY(9),
    INTERRUPTED(130);

    private final int exit;

    Code(int exit) {
        this.exit = exit;
    }

    /** The exit status of the command line for this outcome. */
    public int exit() {
        return exit;
    }
}
