package kith.daemon.store;

/** What is to be seen of a quad that operations are held on. */
enum Sight {
    /** It does not hold. */
    GONE(0),
    /** It holds and is shown. */
    SHOWN(1),
    /** It holds, and another value of its field is shown. */
    HIDDEN(2);

    private final int code;

    Sight(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Sight of(int code) {
        return switch (code) {
            case 0 -> GONE;
            case 1 -> SHOWN;
            case 2 -> HIDDEN;
            default -> throw StoreFaults.damaged("a quad in a state that is none");
        };
    }

    boolean holds() {
        return this != GONE;
    }
}
