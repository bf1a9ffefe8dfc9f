package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Map;
import kith.daemon.query.LimitReached;
import kith.daemon.query.Rejected;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into a status and the JSON that says so. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);
    private static final int FRAMES_IN_LOG = 12;

    /** What a client is told. */
    record Told(int status, JsonObject body, Map<String, String> headers) {}

    private Errors() {}

    static Told told(Throwable fault) {
        return switch (fault) {
            case Refusal refusal -> refused(refusal);
            case Rejected rejected -> rejected(rejected);
            case LimitReached limit -> told(413, Code.USAGE, text(limit), "");
            case KithException known -> known(known);
            default -> bug(fault);
        };
    }

    /** The HTTP status of an outcome. */
    static int status(Code code) {
        return switch (code) {
            case DONE -> 200;
            case USAGE -> 400;
            case NOT_ALLOWED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case REJECTED -> 422;
            case FAILED, PARTLY -> 500;
            case UNREACHABLE -> 502;
            case TIMED_OUT, INTERRUPTED -> 503;
        };
    }

    private static Told refused(Refusal refusal) {
        Told told = told(refusal.status(), refusal.code(), text(refusal), refusal.hint());
        return new Told(told.status(), told.body(), refusal.headers());
    }

    private static Told known(KithException known) {
        if (known.blame() == KithException.Blame.OURS) {
            return bug(known);
        }
        if (known.blame() == KithException.Blame.HOST) {
            LOG.error("the machine failed a request: {}", known.getMessage());
        }
        // What no shape refused, but a limit of ours, is a fault of the request.
        Code code = known.code() == Code.REJECTED ? Code.USAGE : known.code();
        return told(status(code), code, text(known), "");
    }

    private static Told rejected(Rejected rejected) {
        JsonArray faults = new JsonArray();
        for (Rejected.Fault each : rejected.faults()) {
            JsonObject fault = new JsonObject();
            fault.addProperty("shape", each.shape());
            fault.addProperty("focus", each.focus());
            fault.addProperty("path", each.path());
            fault.addProperty("value", each.value());
            fault.addProperty("message", each.message());
            faults.add(fault);
        }
        Told told = told(422, Code.REJECTED, text(rejected), "");
        told.body().add("faults", faults);
        return told;
    }

    // The message of a stranger's exception may hold what the graph says of people: only its kind and place are kept.
    private static Told bug(Throwable fault) {
        StringBuilder trace = new StringBuilder(fault.getClass().getName());
        StackTraceElement[] frames = fault.getStackTrace();
        for (int i = 0; i < frames.length && i < FRAMES_IN_LOG; i++) {
            trace.append("\n  at ").append(frames[i]);
        }
        LOG.error("a request met a bug of ours: {}", trace);
        return told(
                500,
                Code.FAILED,
                "the daemon met a bug of its own (" + fault.getClass().getSimpleName() + ")",
                "please report it, with what its log says");
    }

    private static Told told(int status, Code code, String message, String hint) {
        JsonObject error = new JsonObject();
        error.addProperty("code", code.name());
        error.addProperty("message", message);
        if (!hint.isEmpty()) {
            error.addProperty("hint", hint);
        }
        JsonObject body = new JsonObject();
        body.add("error", error);
        return new Told(status, body, Map.of());
    }

    private static String text(Throwable fault) {
        String message = fault.getMessage();
        return message == null ? fault.getClass().getSimpleName() : message;
    }
}
