package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import kith.daemon.machine.Machine;
import kith.daemon.peers.Address;
import kith.daemon.peers.PeerBook;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** Looks for why two nodes do not meet: from here to here, and from here to each peer. Safe from any thread; waits. */
final class NetCheck {
    /** Places that are looked at, of peers that are not connected first; the rest is counted. */
    static final int MAX_PLACES = 32;

    static final Duration CLOCK_OFF = Duration.ofMinutes(10);

    private static final String OK = "ok";
    private static final String WARN = "warn";
    private static final String FAIL = "fail";
    private static final String V4_HERE = "127.0.0.1";
    private static final String V6_HERE = "::1";

    private final Connections connections;
    private final PeerBook book;
    private final Machine machine;
    private final Standings standings;
    private final DaemonHousehold.Places places;
    private final Joining.Patience waiting;

    /** Looks which node answers at a place; the future fails with an exception whose message is for people. */
    interface Prober {
        CompletableFuture<KeyId> probe(InetSocketAddress place);
    }

    /** What was found at a place: a node, or what went wrong. */
    private record Found(@Nullable KeyId node, String problem, long nanos) {}

    NetCheck(
            DaemonHousehold.Rooms rooms, Standings standings, DaemonHousehold.Places places, Joining.Patience waiting) {
        this.connections = rooms.connections();
        this.book = rooms.book();
        this.machine = rooms.machine();
        this.standings = standings;
        this.places = places;
        this.waiting = waiting;
    }

    JsonObject run(Duration patience) {
        return new Report(patience).made();
    }

    /** One look around. */
    private final class Report {
        private final Duration patience;
        private final Map<Address, CompletableFuture<Found>> looks = new LinkedHashMap<>();
        private final JsonArray checks = new JsonArray();
        private final JsonArray here = new JsonArray();
        private final JsonArray peers = new JsonArray();
        private final Set<Address> bound = new LinkedHashSet<>();
        private final Set<Address> told = new LinkedHashSet<>();
        private boolean fails;
        private String next = "";

        Report(Duration patience) {
            this.patience = patience;
        }

        JsonObject made() {
            places.listening().forEach(text -> bound.addAll(ways(Address.parse(text))));
            places.around().reachable().forEach(text -> Address.find(text).ifPresent(told::add));
            bound.forEach(this::look);
            told.forEach(this::look);
            List<PeerBook.Known> known = book.all().stream()
                    .sorted(Comparator.comparing(
                            peer -> connections.link(peer.node()).isPresent()))
                    .toList();
            known.stream()
                    .filter(peer -> !peer.isBlocked())
                    .forEach(peer -> peer.addresses().forEach(this::look));
            waiting.waited(patience, () -> looks.values().stream().allMatch(CompletableFuture::isDone));
            bound.forEach(address -> here(address, true));
            told.stream().filter(address -> !bound.contains(address)).forEach(address -> here(address, false));
            listening();
            tickets();
            inbound();
            around();
            known.forEach(this::peer);
            met(known);
            clocks();
            JsonObject report = new JsonObject();
            report.addProperty("well", !fails);
            report.add("checks", checks);
            report.add("here", here);
            report.add("peers", peers);
            if (!next.isEmpty()) {
                report.addProperty("next", next);
            }
            return report;
        }

        /** How a place that stands for all addresses of the machine is reached from the machine itself. */
        private static List<Address> ways(Address place) {
            return Reach.of(place) == Reach.EVERYWHERE
                    ? List.of(new Address(V4_HERE, place.port()), new Address(V6_HERE, place.port()))
                    : List.of(place);
        }

        private void look(Address address) {
            if (looks.size() < MAX_PLACES) {
                looks.computeIfAbsent(address, place -> {
                    long begun = machine.ticks();
                    return places.prober()
                            .probe(InetSocketAddress.createUnresolved(place.host(), place.port()))
                            .handle((node, fault) ->
                                    new Found(node, fault == null ? "" : problem(fault), machine.ticks() - begun));
                });
            }
        }

