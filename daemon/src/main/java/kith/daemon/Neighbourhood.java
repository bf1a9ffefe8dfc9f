package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kith.daemon.http.Neighbours;
import kith.daemon.machine.Machine;
import kith.daemon.peers.PeerBook;
import kith.daemon.replica.Replica;
import kith.daemon.wire.CloseCode;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** What may be asked of one peer, and done with it. Safe from any thread; calls may wait. */
final class Neighbourhood implements Neighbours {
    /** Links that end before they are answered on: one may make room for a better one, a second has another reason. */
    private static final int MAX_LINKS = 2;
    /** How long comparing is waited for where nobody asked to wait until both are in step. */
    private static final Duration COMPARED = Duration.ofSeconds(2);

    private final Machine machine;
    private final Connections connections;
    private final PeerBook book;
    private final Standings standings;
    private final NetCheck netCheck;
    private final DaemonHousehold household;
    private final Set<KeyId> pinged = ConcurrentHashMap.newKeySet();

    Neighbourhood(DaemonHousehold.Rooms rooms, Standings standings, NetCheck netCheck, DaemonHousehold household) {
        this.machine = rooms.machine();
        this.connections = rooms.connections();
        this.book = rooms.book();
        this.standings = standings;
        this.netCheck = netCheck;
        this.household = household;
    }

    @Override
    public JsonObject peer(String text) {
        return standings.peer(known(text));
    }

    @Override
    public JsonObject check(Duration patience) {
        return netCheck.run(patience);
    }

    @Override
    public JsonObject ping(String text, Duration patience) {
        KeyId node = callable(text);
        if (!pinged.add(node)) {
            throw KithException.user(
                    Code.CONFLICT, told(node) + " is being pinged already; one at a time, so try again");
        }
        try {
            return pinged(node, patience);
        } finally {
            pinged.remove(node);
        }
    }

    private JsonObject pinged(KeyId node, Duration patience) {
        long begun = machine.ticks();
        boolean stood = connections.link(node).isPresent();
        for (int links = 0; links < MAX_LINKS; links++) {
            PeerLink link = reached(node, left(begun, patience));
            long linked = machine.ticks();
            CompletableFuture<Long> answer = link.ping();
            household.waited(
                    left(begun, patience), () -> answer.isDone() || !link.link().isOpen());
            if (answer.isDone()) {
                JsonObject pong = named(node);
                pong.addProperty("address", link.place().toString());
                pong.addProperty("dialled", link.link().isDialled());
                pong.addProperty("micros", TimeUnit.NANOSECONDS.toMicros(answer.join()));
                if (!stood) {
                    pong.addProperty("connectMicros", TimeUnit.NANOSECONDS.toMicros(linked - begun));
                }
                link.session().clockOffset().ifPresent(offset -> pong.addProperty("clockOffsetMillis", offset));
                return pong;
            }
            if (link.link().isOpen()) {
                throw KithException.user(
                        Code.TIMED_OUT,
                        told(node) + " is connected at " + link.place() + " and gave no answer within "
                                + shown(patience));
            }
        }
        throw KithException.user(
                Code.UNREACHABLE,
                told(node) + " ends each link before it answers" + because(node)
                        + "; it lets in whoever shares a space with it and is not blocked there");
    }

    private Duration left(long begun, Duration patience) {
        return patience.minusNanos(machine.ticks() - begun);
    }

