package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.daemon.bundle.Holdings;
import kith.daemon.bundle.Manifest;
import kith.daemon.bundle.Packing;
import kith.daemon.bundle.Unpacked;
import kith.daemon.bundle.Unpacking;
import kith.daemon.http.Bundles;
import kith.daemon.machine.Machine;
import kith.daemon.replica.Admission;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.Frontier;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** Bundles of the spaces of this home, made and taken in. Safe from any thread. */
final class Carrying implements Bundles {
    private static final long TELL_NANOS = 200_000_000;

    private final Replicas replicas;
    private final Connections connections;
    private final Holdings holdings;
    private final Machine machine;

    Carrying(Replicas replicas, Connections connections, Holdings holdings, Machine machine) {
        this.replicas = replicas;
        this.connections = connections;
        this.holdings = holdings;
        this.machine = machine;
        replicas.onRemoved(replica -> holdings.forget(replica.id()));
    }

    @Override
    public void write(Wish wish, @Nullable InputStream since, Place to) throws IOException {
        Replica replica = replicas.named(wish.space())
                .orElseThrow(() -> KithException.user(Code.NOT_FOUND, "no space named " + wish.space() + " here"));
        Packing packing = new Packing(replica);
        List<Frontier> known = new ArrayList<>();
        if (wish.whom() != null) {
            holdings.of(replica.id(), reader(replica, wish.whom())).ifPresent(known::add);
        }
        if (since != null) {
            known.add(packing.heldBy(since));
        }
        packing.write(new Packing.Wish(claim(replica), known, wish.bare()), to.begin());
    }

    /** The device that a word means, if it may be told anything of the space. */
    private static KeyId reader(Replica replica, String word) {
        Authority authority = replica.authority();
        Optional<KeyId> named = Roll.key(word);
        boolean stranger = named.isPresent()
                && authority.grants().stream()
                        .noneMatch(grant -> grant.device().equals(named.get())
                                || grant.person().equals(named.get()));
        KeyId device = stranger ? named.get() : new Roll(authority, replica.self(), "").device(word, grant -> true);
        if (authority.grantOf(device).isEmpty()) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "'" + word + "' has no right in space " + replica.name()
                            + ", and nothing of a space is told to strangers; kith member list shows who has one");
        }
        return device;
    }

    private Optional<Bytes> claim(Replica replica) {
        return connections.shelf(replica.id()).flatMap(ReplicaShelf::claim).map(Claim::bytes);
    }

    @Override
    public JsonObject take(Content bundle, Reader reader) throws IOException {
        Manifest manifest = Unpacking.manifest(bundle::open);
        Replica replica = replicas.space(manifest.space())
                .orElseThrow(() -> KithException.user(
                        Code.NOT_FOUND,
                        "this bundle is of space "
                                + manifest.space().value().slice(0, 4).toHex()
                                + ", which this home neither holds nor is joining; come in with a ticket first:"
                                + " kith join TICKET"));
        Pace pace = new Pace(reader, bundle.size());
        Unpacked unpacked = new Unpacking(replica, manifest, bundle::open, pace).run();
        connections
                .shelf(replica.id())
                .ifPresent(shelf -> unpacked.forks().forEach(fork -> shelf.branched(fork.log(), fork.seq())));
        JsonObject receipt = receipt(replica, manifest, unpacked);
        manifest.claim().ifPresent(claim -> weigh(replica, manifest.maker(), claim, receipt));
        boolean known = replica.authority().grantOf(manifest.maker()).isPresent()
                && !manifest.maker().equals(replica.self());
        if (known && unpacked.fault().isEmpty() && !pace.isGone()) {
            holdings.note(manifest, Instant.ofEpochMilli(machine.nowMillis()));
        }
        return receipt;
    }

    private static void weigh(Replica replica, KeyId maker, Bytes bytes, JsonObject receipt) {
        if (replica.authority().grantOf(maker).isPresent()) {
            receipt.addProperty("claim", "known");
            return;
        }
        Optional<Claim> claim =
                read(bytes).filter(read -> read.device().device().equals(maker));
        Admission admission = claim.isEmpty() ? new Admission.Unproven() : Promises.kept(replica.admit(claim.get()));
        switch (admission) {
            case Admission.Admitted() -> receipt.addProperty("claim", "admitted");
            case Admission.Refused(String why) -> {
                receipt.addProperty("claim", "refused");
                receipt.addProperty("why", why);
            }
            case Admission.Unproven() -> {
                receipt.addProperty("claim", "unproven");
                receipt.addProperty("why", "the claim in it is of no ticket that is known here");
            }
        }
    }

    private static Optional<Claim> read(Bytes claim) {
        try {
            return Optional.of(Claim.read(claim));
        } catch (MalformedException none) {
            return Optional.empty();
        }
    }

    private static JsonObject receipt(Replica replica, Manifest manifest, Unpacked unpacked) {
        JsonObject receipt = new JsonObject();
        receipt.addProperty("space", replica.name());
        receipt.addProperty("maker", manifest.maker().did());
        receipt.addProperty("deltas", unpacked.fresh());
        receipt.addProperty("known", unpacked.known());
        receipt.addProperty("waiting", unpacked.waiting());
        receipt.addProperty("refused", unpacked.refused());
        JsonArray gaps = new JsonArray();
        for (Unpacked.Gap gap : unpacked.gaps()) {
            JsonObject json = new JsonObject();
            json.addProperty("log", gap.log().value().toHex());
            json.addProperty("author", gap.author().did());
            json.addProperty("first", gap.first());
            json.addProperty("last", gap.last());
            gaps.add(json);
        }
        receipt.add("gaps", gaps);
        JsonArray forks = new JsonArray();
        for (Unpacked.Fork fork : unpacked.forks()) {
            JsonObject json = new JsonObject();
            json.addProperty("log", fork.log().value().toHex());
            json.addProperty("author", fork.author().did());
            json.addProperty("at", fork.seq());
            forks.add(json);
        }
        receipt.add("forks", forks);
        unpacked.fault().ifPresent(fault -> receipt.addProperty("fault", fault));
        return receipt;
    }

    /** Tells how far it is, a few times a second. */
    private final class Pace implements Unpacking.Course {
        private final Reader reader;
        private final long size;
        private long told = machine.ticks();

        Pace(Reader reader, long size) {
            this.reader = reader;
            this.size = size;
        }

        @Override
        public void step(long bytes) {
            long now = machine.ticks();
            if (now - told < TELL_NANOS) {
                return;
            }
            told = now;
            JsonObject progress = new JsonObject();
            progress.addProperty("part", "taking in");
            progress.addProperty("done", bytes);
            progress.addProperty("of", size);
            JsonObject line = new JsonObject();
            line.add("progress", progress);
            reader.listener().tell(line);
        }

        @Override
        public boolean isGone() {
            return reader.isGone().getAsBoolean();
        }
    }
}
