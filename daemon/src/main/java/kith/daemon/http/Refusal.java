package kith.daemon.http;

import java.io.Serial;
import java.util.List;
import java.util.Map;
import kith.ontology.fault.Code;

/** A request that is refused for what HTTP says about it; a value on its way to {@link Errors}, without a trace. */
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;
    private final Code code;
    private final String hint;
    private final Map<String, String> headers;

    /** With a {@code hint} of what to do instead; empty for none. */
    Refusal(int status, Code code, String message, String hint) {
        this(status, code, List.of(message, hint), Map.of());
    }

    private Refusal(int status, Code code, List<String> says, Map<String, String> headers) {
        super(says.getFirst(), null, false, false);
        this.status = status;
        this.code = code;
        this.hint = says.getLast();
        this.headers = headers;
    }

    static Refusal badRequest(String message) {
        return new Refusal(400, Code.USAGE, message, "");
    }

    /** A method that the resource does not know, where it knows those {@code allowed}. */
    static Refusal method(String method, String allowed) {
        List<String> says = List.of("the method " + method + " is not known here", "use " + allowed);
        return new Refusal(405, Code.USAGE, says, Map.of("allow", allowed));
    }

    /** A token that is missing or wrong. */
    static Refusal token() {
        List<String> says = List.of(
                "the token is missing or wrong",
                "send Authorization: Bearer and the token, which stands in keys/http.token of the home folder"
                        + " unless http.token-file names another file");
        return new Refusal(401, Code.NOT_ALLOWED, says, Map.of("www-authenticate", "Bearer"));
    }

    /** Too much is going on; a little later there is room. */
    static Refusal busy() {
        List<String> says = List.of("the daemon is busy", "try again in a moment");
        return new Refusal(503, Code.FAILED, says, Map.of("retry-after", "1"));
    }

    /** Headers that go with the status. */
    Map<String, String> headers() {
        return headers;
    }

    int status() {
        return status;
    }

    Code code() {
        return code;
    }

    String hint() {
        return hint;
    }
}