    /**
     * The link to a node, which is called at each of its addresses once if there is none.
     *
     * @throws KithException USER: UNREACHABLE if none of them leads to it, TIMED_OUT if that is not known in time
     */
    private PeerLink reached(KeyId node, Duration patience) {
        int addresses = connections.nearby().addresses(node).size();
        if (addresses == 0 && connections.link(node).isEmpty()) {
            throw KithException.user(
                    Code.UNREACHABLE,
                    "no address of " + told(node) + " is known, so it has to call; else: kith peer add " + node.did()
                            + " HOST:PORT");
        }
        int[] calls = {0};
        boolean over = household.waited(patience, () -> {
            if (connections.link(node).isPresent()) {
                return true;
            }
            if (connections.calls().isUnder(node)) {
                return false;
            }
            if (calls[0] == addresses) {
                return true;
            }
            calls[0]++;
            connections.wake(node);
            return false;
        });
        Optional<PeerLink> link = connections.link(node);
        if (link.isEmpty()) {
            throw KithException.user(
                    over ? Code.UNREACHABLE : Code.TIMED_OUT,
                    told(node) + " cannot be reached" + (over ? "" : " within " + shown(patience)) + because(node)
                            + "; see each address with: kith net check");
        }
        return link.get();
    }

    private String because(KeyId node) {
        if (connections.calls().isBarred(node)) {
            return " (it broke the protocol and is left alone until "
                    + Standings.time(connections.calls().nextMillis(node)) + ")";
        }
        String problem = connections.calls().problem(node);
        return problem.isEmpty() ? "" : " (" + problem + ")";
    }

    @Override
    public JsonObject block(String text, String reason) {
        KeyId node = other(text);
        book.block(node, reason, machine.nowMillis());
        connections
                .link(node)
                .ifPresent(link -> link.link().close(CloseCode.EVICTED, Connections.BLOCKED_PAUSE, "not now"));
        JsonObject done = done(node);
        says(
                done,
                told(node) + " is neither called nor let in by this node any more",
                "its rights in spaces are unchanged, and what it says still comes by way of others; to end its rights:"
                        + " kith member end, kith share ban");
        return done;
    }

    @Override
    public JsonObject unblock(String text) {
        KeyId node = known(text);
        boolean was = book.unblock(node);
        connections.wake(node);
        JsonObject done = done(node);
        says(done, told(node) + (was ? " is called and let in again" : " was not blocked"));
        return done;
    }

    @Override
    public JsonObject forget(String text) {
        KeyId node = known(text);
        if (book.isBlocked(node)) {
            throw KithException.user(
                    Code.CONFLICT,
                    told(node)
                            + " is blocked, and would be let in again if it were forgotten; first: kith peer unblock "
                            + node.did());
        }
        Optional<PeerLink> link = connections.link(node);
        String name = told(node);
        link.ifPresent(PeerLink::forget);
        Optional<PeerBook.Known> was = book.forget(node);
        connections.lags().forget(node);
        connections.calls().forget(node);
        link.ifPresent(open -> open.link().close(CloseCode.EVICTED));
        JsonObject done = named(node);
        int addresses = was.map(known -> known.addresses().size()).orElse(0);
        says(done, name + " is forgotten, with " + addresses + (addresses == 1 ? " address" : " addresses"));
        List<String> shared = spacesOf(node);
        if (!shared.isEmpty()) {
            says(
                    done,
                    "it is a member of " + String.join(", ", shared)
                            + ": when it calls it is met again; to keep it out: kith peer block " + node.did());
        }
        if (was.filter(known -> known.source() == PeerBook.Source.SETTING).isPresent()) {
            says(done, "the setting peer.static names it, so the next start remembers it again");
        }
        return done;
    }

    private List<String> spacesOf(KeyId node) {
        return connections.shelves().stream()
                .filter(shelf -> shelf.mayRead(node))
                .map(shelf -> shelf.replica().name())
                .sorted()
                .toList();
    }

