package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import kith.daemon.config.KeyFile;
import kith.daemon.config.NodeIdentity;
import kith.daemon.http.Household;
import kith.daemon.machine.RealMachine;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.Grant;
import kith.ontology.delta.GrantId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * A new device key for this node. The person's key lets the new device into every space, then the key file is replaced,
 * then the rights of the old device end: whatever is cut off in between, the key that is in the file has its rights.
 * Safe from any thread; one at a time.
 */
final class Rotation {
    private static final String REASON = "key rotated";

    private final Replicas replicas;
    private final NodeIdentity identity;
    private final Path file;
    private final RealMachine machine;
    private boolean changed;

    /** @param file where the keys are that this daemon was started with */
    Rotation(Replicas replicas, NodeIdentity identity, Path file, RealMachine machine) {
        this.replicas = replicas;
        this.identity = identity;
        this.file = file;
        this.machine = machine;
    }

    /** The right of this device in one space, and why the new key cannot have it; empty if it can. */
    private record Right(Replica replica, Grant grant, String hindrance) {
        boolean isCarried() {
            return hindrance.isEmpty();
        }
    }

    /**
     * Does what would give the key of this device a right, which must not happen once that key is gone from the file.
     *
     * @throws KithException USER, CONFLICT if it is
     */
    synchronized <T> T whileCurrent(Supplier<T> act) {
        if (changed) {
            throw KithException.user(
                    Code.CONFLICT,
                    "the key of this node was changed since its daemon started; stop it and start it again: kith daemon"
                            + " stop, then kith daemon start");
        }
        return act.get();
    }

    /** As {@link Household#rotateKey} says. */
    JsonObject rotate(Household.Rotating wish) {
        return whileCurrent(() -> rotate(wish, KeyFile.read(file)));
    }

    private JsonObject rotate(Household.Rotating wish, KeyFile keys) {
        NodeIdentity next = identity.withFreshDevice(Instant.ofEpochMilli(machine.nowMillis()), machine.chance());
        List<Right> rights = rights(next);
        mustHavePerson(rights);
        JsonObject told = told(rights, keys.isSealed());
        told.addProperty("dryRun", wish.dryRun());
        if (!wish.dryRun()) {
            mustBeAgreed(rights, Set.copyOf(List.of(wish.without().split(" ", -1))));
            change(keys, next, rights, wish.passphrase());
            told.addProperty("now", next.node().did());
        }
        return told;
    }

    private void change(KeyFile keys, NodeIdentity next, List<Right> rights, @Nullable String sent) {
        char[] passphrase = sent == null ? null : sent.toCharArray();
        try {
            keys.open(passphrase);
            rights.stream().filter(Right::isCarried).forEach(right -> carry(right, next));
            // Also if that fails: it may have come so far that the next start finds the new one.
            changed = true;
            keys.replace(next, passphrase, machine.chance());
        } finally {
            if (passphrase != null) {
                Arrays.fill(passphrase, '\0');
            }
        }
        // Of a space that was still joining, the admission may have come meanwhile.
        for (Right late : rights(next)) {
            if (late.isCarried()) {
                carry(late, next);
            }
        }
        replicas.all().forEach(this::end);
    }

    private List<Right> rights(NodeIdentity next) {
        List<Right> rights = new ArrayList<>();
        for (Replica replica : replicas.all()) {
            Authority authority = replica.authority();
            authority.grants().stream()
                    .filter(grant -> grant.device().equals(identity.node()) && authority.isStanding(grant.id()))
                    .forEach(grant -> rights.add(new Right(replica, grant, hindrance(replica, grant, next))));
        }
        return rights;
    }

    private String hindrance(Replica replica, Grant grant, NodeIdentity next) {
        if (!isOurs(grant)) {
            return "this node acts there for " + grant.person().brief() + ", whose key is on another node";
        }
        Authority after = Promises.kept(replica.foreseeAsPerson(enrol(next), grant.family()));
        return has(after, grant.family(), next) ? "" : "the key of the person may say nothing more there";
    }

