package kith.daemon.wire;

import java.util.stream.Stream;

/** Why a link ends, as its CLOSE frame says. */
public enum CloseCode {
    /** The node ends. */
    SHUTDOWN(1),
    /** The node needs the place, or the peer does not take what it asked for. */
    EVICTED(2),
    /** A fault of the node that closes. */
    FAILED(3),
    /** The two nodes have a better link already. */
    DUPLICATE(4),
    /** Not now; see the time to wait. */
    BUSY(5),
    /** The peer broke a rule. */
    VIOLATION(6);

    private final int number;

    CloseCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** A number of a later version means a failure to us. */
    static CloseCode of(int number) {
        return Stream.of(values())
                .filter(each -> each.number == number)
                .findFirst()
                .orElse(FAILED);
    }
}
