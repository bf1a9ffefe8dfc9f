package kith.cli.journey;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A network that is there for a test: places with an address and a cable each, all cables ending at one bridge. A
 * place and the bridge are namespaces of Linux. Around them stands, where the system lets us have one, a namespace of
 * users, in which we may do everything and outside of which nothing; without one they are root's own. Either way the
 * network of the machine itself cannot be touched.
 *
 * <p>Nothing has a name outside and nothing is left behind: what holds a namespace is a shell that reads from us. When
 * we end, however we end, it kills who is still in there and ends too, and the system takes the rest back.
 */
final class Network implements AutoCloseable {
    private static final String FIRST_BYTES = "10.77.0.";
    private static final String SKIPPED = "kith.cli.journey.NamespacesIT: SKIPPED, and nothing was tested: needs ";
    static final String NAMESPACES =
            "namespaces: Linux, unshare and nsenter of util-linux, and the right to have namespaces of users (sysctl"
                    + " kernel.unprivileged_userns_clone=1, kernel.apparmor_restrict_unprivileged_userns=0,"
                    + " user.max_user_namespaces above 0), or root with CAP_SYS_ADMIN";
    /** No card has this address: what is sent there is lost on the way, and nobody is told. */
    private static final String NOWHERE = "02:00:00:00:00:01";

    private static final Path OURS = Path.of("/proc/self/ns/net");

    /**
     * Makes sure that it is not in the network of the machine, which is its argument, says that it stands, waits until
     * nobody writes to it any more, and takes along whoever lives in its namespace.
     */
    private static final String HOLD = """
            here=$(readlink /proc/self/ns/net)
            [ -n "$here" ] && [ -n "$1" ] && [ "$here" != "$1" ] || exit 1
            echo stands; cat > /dev/null
            for each in /proc/[0-9]*; do
                pid=${each#/proc/}
                [ "$pid" = $$ ] || [ "$(readlink "$each/ns/net" 2> /dev/null)" != "$here" ] || kill -9 "$pid"
            done""";

    private static final List<List<String>> WAYS = List.of(List.of("unshare", "-Urn"), List.of("unshare", "-n"));

    private final Deque<Process> holders = new ArrayDeque<>();
    private final List<Place> places = new ArrayList<>();
    private final List<String> way;
    private final Process bridge;

    private Network(List<String> way, Process bridge) {
        this.way = way;
        this.bridge = bridge;
        holders.push(bridge);
        run(bridge, "ip link add name bridge type bridge; ip link set bridge up");
    }

    /** A network without places; empty, and said aloud with what it would take, where there can be none. */
    static Optional<Network> laid() {
        for (List<String> way : WAYS) {
            Process bridge = held(way);
            if (bridge != null) {
                return Optional.of(new Network(way, bridge));
            }
        }
        System.err.println(SKIPPED + NAMESPACES);
        return Optional.empty();
    }

    /** Skips the test, and says so aloud, where a program is not there. */
    static void needs(String program, String of) {
        String look = "PATH=$PATH:/usr/sbin:/sbin; command -v " + program;
        if (Program.run(List.of("sh", "-c", look), Map.of()).exit() != 0) {
            String why = SKIPPED + program + " of " + of;
            System.err.println(why);
            throw new TestAbortedException(why);
        }
    }

    /** A shell in a new namespace; null if there may be none. */
    private static @Nullable Process held(List<String> enter) {
        List<String> command = new ArrayList<>(enter);
        try {
            command.addAll(List.of(
                    "sh", "-c", HOLD, "holder", Files.readSymbolicLink(OURS).toString()));
            Process holder =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            BufferedReader says =
                    new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            return says.readLine() == null ? null : holder;
        } catch (IOException unknown) {
            return null;
        }
    }

    /** One more place on the bridge. */
    Place place() {
        List<String> enter = new ArrayList<>(entering(bridge));
        enter.addAll(List.of("unshare", "-n"));
        Process holder = held(enter);
        if (holder == null) {
            throw new AssertionError("a second namespace cannot be had");
        }
        holders.push(holder);
        Place place = new Place(holder, places.size() + 1);
        places.add(place);
        return place;
    }

    /** From now on nothing goes from the one to the others, nor back. */
    void part(List<Place> one, List<Place> others) {
        for (Place left : one) {
            for (Place right : others) {
                left.isNotHeardBy(right);
                right.isNotHeardBy(left);
            }
        }
    }

    /** All is well again, but that who has moved stays there. */
    void heal() {
        places.forEach(Place::heal);
    }

    @Override
    public void close() {
        for (Process holder : holders) {
            try {
                holder.getOutputStream().close();
                holder.waitFor();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<String> entering(Process holder) {
        List<String> enter = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(holder.pid()), "-n"));
        if (way.contains("-Urn")) {
            enter.addAll(List.of("-U", "--preserve-credentials"));
        }
        return enter;
    }

    private void run(Process holder, String script) {
        List<String> command = new ArrayList<>(entering(holder));
        command.addAll(List.of("sh", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + script));
        Program.run(command, Map.of()).ok();
    }

    /** Where a node is. */
    final class Place {
        private final Process holder;
        private final int number;
        private String address;

        private Place(Process holder, int number) {
            this.holder = holder;
            this.number = number;
            this.address = FIRST_BYTES + number;
            run(
                    bridge,
                    "ip link add name " + cable() + " type veth peer name eth0 netns " + holder.pid() + "; ip link set "
                            + cable() + " master bridge up");
            run(holder, "ip link set lo up; ip addr add " + address + "/24 dev eth0; ip link set eth0 up");
        }

        private String cable() {
            return "cable" + number;
        }

        /** What a command begins with that is to run here. */
        List<String> enter() {
            return entering(holder);
        }

        String address() {
            return address;
        }

        /** From now on what is sent from here to the other is lost. */
        void isNotHeardBy(Place other) {
            run(holder, "ip neigh replace " + other.address + " lladdr " + NOWHERE + " nud permanent dev eth0");
        }

        /** From now on so many of a hundred packets that come here are lost. */
        void loses(int ofHundred) {
            run(
                    holder,
                    "nft add table ip kith; nft add chain ip kith in '{ type filter hook input priority 0; }';"
                            + " nft add rule ip kith in iifname eth0 numgen random mod 100 '<' " + ofHundred + " drop");
        }

        /** From now on no more goes through the cable, each way. */
        void narrow(String bitsASecond) {
            String filter = " root tbf rate " + bitsASecond + " burst 16kb latency 400ms";
            run(holder, "tc qdisc add dev eth0" + filter);
            run(bridge, "tc qdisc add dev " + cable() + filter);
        }

        void unplug() {
            run(bridge, "ip link set " + cable() + " down");
        }

        /** Is here from now on under another address, and under the old one no more. */
        void move() {
            address = FIRST_BYTES + (100 + number);
            run(holder, "ip addr flush dev eth0; ip addr add " + address + "/24 dev eth0");
        }

        private void heal() {
            run(holder, "ip neigh flush nud permanent dev eth0; nft delete table ip kith 2> /dev/null || true");
            run(holder, "tc qdisc del dev eth0 root 2> /dev/null || true");
            run(bridge, "ip link set " + cable() + " up; tc qdisc del dev " + cable() + " root 2> /dev/null || true");
        }
    }
}
