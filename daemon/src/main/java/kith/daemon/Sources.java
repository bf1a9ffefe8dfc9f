package kith.daemon;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import kith.daemon.replica.Replica;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Grant;
import kith.ontology.delta.Dot;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.KithException;

/** Where facts come from: each delta is read once. For one request and one thread. */
final class Sources {
    private final Replica replica;
    private final Map<Dot, Long> clocks = new HashMap<>();
    private final Map<Dot, Source> sources = new HashMap<>();

    /**
     * Who said something, when.
     *
     * @param author did of the device that signed it
     * @param person did of whom that device was admitted for; empty while that is unknown
     * @param device what the device was called when it was admitted; empty while that is unknown, and for
     *     the founder, of whose device the founding says no name
     * @param note empty when there is none, or it cannot be read
     */
    record Source(String delta, String time, String author, String person, String device, String note) {
        void tell(JsonObject row) {
            row.addProperty("delta", delta);
            row.addProperty("time", time);
            tellAuthor(row);
            if (!note.isEmpty()) {
                row.addProperty("note", note);
            }
        }

        void tellAuthor(JsonObject row) {
            row.addProperty("author", author);
            if (!person.isEmpty()) {
                row.addProperty("person", person);
            }
            if (!device.isEmpty()) {
                row.addProperty("device", device);
            }
        }
    }

    Sources(Replica replica) {
        this.replica = replica;
    }

    /** The clock of a delta that an operation names. */
    long clock(Dot dot) {
        return clocks.computeIfAbsent(dot, replica.store()::clock);
    }

    Source of(Dot dot) {
        return sources.computeIfAbsent(dot, unread -> of(delta(unread)));
    }

    private SignedDelta delta(Dot dot) {
        return replica.store().delta(dot).orElseThrow();
    }

    Source of(SignedDelta delta) {
        LogRoot root = replica.store().log(delta.dot().log()).orElseThrow().root();
        Optional<Grant> grant = replica.authority()
                .grant(root.grant())
                .filter(held -> held.device().equals(root.author()))
                .or(() -> replica.authority().grantOf(root.author()));
        return new Source(
                delta.briefId(),
                HybridClock.instant(delta.entry().clock()).toString(),
                root.author().did(),
                grant.map(held -> held.person().did()).orElse(""),
                grant.filter(held -> !held.id().equals(GrantId.ofGenesis(replica.id())))
                        .map(Grant::name)
                        .orElse(""),
                note(delta));
    }

    private static String note(SignedDelta delta) {
        try {
            return delta.entry().control()
                    ? act(delta)
                    : EditCodec.decode(delta.entry().payload(), delta.dot().log())
                            .note()
                            .orElse("");
        } catch (KithException unreadable) {
            return "";
        }
    }

    /** Of the acts only one does anything to a fact: it keeps down what an erased delta had taken back. */
    private static String act(SignedDelta delta) {
        return ActCodec.decode(delta.entry().payload())
                .filter(Act.Erase.class::isInstance)
                .map(erase -> "erased who had taken it back")
                .orElse("");
    }
}