        private static String problem(Throwable fault) {
            return String.valueOf(fault.getMessage());
        }

        private Optional<Found> found(Address address) {
            CompletableFuture<Found> look = looks.get(address);
            if (look == null) {
                return Optional.empty();
            }
            return Optional.of(
                    look.isDone()
                            ? look.join()
                            : new Found(null, "no answer within " + patience.toSeconds() + " s", patience.toNanos()));
        }

        private boolean answers(Address address, KeyId wanted) {
            return found(address).filter(found -> wanted.equals(found.node())).isPresent();
        }

        private void here(Address address, boolean isBound) {
            JsonObject row = row(address);
            row.addProperty("bound", isBound);
            Optional<Found> found = found(address);
            KeyId other = found.map(Found::node)
                    .filter(node -> !connections.isSelf(node))
                    .orElse(null);
            if (other != null) {
                says(row, FAIL, "another node answers: " + other.did());
                fails("let only one daemon have " + address + ", or set peer.advertise to where this one is");
            } else if (found.isPresent() && found.get().node() == null) {
                says(row, WARN, found.get().problem());
            } else {
                Reach reach = Reach.of(address);
                says(row, isBound || reach == Reach.ANYBODY ? OK : WARN, "this node answers" + reach.limit());
            }
            here.add(row);
        }

        private void listening() {
            if (bound.isEmpty()) {
                check("listening", WARN, "nobody can call this node: it does not listen", "set peer.listen");
                return;
            }
            String where = String.join(", ", places.listening());
            List<String> families = new ArrayList<>();
            for (Address address : bound) {
                if (isHere(address)) {
                    families.add(address.host().indexOf(':') < 0 ? "IPv4" : "IPv6");
                }
            }
            boolean isThere = !families.isEmpty();
            check(
                    "listening",
                    isThere ? OK : FAIL,
                    isThere
                            ? "on " + where + ", and answers there over " + String.join(" and ", families)
                            : "on " + where + ", and does not answer there",
                    isThere ? "" : "look at the firewall of this machine, then: kith daemon stop, kith daemon start");
        }

        private boolean isHere(Address address) {
            return found(address).map(Found::node).filter(connections::isSelf).isPresent();
        }

        private void tickets() {
            if (bound.isEmpty() && told.isEmpty()) {
                return;
            }
            boolean isOpen = told.stream().anyMatch(address -> Reach.of(address) == Reach.ANYBODY);
            check(
                    "tickets",
                    isOpen ? OK : WARN,
                    "tell peers to call " + String.join(", ", places.around().reachable())
                            + (isOpen ? "" : ", which nodes elsewhere cannot reach"),
                    isOpen
                            ? ""
                            : "for nodes elsewhere: have the router forward the port, and set peer.advertise to its"
                                    + " address");
        }

        private void inbound() {
            long callers = connections.links().stream()
                    .filter(link -> !link.link().isDialled())
                    .count();
            boolean isUncalled = callers == 0 && !bound.isEmpty() && !book.all().isEmpty();
            String ports = String.join(
                    ", ",
                    bound.stream()
                            .map(Address::port)
                            .distinct()
                            .map(String::valueOf)
                            .toList());
            check(
                    "firewall",
                    isUncalled ? WARN : OK,
                    callers > 0
                            ? callers + " of the connected peers called this node, so calls come through"
                            : "whether calls come through cannot be seen from here",
                    isUncalled ? "let TCP port " + ports + " through; where that cannot be, the other side must" : "");
        }

        private void around() {
            boolean isDeaf = !connections.nearby().problem().isEmpty();
            check(
                    "lan",
                    isDeaf ? WARN : OK,
                    connections.nearby().told(),
                    isDeaf
                            ? "let UDP port 5353 through, and no other program have it for itself; or peer.lan = off"
                            : "");
        }

