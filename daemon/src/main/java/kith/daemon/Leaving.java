package kith.daemon;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.ontology.access.Act;
import kith.ontology.access.Grant;
import kith.ontology.delta.GrantId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;

/** How this node goes out of a space: ends its own right, tells somebody, and forgets the space. */
final class Leaving {
    private static final long LINK_MILLIS = 1_000;

    private final Replica replica;
    private final Replicas replicas;
    private final Connections connections;
    private final KeyId node;

    Leaving(Replica replica, Replicas replicas, Connections connections, KeyId node) {
        this.replica = replica;
        this.replicas = replicas;
        this.connections = connections;
        this.node = node;
    }

    /** @param patience waits for something, and tells whether it came */
    JsonObject leave(boolean allDevices, boolean now, boolean dryRun, Predicate<BooleanSupplier> patience) {
        Roll roll = new Roll(replica.authority(), node, "this device");
        Optional<Grant> right = replica.authority().grantOf(node);
        Foreseen foreseen = new Foreseen(
                replica,
                roll,
                right.isPresent() ? List.of(Promises.kept(replica.foresee(end(right.get(), allDevices)))) : List.of());
        foreseen.say("removes space " + replica.name() + " with all that it says from this node"
                + (now ? ", though nobody may have been told" : ", once a peer was told"));
        boolean isLast = isLast(foreseen);
        if (isLast) {
            foreseen.say("nobody else has a right in it: what it says is lost unless it was exported");
        }
        JsonObject told = foreseen.told(dryRun);
        if (!dryRun) {
            Set<KeyId> before = sharing();
            endAll(allDevices);
            boolean heard = now
                    || isLast
                    || isNeverJoined()
                    || (right.isEmpty() ? isRefused() : patience.test(() -> wasTold(before) || isRefused()));
            if (!heard) {
                throw KithException.user(
                        Code.TIMED_OUT,
                        "the right of this device in space " + replica.name() + " has ended here, but no peer was told"
                                + " yet, so the space is kept; connect and leave again, or with --now tell nobody");
            }
            replicas.remove(replica);
            told.addProperty("removed", replica.name());
        }
        return told;
    }

    private Act end(Grant grant, boolean allDevices) {
        GrantId ended = allDevices ? grant.family() : grant.id();
        Set<GrantId> ids = allDevices ? Members.family(replica.authority(), ended) : Set.of(ended);
        return new Act.Cut(ended, allDevices, replica.kept(ids, Long.MAX_VALUE), "left");
    }

    /** A device may have been given several rights. */
    private void endAll(boolean allDevices) {
        Set<GrantId> done = new HashSet<>();
        for (Optional<Grant> right = replica.authority().grantOf(node);
                right.isPresent() && done.add(right.get().id());
                right = replica.authority().grantOf(node)) {
            Promises.kept(replica.act(end(right.get(), allDevices)));
        }
    }

    /** Whether nobody would be left who has a right in the space. */
    private boolean isLast(Foreseen foreseen) {
        List<Grant> ends = foreseen.ends();
        return !ends.isEmpty()
                && replica.authority().grants().stream()
                        .filter(grant -> replica.authority().isStanding(grant.id()))
                        .allMatch(ends::contains);
    }

    private boolean isNeverJoined() {
        return !replica.authority().isFounded();
    }

    private boolean isRefused() {
        return connections.shelf(replica.id()).flatMap(ReplicaShelf::refusal).isPresent();
    }

    private Set<KeyId> sharing() {
        Set<KeyId> sharing = new HashSet<>();
        for (PeerLink link : connections.links()) {
            if (shares(link)) {
                sharing.add(link.peer());
            }
        }
        return sharing;
    }

    private boolean shares(PeerLink link) {
        return link.standings().stream()
                .anyMatch(standing -> standing.shared() && standing.space().equals(replica.id()));
    }

    /** Whether a peer has all that we said, or has stopped speaking of the space, as it does to one without a right. */
    private boolean wasTold(Set<KeyId> before) {
        return isRefused()
                || connections.links().stream()
                        .filter(link -> before.contains(link.peer()))
                        .filter(Leaving::hasHeardUs)
                        .anyMatch(link -> link.standings().stream()
                                .filter(standing -> standing.space().equals(replica.id()))
                                .allMatch(standing -> !standing.shared() || standing.ahead() == 0));
    }

    /** Waits until the session has taken up what was committed before. */
    private static boolean hasHeardUs(PeerLink link) {
        CompletableFuture<Boolean> turn = new CompletableFuture<>();
        link.later(() -> turn.complete(true));
        return turn.completeOnTimeout(false, LINK_MILLIS, TimeUnit.MILLISECONDS).join();
    }
}
