package kith.cli.client;

import java.io.Serial;
import java.util.List;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/** A fault that the user can act on, with the command to try next and, where a shape refused, what it refused. */
public final class Refusal extends KithException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Greatest number of faults that are kept of one reply. */
    public static final int MAX_FAULTS = 1_000;

    private final String hint;
    private final transient List<String> faults;

    private Refusal(Blame blame, Code code, String message, String hint, List<String> faults, @Nullable Throwable why) {
        super(blame, code, message, why);
        this.hint = hint;
        this.faults = List.copyOf(faults);
    }

    public static Refusal of(Code code, String message, String hint) {
        return new Refusal(Blame.USER, code, message, hint, List.of(), null);
    }

    /** What the daemon answered; its own bugs are marked as such. */
    static Refusal answered(Code code, String message, String hint, List<String> faults) {
        return new Refusal(code == Code.FAILED ? Blame.OURS : Blame.USER, code, message, hint, faults, null);
    }

    /** The daemon cannot be spoken to, or stopped speaking. */
    static Refusal broken(Code code, String message, String hint, @Nullable Throwable why) {
        return new Refusal(Blame.HOST, code, message, hint, List.of(), why);
    }

    /** The command to try next; empty when there is none. */
    public String hint() {
        return hint;
    }

    /** One line for each value that a shape refused. */
    public List<String> faults() {
        return faults;
    }
}