        private void peer(PeerBook.Known known) {
            JsonObject peer = new JsonObject();
            peer.addProperty("node", known.node().did());
            String name = standings.name(known.node());
            if (!name.isEmpty()) {
                peer.addProperty("name", name);
            }
            boolean isThere = connections.link(known.node()).isPresent();
            peer.addProperty("state", known.isBlocked() ? "blocked" : isThere ? "connected" : "waiting");
            JsonArray addresses = new JsonArray();
            known.addresses().forEach(address -> {
                JsonObject row = row(address);
                at(row, known, address);
                addresses.add(row);
            });
            peer.add("addresses", addresses);
            boolean isSeen = known.addresses().stream()
                    .anyMatch(address -> found(address).isPresent());
            boolean isWell = isThere || known.isBlocked() || !isSeen;
            if (!isWell) {
                boolean isRight = known.addresses().stream().anyMatch(address -> answers(address, known.node()));
                String problem = connections.calls().problem(known.node());
                String why = isRight ? "answers, and no link comes to be" : "is not found at any address";
                peer.addProperty("says", why + (isRight && !problem.isEmpty() ? ": " + problem : ""));
                fails(
                        isRight
                                ? "look at the other side with: kith peer get, kith member list"
                                : "see whether its daemon runs, or ask where it is now, then: kith peer add "
                                        + known.node().did() + " HOST:PORT");
            }
            peers.add(peer);
        }

        private void at(JsonObject row, PeerBook.Known known, Address address) {
            Optional<Found> found = found(address);
            if (known.isBlocked()) {
                says(row, OK, "blocked, so it is not called");
            } else if (found.isEmpty()) {
                says(row, WARN, "not looked at: more than " + MAX_PLACES + " addresses are known");
            } else if (found.get().node() == null) {
                says(row, WARN, found.get().problem());
            } else if (connections.isSelf(found.get().node())) {
                says(row, WARN, "this node itself answers");
            } else if (found.get().node().equals(known.node())) {
                says(row, OK, "the right node answers");
            } else {
                says(row, WARN, "another node answers: " + found.get().node().did());
            }
        }

        private void met(List<PeerBook.Known> known) {
            long wanted = known.stream().filter(peer -> !peer.isBlocked()).count();
            long connected = connections.links().size();
            check(
                    "peers",
                    OK,
                    connected + " connected, " + wanted + " known",
                    known.isEmpty() && connected == 0 ? "kith invite, kith join, or kith peer add" : "");
        }

        private void clocks() {
            long worst = connections.links().stream()
                    .mapToLong(link -> Math.abs(link.session().clockOffset().orElse(0L)))
                    .max()
                    .orElse(0);
            boolean off = worst > CLOCK_OFF.toMillis();
            check(
                    "clock",
                    off ? WARN : OK,
                    "at most " + worst / 1000 + " s apart from the clocks of connected peers",
                    off ? "set the clock of this machine or of the peer; kith peer get tells which" : "");
        }

        private JsonObject row(Address address) {
            JsonObject row = new JsonObject();
            row.addProperty("address", address.toString());
            found(address)
                    .filter(found -> found.node() != null)
                    .ifPresent(found -> row.addProperty("millis", TimeUnit.NANOSECONDS.toMillis(found.nanos())));
            return row;
        }

        private static void says(JsonObject row, String state, String words) {
            row.addProperty("state", state);
            row.addProperty("says", words);
        }

        private void fails(String fix) {
            fails = true;
            if (next.isEmpty()) {
                next = fix;
            }
        }

        private void check(String name, String state, String words, String fix) {
            JsonObject check = new JsonObject();
            check.addProperty("name", name);
            says(check, state, words);
            if (!fix.isEmpty()) {
                check.addProperty("fix", fix);
            }
            checks.add(check);
            if (state.equals(FAIL)) {
                fails(fix);
            }
        }
    }
}
