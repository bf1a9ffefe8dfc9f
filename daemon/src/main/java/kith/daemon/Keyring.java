package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import kith.daemon.config.NodeIdentity;
import kith.daemon.replica.Replica;
import kith.ontology.access.Act;
import kith.ontology.access.Grant;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** The keys of this node, and those above it, without their secrets. */
final class Keyring {
    private final NodeIdentity identity;
    private final Path file;
    private final boolean sealed;

    Keyring(NodeIdentity identity, Path file, boolean sealed) {
        this.identity = identity;
        this.file = file;
        this.sealed = sealed;
    }

    JsonObject list(Collection<Replica> replicas) {
        JsonObject keys = new JsonObject();
        keys.addProperty("person", identity.person().id().did());
        keys.addProperty("device", identity.node().did());
        keys.addProperty("name", identity.name());
        keys.addProperty("since", Standings.time(identity.certificate().issuedMillis()));
        keys.addProperty("file", file.toString());
        keys.addProperty("sealed", sealed);
        JsonArray spaces = new JsonArray();
        replicas.forEach(replica -> spaces.add(space(replica)));
        keys.add("spaces", spaces);
        return keys;
    }

    private JsonObject space(Replica replica) {
        JsonObject space = new JsonObject();
        space.addProperty("space", replica.name());
        Optional<Act.Genesis> genesis = replica.authority().genesis();
        space.addProperty("paper", genesis.flatMap(Act.Genesis::root).isPresent());
        space.addProperty("quorum", genesis.map(Act.Genesis::quorum).orElse(0));
        // A device that another one of its person let in acts for that person, whatever key is in its own file.
        replica.authority()
                .grantOf(identity.node())
                .map(Grant::person)
                .ifPresent(person -> space.addProperty("actsFor", person.did()));
        return space;
    }

    /** The space that a new one succeeds, by its id. */
    static Optional<SpaceId> predecessor(String id) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SpaceId(Bytes.hex(id)));
        } catch (IllegalArgumentException e) {
            throw KithException.user(
                    Code.USAGE, "the id of a space has 64 hexadecimal digits, as kith space show has it");
        }
    }
}
