package kith.daemon.sync;

/** Why a connection ends; the other side acts on it. */
public enum CloseCode {
    /** Room was needed; come again later. */
    EVICTED(1),
    /** Something broke here. */
    FAILED(2),
    /** The other connection of the same pair goes on. */
    DUPLICATE(3),
    BUSY(4),
    /** The other side broke a rule of the protocol. */
    VIOLATION(5),
    SHUTDOWN(6);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static CloseCode of(int code) {
        for (CloseCode known : values()) {
            if (known.code == code) {
                return known;
            }
        }
        return FAILED;
    }
}
