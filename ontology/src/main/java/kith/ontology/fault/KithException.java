package kith.ontology.fault;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A fault that says who must act on it. Expected outcomes are values, never this.
 *
 * <p>The message names the thing and the numbers, never a person's name or a literal of the graph.
 */
public class KithException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Who must act. */
    public enum Blame {
        /** A remote node sent what it must not: drop the connection and count it. */
        PEER,
        /** The caller asked for what cannot be: one line, and the exit code of {@link #code()}. */
        USER,
        /** The machine failed (disk, memory, file rights): stop the daemon cleanly. */
        HOST,
        /** Our own bug: stop and ask for a report. */
        OURS
    }

    private final Blame blame;
    private final Code code;

    public KithException(Blame blame, Code code, String message) {
        this(blame, code, message, null);
    }

    public KithException(Blame blame, Code code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.blame = blame;
        this.code = code;
    }

    public static KithException user(Code code, String message) {
        return new KithException(Blame.USER, code, message);
    }

    public static KithException host(String message, Throwable cause) {
        return new KithException(Blame.HOST, Code.FAILED, message, cause);
    }

    public Blame blame() {
        return blame;
    }

    public Code code() {
        return code;
    }
}
