package kith.daemon.engine;

/** Something that this engine does not do: the standard one then does it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String what) {
        super(what, null, false, false);
    }
}
