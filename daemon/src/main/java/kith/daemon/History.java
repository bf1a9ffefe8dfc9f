package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kith.daemon.replica.Replica;
import kith.daemon.store.LogState;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Verdict;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;

/** The deltas of a space as a list for people. */
final class History {
    /** Payload read for one list; a list of many imports ends there. */
    private static final long MAX_BYTES = 64L << 20;

    private final Replica replica;

    /** A delta and the log it is of. */
    private record Told(LogState log, SignedDelta delta) {}

    History(Replica replica) {
        this.replica = replica;
    }

    /** The last {@code limit} deltas held, newest first by their clocks. */
    JsonArray newest(int limit) {
        List<Told> told = new ArrayList<>();
        for (LogState log : replica.store().logs()) {
            long from = Math.max(1, log.head().seq() - limit + 1);
            replica.store()
                    .read(log.root().id(), from, limit, MAX_BYTES)
                    .forEach(delta -> told.add(new Told(log, delta)));
        }
        JsonArray list = new JsonArray();
        told.stream()
                .sorted(Comparator.comparingLong(
                                (Told each) -> each.delta().entry().clock())
                        .reversed())
                .limit(limit)
                .forEach(each -> list.add(line(each)));
        return list;
    }

    /** The line of one delta that is held. */
    JsonObject line(SignedDelta delta) {
        return line(new Told(replica.store().log(delta.dot().log()).orElseThrow(), delta));
    }

    private JsonObject line(Told told) {
        SignedDelta delta = told.delta();
        JsonObject line = new JsonObject();
        line.addProperty("delta", delta.briefId());
        line.addProperty("time", HybridClock.instant(delta.entry().clock()).toString());
        line.addProperty("author", told.log().root().author().did());
        line.addProperty("seq", delta.dot().seq());
        boolean data = told.log().root().plane() == Plane.DATA;
        line.addProperty("plane", data ? "data" : "control");
        line.addProperty("bytes", delta.entry().content().length());
        line.addProperty("state", state(told));
        if (delta.entry().isWithdrawn()) {
            erased(delta, line);
        } else if (data) {
            edit(delta, line);
        } else {
            line.addProperty("asserts", 0);
            line.addProperty("retracts", 0);
            line.addProperty("note", act(delta));
        }
        return line;
    }

    private String state(Told told) {
        if (told.delta().entry().isWithdrawn()) {
            return "erased";
        }
        if (told.delta().dot().seq() <= told.log().applied()) {
            return "shown";
        }
        return replica.authority().judge(told.log().root()) instanceof Verdict.Void ? "void" : "waiting";
    }

    private void erased(SignedDelta delta, JsonObject line) {
        line.addProperty("asserts", 0);
        line.addProperty("retracts", 0);
        replica.erasure(delta)
                .ifPresentOrElse(
                        said -> {
                            String time =
                                    HybridClock.instant(said.delta().clock()).toString();
                            line.addProperty(
                                    "note", "erased by " + said.person().did() + " at " + time);
                            line.addProperty("erasedBy", said.person().did());
                            line.addProperty("erasedAt", time);
                            line.addProperty(
                                    "erasedWith",
                                    said.delta().link().slice(0, 4).toHex());
                        },
                        () -> line.addProperty(
                                "note", "erased by an act that counts no more; its content is gone from this node"));
    }

    private static void edit(SignedDelta delta, JsonObject line) {
        try {
            Edit edit = EditCodec.decode(delta.entry().payload(), delta.dot().log());
            line.addProperty("asserts", edit.asserts().size());
            line.addProperty("retracts", edit.retracts().size());
            edit.note().ifPresent(note -> line.addProperty("note", note));
            edit.group().ifPresent(group -> {
                line.addProperty("group", group.id().slice(0, 4).toHex());
                line.addProperty("part", group.part());
            });
        } catch (RuntimeException unreadable) {
            line.addProperty("asserts", 0);
            line.addProperty("retracts", 0);
            line.addProperty("note", "unreadable here: written by a later version, or damaged by its author");
        }
    }

    private static String act(SignedDelta delta) {
        return ActCodec.decode(delta.entry().payload())
                .map(Acts::told)
                .orElse("an act of a kind that this version does not know");
    }
}
