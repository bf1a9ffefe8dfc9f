package kith.daemon.sim;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import kith.daemon.wire.Link;
import kith.daemon.wire.Reception;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;

/**
 * The network of a {@link NetWorld}: hosts, and between any two of them a road each way with its latency and width, which may be
 * closed. What travels on one connection keeps its order; connections know nothing of one another.
 */
final class Net {
    static final int PORT = 7_340;

    /** Within this time a call is answered, or has failed. */
    private static final long HANDSHAKE_MICROS = 10_000_000;

    private final Agenda agenda;
    private final Gen gen;
    private final Map<Integer, Host> hosts = new HashMap<>();
    private final Map<Pair, Road> roads = new HashMap<>();
    private final Set<Pair> closed = new HashSet<>();
    private final List<Cable> cables = new ArrayList<>();
    private long bytes;

    /** Who answers at a host, while it is on. */
    record Host(KeyId node, NodeMachine machine, Reception reception) {}

    /** From one host to another. */
    record Pair(int from, int to) {}

    /** How long a byte takes, and how many pass in a second. */
    record Road(int micros, int bytesPerSecond) {}

    Net(Agenda agenda, Gen gen) {
        this.agenda = agenda;
        this.gen = gen;
    }

    static String place(int host) {
        return "host-" + host + ":" + PORT;
    }

    static InetSocketAddress address(int host) {
        return InetSocketAddress.createUnresolved("host-" + host, PORT);
    }

    /** From now on this one answers there. */
    void plug(int host, Host by) {
        hosts.put(host, by);
    }

    /** Nobody answers there any more; its connections are reset, or nobody is told, as where the power fails. */
    void unplug(int host, boolean silently) {
        hosts.remove(host);
        for (Cable cable : standing()) {
            if (cable.isAt(host)) {
                cable.abandoned(host, silently);
            }
        }
    }

    boolean isOn(int host) {
        return hosts.containsKey(host);
    }

    /** Nothing passes from one host to another. */
    void close(int from, int to) {
        closed.add(new Pair(from, to));
    }

    boolean isClosed(int from, int to) {
        return closed.contains(new Pair(from, to));
    }

    /** Everything passes again; what was held up comes after all. */
    void openAll() {
        closed.clear();
        standing().forEach(Cable::reopened);
    }

    /** The connections between some two hosts end; both sides are told, or neither. */
    void cut(int one, int other, boolean silently) {
        for (Cable cable : standing()) {
            if (cable.isAt(one) && cable.isAt(other)) {
                cable.cut(silently);
            }
        }
    }

    private List<Cable> standing() {
        cables.removeIf(Cable::isGone);
        return List.copyOf(cables);
    }

    Road road(int from, int to) {
        return roads.computeIfAbsent(
                new Pair(from, to),
                fresh -> new Road(
                        gen.pickOf(200, 2_000, 20_000, 20_000, 80_000, 300_000),
                        gen.pickOf(100_000_000, 100_000_000, 1_000_000, 200_000)));
    }

    /** How long a frame of that size takes this time. */
    long micros(int from, int to) {
        int least = road(from, to).micros();
        return least + gen.from(0, least / 2);
    }

    void carried(int more) {
        bytes += more;
    }

    /** All that travelled, so far. */
    long bytes() {
        return bytes;
    }

    /** What waits to be sent anywhere. */
    long unsent() {
        return standing().stream().mapToLong(Cable::unsent).sum();
    }

    Gen gen() {
        return gen;
    }

    Agenda agenda() {
        return agenda;
    }

    /** Somebody at a host calls a place where a node is to be. */
    CompletableFuture<Link> dial(int from, InetSocketAddress place, KeyId wanted) {
        CompletableFuture<Link> answer = new CompletableFuture<>();
        Host caller = hosts.get(from);
        int to = Integer.parseInt(place.getHostString().substring("host-".length()));
        boolean passes = isOn(to) && !isClosed(from, to) && !isClosed(to, from);
        long micros = passes ? 2 * (micros(from, to) + micros(to, from)) : HANDSHAKE_MICROS;
        agenda.after(micros, () -> {
            if (!caller.machine().isOn()) {
                return;
            }
            Optional<Host> callee = Optional.ofNullable(hosts.get(to))
                    .filter(host -> host.node().equals(wanted) && !isClosed(from, to) && !isClosed(to, from))
                    .filter(host -> host.reception().admits(caller.node()));
            if (callee.isEmpty()) {
                answer.completeExceptionally(
                        new KithException(KithException.Blame.PEER, Code.UNREACHABLE, "nobody answers", null));
                return;
            }
            Cable cable = new Cable(this, new Cable.Party(from, caller), new Cable.Party(to, callee.get()));
            cables.add(cable);
            answer.complete(cable.open());
        });
        return answer;
    }
}