    @Override
    public JsonObject sync(String text, @Nullable String space, boolean wait, Duration patience) {
        KeyId node = callable(text);
        List<Replica> wanted = household.wanted(space);
        Set<SpaceId> ids = wanted.stream().map(Replica::id).collect(Collectors.toSet());
        Hearing hearing = new Hearing(node);
        if (wait) {
            connections.wake(node);
            household.waited(
                    patience,
                    () -> hearing.isUpToDate()
                            && (standings.isInStepWith(node, ids)
                                    || !standings.forked(node, ids).isEmpty()));
        } else {
            reached(node, patience);
            household.waited(COMPARED, () -> hearing.isUpToDate() && standings.isInStepWith(node, ids));
        }
        boolean inStep = standings.isInStepWith(node, ids);
        if (wait && !inStep) {
            throw notInStep(node, ids, patience);
        }
        JsonObject answer = named(node);
        answer.addProperty("inStep", inStep);
        answer.addProperty("peers", connections.link(node).isPresent() ? 1 : 0);
        JsonArray spaces = new JsonArray();
        wanted.forEach(replica -> spaces.add(replica.name()));
        answer.add("spaces", spaces);
        return answer;
    }

    /** Whether all was heard that a node had to say when it was asked: what is on its way may be news. */
    private final class Hearing {
        private final KeyId node;
        private @Nullable PeerLink asked;
        private CompletableFuture<Long> answer = new CompletableFuture<>();

        Hearing(KeyId node) {
            this.node = node;
        }

        /** Asks over each link once. */
        boolean isUpToDate() {
            PeerLink link = connections.link(node).orElse(null);
            if (link != null && link != asked) {
                asked = link;
                answer = link.ping();
            }
            return link != null && answer.isDone();
        }
    }

    private KithException notInStep(KeyId node, Set<SpaceId> ids, Duration patience) {
        List<String> forked = standings.forked(node, ids);
        if (!forked.isEmpty()) {
            return DaemonHousehold.neverInStep(forked);
        }
        boolean isThere = connections.link(node).isPresent();
        String why = !isThere
                ? "it is not connected" + because(node)
                : connections.link(node).stream().anyMatch(PeerLink::sharesAnything)
                        ? "it is connected; see how far it is with: kith peer get " + node.did()
                        : "it is connected and shares no space with this node";
        return KithException.user(
                Code.TIMED_OUT, "not in step with " + told(node) + " after " + shown(patience) + ": " + why);
    }

    /** A node that this one may call. */
    private KeyId callable(String text) {
        KeyId node = known(text);
        if (book.isBlocked(node)) {
            throw KithException.user(
                    Code.CONFLICT, told(node) + " is blocked here; first: kith peer unblock " + node.did());
        }
        return node;
    }

    private KeyId known(String text) {
        KeyId node = other(text);
        boolean isFound = !connections.nearby().addresses(node).isEmpty();
        if (book.known(node).isEmpty() && connections.link(node).isEmpty() && !isFound) {
            throw KithException.user(
                    Code.NOT_FOUND, "no peer " + node.did() + " is known here; see whom there is with: kith peer list");
        }
        return node;
    }

    private KeyId other(String text) {
        KeyId node;
        try {
            node = KeyId.parse(text);
        } catch (IllegalArgumentException e) {
            throw KithException.user(Code.USAGE, String.valueOf(e.getMessage()));
        }
        if (connections.isSelf(node)) {
            throw KithException.user(Code.USAGE, "that is this node itself");
        }
        return node;
    }

    private String told(KeyId node) {
        String name = standings.name(node);
        return name.isEmpty() ? node.did() : name;
    }

    private JsonObject named(KeyId node) {
        JsonObject named = new JsonObject();
        named.addProperty("node", node.did());
        String name = standings.name(node);
        if (!name.isEmpty()) {
            named.addProperty("name", name);
        }
        return named;
    }

    private JsonObject done(KeyId node) {
        JsonObject done = named(node);
        done.add("state", standings.peer(node).get("state"));
        return done;
    }

    private static void says(JsonObject done, String... lines) {
        if (!done.has("says")) {
            done.add("says", new JsonArray());
        }
        for (String line : lines) {
            done.getAsJsonArray("says").add(line);
        }
    }

    private static String shown(Duration span) {
        return span.toMillis() < 1_000 ? span.toMillis() + " ms" : span.toSeconds() + " s";
    }
}