    private boolean isOurs(Grant grant) {
        return grant.person().equals(identity.person().id());
    }

    private static Act enrol(NodeIdentity next) {
        return new Act.Enrol(next.certificate(), next.name());
    }

    private static boolean has(Authority authority, GrantId family, NodeIdentity next) {
        return authority.grants().stream()
                .anyMatch(grant -> grant.device().equals(next.node())
                        && grant.family().equals(family)
                        && authority.isStanding(grant.id()));
    }

    private void mustHavePerson(List<Right> rights) {
        if (!rights.isEmpty() && rights.stream().noneMatch(right -> isOurs(right.grant()))) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "only the key of the person can let a new key in, and it is on the device that the person began"
                            + " with; there: kith node lost NAME, then kith node add for a fresh home here");
        }
    }

    private static void mustBeAgreed(List<Right> rights, Set<String> without) {
        for (Right right : rights) {
            if (!right.isCarried() && !without.contains(right.replica().name())) {
                throw KithException.user(
                        Code.CONFLICT,
                        "in space " + right.replica().name() + " this node would lose its right: " + right.hindrance()
                                + "; nothing was changed");
            }
        }
    }

    private void carry(Right right, NodeIdentity next) {
        GrantId family = right.grant().family();
        if (!has(right.replica().authority(), family, next)) {
            Promises.kept(right.replica().actAsPerson(enrol(next), family));
        }
        if (!has(right.replica().authority(), family, next)) {
            throw KithException.user(
                    Code.CONFLICT,
                    "rights in space " + right.replica().name()
                            + " changed meanwhile, and the new key got none; the old" + " one is still good");
        }
    }

    /** Ends what rights the old device has: by the person's key where it is here, else by its own word. */
    private void end(Replica replica) {
        // A change that is worked out meanwhile would come after what the end keeps.
        replica.writers().lock();
        try {
            Set<GrantId> done = new HashSet<>();
            for (Optional<Grant> right = standing(replica);
                    right.isPresent() && done.add(right.get().id());
                    right = standing(replica)) {
                Grant grant = right.get();
                Act cut = new Act.Cut(grant.id(), false, replica.kept(Set.of(grant.id()), Long.MAX_VALUE), REASON);
                if (isOurs(grant)) {
                    Promises.kept(replica.actAsPerson(cut, grant.family()));
                }
                if (replica.authority().isStanding(grant.id())) {
                    Promises.kept(replica.act(cut));
                }
            }
        } finally {
            replica.writers().unlock();
        }
    }

    private Optional<Grant> standing(Replica replica) {
        return replica.authority().grantOf(identity.node());
    }

    private JsonObject told(List<Right> rights, boolean sealed) {
        JsonObject told = new JsonObject();
        JsonArray says = new JsonArray();
        JsonArray spaces = new JsonArray();
        says.add("makes a new key for this device in place of "
                + identity.node().did() + ", for use from the next start of its daemon on");
        for (Right right : rights) {
            says.add(line(right));
            JsonObject space = new JsonObject();
            space.addProperty("space", right.replica().name());
            space.addProperty("carried", right.isCarried());
            spaces.add(space);
        }
        replicas.all().stream()
                .filter(replica -> !Roll.hadRight(replica.authority(), identity.node()))
                .forEach(replica -> says.add("space " + replica.name()
                        + " is still joining: it goes on with the new key; if the ticket is used up by then, it takes"
                        + " another"));
        says.add("peers that call this node by its old key meet it when it calls them, or have to be told the new one");
        says.add("tickets made here name the old key: make new ones");
        told.add("says", says);
        told.addProperty("sealed", sealed);
        told.addProperty("was", identity.node().did());
        told.add("spaces", spaces);
        return told;
    }

    private static String line(Right right) {
        String where = "space " + right.replica().name() + ": ";
        return right.isCarried()
                ? where + "the new key becomes " + Acts.level(right.grant().allowance())
                        + " and the right of the old one ends; all that it said stays"
                : where + "CANNOT be carried over: " + right.hindrance()
                        + "; the right of this node there ends, and it takes a ticket to come back";
    }
}
