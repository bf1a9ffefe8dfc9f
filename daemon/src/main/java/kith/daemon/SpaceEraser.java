package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import kith.daemon.http.Eraser;
import kith.daemon.replica.Erasure;
import kith.daemon.replica.Moments;
import kith.daemon.replica.Replica;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Grant;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogId;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** Erasures in one space. Safe from any thread. */
final class SpaceEraser implements Eraser {
    /** Deltas, facts and other deltas that an answer names. */
    static final int MAX_ROWS = 1_000;

    private static final int PLAN_BYTES = 8;

    private final Replica replica;
    private final Erasure erasure;
    private final String ownName;

    /** @param ownName what this device is called */
    SpaceEraser(Replica replica, String ownName) {
        this.replica = replica;
        this.ownName = ownName;
        this.erasure = new Erasure(replica);
    }

    @Override
    public JsonObject plan(Wanted wanted) {
        Erasure.Plan plan = planned(wanted);
        JsonObject told = new JsonObject();
        told.addProperty("plan", id(plan));
        JsonArray deltas = new JsonArray();
        History history = new History(replica);
        Sources sources = new Sources(replica);
        for (SignedDelta delta :
                plan.deltas().subList(0, Math.min(MAX_ROWS, plan.deltas().size()))) {
            JsonObject line = history.line(delta);
            sources.of(delta).tellAuthor(line);
            deltas.add(line);
        }
        told.add("deltas", deltas);
        told.addProperty("count", plan.deltas().size());
        Portion changes = new Portion(MAX_ROWS);
        plan.vanishing().stream()
                .sorted(Comparator.comparing(Quad::toString))
                .forEach(quad -> changes.change("-", quad));
        told.add("changes", changes.rows());
        told.addProperty("left", changes.left());
        told.addProperty("vanishing", plan.vanishing().size());
        told.addProperty(
                "restated",
                plan.restated().values().stream()
                        .mapToInt(places -> places.size())
                        .sum());
        JsonArray others = new JsonArray();
        plan.others().stream()
                .limit(MAX_ROWS)
                .forEach(dot ->
                        others.add(replica.store().delta(dot).orElseThrow().briefId()));
        told.add("others", others);
        told.addProperty("otherDeltas", plan.others().size());
        return told;
    }

    /** Names what is erased, so that nothing else is than what was told. */
    private static String id(Erasure.Plan plan) {
        byte[][] links =
                plan.deltas().stream().map(delta -> delta.link().toArray()).toArray(byte[][]::new);
        return Bytes.sha256(links).slice(0, PLAN_BYTES).toHex();
    }

    private Erasure.Plan planned(Wanted wanted) {
        int ways = (wanted.deltas().isEmpty() ? 0 : 1)
                + (wanted.thing() == null ? 0 : 1)
                + (wanted.author() == null ? 0 : 1);
        if (ways != 1 || (wanted.before() != null && wanted.author() == null)) {
            throw KithException.user(
                    Code.USAGE,
                    "what is erased are deltas, or what names a thing, or what an author said before a time");
        }
        return erasure.plan(deltas(wanted));
    }

    private List<SignedDelta> deltas(Wanted wanted) {
        Moments moments = new Moments(replica.store());
        @Nullable String thing = wanted.thing();
        @Nullable String author = wanted.author();
        @Nullable String before = wanted.before();
        if (thing != null) {
            if (thing.indexOf(':') < 1) {
                throw KithException.user(Code.USAGE, "a thing is named by its whole IRI here");
            }
            return erasure.naming(NodeFactory.createURI(thing));
        }
        if (author != null) {
            return erasure.by(author(author), before == null ? Long.MAX_VALUE : moments.clock(before));
        }
        List<SignedDelta> deltas = new ArrayList<>();
        wanted.deltas().forEach(id -> deltas.add(moments.delta(id)));
        return deltas;
    }

    private static KeyId author(String did) {
        return Roll.key(did)
                .orElseThrow(() -> KithException.user(
                        Code.USAGE, "an author is named by its did:key, as kith log and kith member list have it"));
    }

    @Override
    public JsonObject erase(Wanted wanted, @Nullable String told) {
        Erasure.Plan plan = planned(wanted);
        if (told != null && !told.equals(id(plan))) {
            throw KithException.user(
                    Code.CONFLICT, "something was said meanwhile, so more would be erased than was told; ask again");
        }
        JsonObject done = new JsonObject();
        JsonArray acts = new JsonArray();
        try {
            erasure.say(plan).join().forEach(acts::add);
        } catch (CompletionException e) {
            throw e.getCause() instanceof KithException refusal ? refusal : e;
        }
        done.add("acts", acts);
        done.addProperty("deltas", plan.deltas().size());
        done.addProperty("vanishing", plan.vanishing().size());
        return done;
    }

    @Override
    public JsonObject status() {
        JsonObject status = new JsonObject();
        long erased = replica.authority().erasures().stream()
                .flatMap(said -> said.act().deltas().stream())
                .map(Cutoff::link)
                .distinct()
                .count();
        status.addProperty("deltas", erased);
        boolean pending = replica.store().purge().isPending();
        status.addProperty("onThisDisk", pending);
        Roll roll = new Roll(replica.authority(), replica.self(), ownName);
        JsonArray devices = new JsonArray();
        Map<LogId, Long> acts = erasure.acts();
        replica.authority().grants().stream()
                .filter(grant -> replica.authority().isStanding(grant.id()))
                .sorted(Comparator.comparing(roll::name)
                        .thenComparing(grant -> grant.id().value()))
                .forEach(grant -> devices.add(device(grant, roll.name(grant), acts, pending)));
        status.add("devices", devices);
        return status;
    }

    private JsonObject device(Grant grant, String name, Map<LogId, Long> acts, boolean pending) {
        JsonObject device = new JsonObject();
        device.addProperty("device", grant.device().did());
        device.addProperty("person", grant.person().did());
        device.addProperty("name", name);
        device.addProperty("level", grant.level().name().toLowerCase(Locale.ROOT));
        if (grant.device().equals(replica.self())) {
            device.addProperty("here", true);
            if (!pending) {
                device.addProperty("confirmed", "here");
            }
            return device;
        }
        replica.store()
                .confirmations()
                .of(grant.device())
                .filter(said -> said.covers(acts))
                .ifPresent(said -> device.addProperty(
                        "confirmed", Instant.ofEpochMilli(said.millis()).toString()));
        return device;
    }
}
