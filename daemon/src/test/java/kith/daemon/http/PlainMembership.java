package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers with what it was asked, for tests. */
record PlainMembership(String space, Consumer<String> asked) implements Membership {
    private JsonObject noted(String what) {
        asked.accept(what);
        JsonObject json = new JsonObject();
        json.addProperty("asked", what);
        return json;
    }

    @Override
    public JsonArray members() {
        JsonArray array = new JsonArray();
        array.add(noted("members " + space));
        return array;
    }

    @Override
    public JsonObject shares() {
        return noted("shares " + space);
    }

    @Override
    public JsonObject invite(Terms terms, Duration validity, boolean dryRun) {
        return noted("invite " + space + " " + terms + " " + validity + " " + dryRun);
    }

    @Override
    public JsonObject inviteDevice(Duration validity, boolean dryRun) {
        return noted("inviteDevice " + space + " " + validity + " " + dryRun);
    }

    @Override
    public JsonObject grant(String whom, Terms terms, boolean dryRun) {
        return noted("grant " + space + " " + whom + " " + terms + " " + dryRun);
    }

    @Override
    public JsonObject end(Ending ending, boolean dryRun) {
        return noted("end " + space + " " + ending + " " + dryRun);
    }

    @Override
    public JsonObject adopt(String whom, boolean dryRun) {
        return noted("adopt " + space + " " + whom + " " + dryRun);
    }

    @Override
    public JsonObject admit(String claim, boolean dryRun) {
        return noted("admit " + space + " " + claim + " " + dryRun);
    }

    @Override
    public JsonObject recover(@Nullable String paper, @Nullable String person, boolean dryRun) {
        return noted("recover " + space + " " + paper + " " + person + " " + dryRun);
    }

    @Override
    public JsonObject checkPaper(String paper) {
        return noted("checkPaper " + space + " " + paper);
    }
}
