package kith.daemon.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import kith.daemon.query.Receipt;
import org.jspecify.annotations.Nullable;

/** Receipts as JSON. */
final class Receipts {
    /** Lines of the diff that a dry run shows. */
    static final int MAX_DIFF_LINES = 1_000;
    /** Characters of a note on a change. */
    static final int MAX_NOTE_CHARS = 1_000;

    private Receipts() {}

    static JsonObject json(Receipt receipt) {
        JsonObject json = new JsonObject();
        String delta = receipt.delta();
        json.add("delta", delta == null ? JsonNull.INSTANCE : new JsonPrimitive(delta));
        json.addProperty("deltas", receipt.deltas());
        json.addProperty("added", receipt.added());
        json.addProperty("removed", receipt.removed());
        json.addProperty("same", receipt.same());
        json.addProperty("dryRun", receipt.dryRun());
        if (receipt.dryRun()) {
            json.addProperty("diff", receipt.diff());
        }
        return json;
    }

    /** Adds to a receipt what whoever wrote should know; behind what it says already. */
    static void warn(JsonObject receipt, String why) {
        JsonElement before = receipt.get("warning");
        receipt.addProperty("warning", before == null ? why : before.getAsString() + "; " + why);
    }

    /** The note that goes with a change; empty when there is none. */
    static String note(Params params) {
        return note(params.one("note"));
    }

    static String note(@Nullable String note) {
        if (note != null && note.length() > MAX_NOTE_CHARS) {
            throw Refusal.badRequest("a note may have " + MAX_NOTE_CHARS + " characters");
        }
        return note == null ? "" : note;
    }
}
