package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import kith.daemon.config.Home;
import kith.daemon.replica.Replica;
import kith.ontology.identity.KeyId;

/** What {@code kith doctor} asks of a running daemon. */
final class Checkup {
    private static final long LOW_DISK_BYTES = 512L << 20;
    private static final long CLOCK_OFF_MILLIS = 10 * 60 * 1000;

    private final Home home;
    private final Connections connections;
    private final DaemonHousehold.Places places;
    private final KeyId self;
    private final JsonArray checks = new JsonArray();

    Checkup(Home home, Connections connections, DaemonHousehold.Places places, KeyId self) {
        this.home = home;
        this.connections = connections;
        this.places = places;
        this.self = self;
    }

    JsonObject run() {
        java();
        disk();
        listening();
        travel();
        peers();
        clocks();
        waiting();
        forks();
        copies();
        tickets();
        rights();
        JsonObject report = new JsonObject();
        report.add("checks", checks);
        return report;
    }

    private void java() {
        check(
                "java",
                "ok",
                "Java " + Runtime.version() + ", " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB of heap at most",
                "");
    }

    private void disk() {
        try {
            FileStore disk = Files.getFileStore(home.store());
            long free = disk.getUsableSpace();
            boolean low = free < LOW_DISK_BYTES;
            check(
                    "disk",
                    low ? "warn" : "ok",
                    (free >> 20) + " MiB free under " + home.store(),
                    low ? "free space" : "");
        } catch (IOException e) {
            check("disk", "fail", "cannot ask for free space: " + e.getMessage(), "look at the disk");
        }
    }

    private void listening() {
        boolean none = places.listening().isEmpty();
        check(
                "listening",
                none ? "warn" : "ok",
                none ? "peers cannot call this node" : "peers may call " + String.join(", ", places.listening()),
                none ? "set peer.listen in " + home.config() + " if they should" : "");
    }

    private void travel() {
        check(
                "travel",
                "ok",
                places.travel().isEmpty()
                        ? "peers are called at their own places, and bytes go as fast as they can"
                        : String.join("; ", places.travel()),
                "");
    }

    private void peers() {
        int connected = connections.links().size();
        int known = connections.nodes().size();
        boolean alone = connected == 0 && known > 0;
        check(
                "peers",
                alone ? "warn" : "ok",
                connected + " of " + known + " known peers connected",
                alone ? "see the reasons with: kith peer list" : "");
    }

    private void clocks() {
        long worst = connections.links().stream()
                .mapToLong(link -> Math.abs(link.session().clockOffset().orElse(0L)))
                .max()
                .orElse(0);
        boolean off = worst > CLOCK_OFF_MILLIS;
        check(
                "clock",
                off ? "warn" : "ok",
                "at most " + worst / 1000 + " s apart from the clocks of peers",
                off ? "set the clock of this machine or of the peer" : "");
    }

    private void waiting() {
        Unseen unseen = Unseen.of(
                connections.shelves().stream().map(ReplicaShelf::replica).toList(), self);
        if (unseen.own() > 0) {
            check(
                    "unseen",
                    "warn",
                    unseen.own() + " deltas of this node count nowhere: they were written after its right had ended",
                    "look for what they said with: kith log; write again what still holds");
        }
        check(
                "waiting",
                unseen.waiting() > 0 ? "warn" : "ok",
                unseen.waiting() + " deltas kept unseen until their right is known"
                        + (unseen.past() > 0
                                ? ", " + unseen.past() + " that came after their authors' right had ended"
                                : ""),
                unseen.waiting() > 0 ? "connect to a peer that knows the authors' rights" : "");
    }

    private void forks() {
        List<String> forks = connections.shelves().stream()
                .flatMap(shelf -> shelf.forks().keySet().stream().map(shelf::told))
                .sorted()
                .toList();
        check(
                "forks",
                forks.isEmpty() ? "ok" : "warn",
                forks.isEmpty()
                        ? "no log of two branches met since the start"
                        : "two branches, of which the first that came is kept: " + String.join(", ", forks),
                forks.isEmpty() ? "" : "let only one copy of the author's home run; compare what both peers show");
    }

    private void copies() {
        List<String> logs = connections.shelves().stream()
                .map(ReplicaShelf::replica)
                .flatMap(replica -> replica.writtenElsewhere().stream()
                        .map(log -> "log " + log.value().slice(0, 4).toHex() + " in space " + replica.name()))
                .sorted()
                .toList();
        List<String> signs = new ArrayList<>();
        if (!logs.isEmpty()) {
            signs.add("this home was set back or copied; it goes on in new logs, nothing is lost; written further"
                    + " elsewhere: " + String.join(", ", logs));
        }
        if (connections.copies().ofThisHome()) {
            signs.add("another copy of this home seems to run: peers end our links for others with this node");
        }
        connections
                .copies()
                .ofPeers()
                .forEach(peer -> signs.add(
                        "two copies of the home of node " + peer.brief() + " seem to run: they put each other off"));
        check(
                "copies",
                signs.isEmpty() ? "ok" : "warn",
                signs.isEmpty()
                        ? "no sign since the start that a home was set back or runs twice"
                        : String.join("; ", signs),
                signs.isEmpty() ? "" : "let only one copy of a home run");
    }

    private void tickets() {
        List<String> spaces = connections.shelves().stream()
                .map(ReplicaShelf::replica)
                .filter(replica -> !replica.authority().doubleUses().isEmpty())
                .map(Replica::name)
                .sorted()
                .toList();
        check(
                "tickets",
                spaces.isEmpty() ? "ok" : "warn",
                spaces.isEmpty()
                        ? "no ticket let two devices in"
                        : "a ticket let two devices in: " + String.join(", ", spaces),
                spaces.isEmpty() ? "" : "look at the members; one of the two may not be whom you invited");
    }

    private void rights() {
        List<String> ended = connections.shelves().stream()
                .filter(this::isEnded)
                .map(shelf -> shelf.replica().name()
                        + shelf.refusal().map(why -> " (" + why + ")").orElse(""))
                .sorted()
                .toList();
        check(
                "rights",
                ended.isEmpty() ? "ok" : "warn",
                ended.isEmpty()
                        ? "this node has a right in every space that let it in"
                        : "the right of this node has ended in " + String.join(", ", ended),
                ended.isEmpty() ? "" : "see by whom with: kith member list; remove the space with: kith leave");
    }

    /** Whether the end of our right is known here, or a member says that it has ended: it tells us nothing more then. */
    private boolean isEnded(ReplicaShelf shelf) {
        return Roll.hadRight(shelf.replica().authority(), self)
                && (shelf.isWithoutRight() || shelf.refusal().isPresent());
    }

    private void check(String name, String state, String says, String fix) {
        JsonObject check = new JsonObject();
        check.addProperty("name", name);
        check.addProperty("state", state);
        check.addProperty("says", says);
        if (!fix.isEmpty()) {
            check.addProperty("fix", fix);
        }
        checks.add(check);
    }
}
