package kith.daemon.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kith.ontology.testkit.Gen;

/**
 * Daemons without wires and doors, on a network and in a time that follow from a seed. What happens {@link NetHappenings} draws; when all is
 * well again everybody has to come to the same, with nothing lost that was acknowledged.
 */
final class NetWorld implements AutoCloseable {
    static final long START_MILLIS = 1_790_000_000_000L;

    /** From when all is well until everybody has the same: calls are barred for minutes after some faults. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /** Signs of life, when all is said. */
    private static final int MOST_UNSENT_BYTES = 1_024;

    private static final Duration STEP = Duration.ofSeconds(2);

    private final Gen gen;
    private final Garage garage;
    private final Trace trace = new Trace();
    private final Agenda agenda = new Agenda();
    private final Net net;
    private final Ledger ledger = new Ledger();
    private final List<Station> stations = new ArrayList<>();
    /** Other processes under the key of a station. */
    private final List<Station> copies = new ArrayList<>();

    private int hosts;

    NetWorld(long seed, Garage garage, int size) {
        this.gen = new Gen(seed);
        this.garage = garage;
        this.net = new Net(agenda, new Gen(gen.fromLong(0, Long.MAX_VALUE - 1)));
        for (int i = 0; i < size; i++) {
            stations.add(new Station(this, hosts++, i, garage.empty()));
        }
        founder().founds();
        pass(Duration.ofSeconds(1));
    }

    /** Lets so much happen, and then all become well; gives back the hash of it all. */
    String lives(int events) {
        NetHappenings happenings = new NetHappenings(this);
        for (int i = 0; i < events; i++) {
            happenings.next();
        }
        happenings.end();
        settles();
        mustHaveComeTogether();
        return trace.hash();
    }

    void pass(Duration span) {
        agenda.pass(span);
    }

    /** Time passes until everybody who has a right holds the same, and has nothing left to say. */
    void settles() {
        Duration waited = Duration.ZERO;
        int quiet = 0;
        while (quiet < 2) {
            assertTrue(waited.compareTo(PATIENCE) < 0, this::standing);
            pass(STEP);
            waited = waited.plus(STEP);
            quiet = agree() ? quiet + 1 : 0;
        }
        note("settled", waited.toMillis());
    }

    private boolean agree() {
        List<Station> members = members();
        return stations.stream().allMatch(Station::isOn)
                && members.stream().map(Station::frontier).distinct().count() == 1
                && members.stream()
                        .allMatch(member -> isAlone(member) || member.links().isInStep());
    }

    /** Nobody has to be connected with anybody by name; who is with nobody cannot be in step. */
    private boolean isAlone(Station member) {
        return members().size() == 1;
    }

    private void mustHaveComeTogether() {
        List<Station> members = members();
        Station first = members.getFirst();
        for (Station member : members) {
            note(member.host(), member.frontier(), member.digest());
            assertEquals(first.digest(), member.digest(), () -> "the digest of " + member + "\n" + standing());
            assertEquals(List.of(), ledger.lackedBy(member), () -> "what " + member + " lost");
            assertEquals(Set.of(), member.waiting(), () -> "what lies unseen at " + member);
        }
        assertTrue(net.unsent() <= MOST_UNSENT_BYTES, () -> net.unsent() + " bytes wait to be sent");
    }

    /** How everybody stands, for whoever reads of a failure. */
    private String standing() {
        return "never settled:\n"
                + stations.stream()
                        .map(station -> station
                                + (station.isOn() ? "" : " off")
                                + (station.isMember() ? " member " : " ")
                                + (station.space().isPresent()
                                        ? station.heads() + " "
                                                + station.links().standings()
                                        : ""))
                        .collect(Collectors.joining("\n"));
    }

    void note(Object... what) {
        trace.note(agenda.nowMicros(), List.of(what));
    }

    /** The machine of a process that begins now. */
    NodeMachine machine() {
        return new NodeMachine(agenda, new Gen(gen.fromLong(0, Long.MAX_VALUE - 1)), START_MILLIS);
    }

    Station founder() {
        return stations.getFirst();
    }

    /** Those who are there and have a right, as the founder knows. */
    List<Station> members() {
        return stations.stream()
                .filter(Station::isMember)
                .filter(station ->
                        !founder().isMember() || founder().serves(station.self().node()))
                .toList();
    }

    Gen gen() {
        return gen;
    }

    Net net() {
        return net;
    }

    Agenda agenda() {
        return agenda;
    }

    Ledger ledger() {
        return ledger;
    }

    List<Station> stations() {
        return stations;
    }

    /** A second process of a station comes to be at another host, on a copy of its disk. */
    Station copied(Station station, Path backup) {
        Station copy = new Station(this, hosts++, stations.indexOf(station), garage.with(backup));
        copies.add(copy);
        return copy;
    }

    @Override
    public void close() {
        for (List<Station> some : List.of(stations, copies)) {
            some.forEach(Station::close);
            some.forEach(station -> garage.back(station.drive()));
        }
    }
}
