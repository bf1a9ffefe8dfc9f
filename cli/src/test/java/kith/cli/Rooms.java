package kith.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rooms of the house: who lives on which floor, and what each may touch. A room may touch itself, the rooms it
 * names, the JDK, and the libraries it names.
 */
final class Rooms {
    /** What stands on the floors: a room, and what it may touch. */
    record Room(String name, int floor, Set<String> rooms, Set<String> libraries) {}

    private static final String JENA = "org.apache.jena";
    private static final String NETTY = "io.netty";
    private static final String BOUNCY_CASTLE = "org.bouncycastle";
    private static final String ROCKSDB = "org.rocksdb";
    private static final String CAFFEINE = "com.github.benmanes.caffeine";
    private static final String JSON_LD = "com.apicatalog";
    private static final String JSON_P = "jakarta.json";
    private static final String SLF4J = "org.slf4j";
    private static final String JSPECIFY = "org.jspecify.annotations";
    private static final String GSON = "com.google.gson";
    private static final String ZXING = "com.google.zxing";
    private static final String PICOCLI = "picocli";

    private static final Map<String, Room> ALL = all();

    private Rooms() {}

    static Map<String, Room> table() {
        return ALL;
    }

    /** The room that a package belongs to: its first three names, or two for the way in of a module. */
    static String of(String packageName) {
        String[] names = packageName.split("\\.");
        return String.join(".", List.of(names).subList(0, Math.min(3, names.length)));
    }

    private static Map<String, Room> all() {
        List<Room> rooms = new ArrayList<>();
        // What is said and how two truths become one: pure.
        rooms.add(ontology("fault", 1, "", List.of()));
        rooms.add(ontology("vocab", 1, "fault", List.of()));
        rooms.add(ontology("bytes", 2, "fault", List.of()));
        rooms.add(ontology("shape", 2, "fault vocab", List.of(JENA)));
        rooms.add(ontology("quad", 3, "fault bytes", List.of(JENA)));
        rooms.add(ontology("identity", 3, "fault bytes", List.of(BOUNCY_CASTLE)));
        rooms.add(ontology("delta", 4, "fault bytes quad identity", List.of(JENA)));
        rooms.add(ontology("merge", 5, "fault vocab bytes quad delta", List.of(JENA)));
        rooms.add(ontology("access", 5, "fault vocab bytes quad identity delta", List.of(JENA)));

        // Keeps it, speaks it to peers, answers questions.
        String values = "ontology.fault ontology.bytes";
        rooms.add(daemon("machine", 3, values, List.of()));
        rooms.add(daemon("config", 4, values + " ontology.identity daemon.machine", List.of()));
        rooms.add(daemon("peers", 4, values + " ontology.identity daemon.machine", List.of()));
        rooms.add(daemon(
                "sync", 5, values + " ontology.identity ontology.delta ontology.access daemon.machine", List.of()));
        rooms.add(daemon("index", 5, values, List.of()));
        rooms.add(daemon(
                "store",
                6,
                values + " ontology.vocab ontology.quad ontology.identity ontology.delta ontology.merge daemon.machine"
                        + " daemon.index",
                List.of(JENA, ROCKSDB, CAFFEINE)));
        rooms.add(daemon(
                "wire", 6, values + " ontology.identity daemon.machine daemon.sync daemon.peers", List.of(NETTY)));
        rooms.add(daemon("lan", 5, values + " ontology.identity daemon.machine daemon.peers", List.of(NETTY)));
        rooms.add(daemon(
                "replica",
                7,
                values + " ontology.vocab ontology.quad ontology.identity ontology.delta ontology.merge ontology.access"
                        + " ontology.shape daemon.machine daemon.store",
                List.of(JENA)));
        rooms.add(daemon("engine", 7, values + " ontology.vocab daemon.index daemon.store", List.of(JENA)));
        rooms.add(daemon(
                "query",
                7,
                values
                        + " daemon.engine ontology.vocab ontology.quad ontology.delta ontology.merge ontology.shape daemon.store"
                        + " daemon.replica",
                List.of(JENA, JSON_LD, GSON)));
        rooms.add(daemon(
                "exchange",
                7,
                values + " ontology.vocab ontology.quad ontology.delta daemon.query",
                List.of(JENA, JSON_LD, JSON_P, GSON)));
        rooms.add(daemon("live", 8, values + " ontology.merge daemon.query daemon.replica", List.of(JENA, GSON)));
        rooms.add(daemon(
                "upkeep",
                8,
                values + " ontology.identity ontology.delta daemon.machine daemon.config daemon.store daemon.replica",
                List.of()));
        rooms.add(daemon(
                "bundle",
                8,
                values + " ontology.identity ontology.delta ontology.access daemon.machine daemon.store daemon.replica",
                List.of()));
        rooms.add(daemon(
                "http",
                8,
                values
                        + " ontology.vocab daemon.query daemon.exchange daemon.live daemon.replica daemon.peers daemon.machine",
                List.of(JENA, NETTY, GSON)));

        // Rings the daemon's bell; starts fast, so it never sees Jena or Netty.
        rooms.add(cli("json", 5, "ontology.fault", List.of(GSON)));
        rooms.add(cli("client", 6, "ontology.fault cli.json", List.of()));
        rooms.add(cli("view", 6, "ontology.fault cli.json", List.of(ZXING)));
        rooms.add(cli("registry", 7, "ontology.fault ontology.vocab cli.json cli.client", List.of()));
        rooms.add(cli("demo", 8, "ontology.fault ontology.vocab cli.json cli.client cli.registry", List.of()));
        rooms.add(cli(
                "command",
                8,
                "ontology.fault ontology.vocab cli.json cli.client cli.view cli.registry cli.demo",
                List.of(PICOCLI)));

        Map<String, Room> table = new LinkedHashMap<>();
        for (Room room : rooms) {
            table.put(room.name(), room);
        }
        // The ways in: the only places that join the rooms of their module.
        table.put(
                "kith.daemon",
                new Room("kith.daemon", 9, under(table, "cli"), Set.of(JENA, NETTY, GSON, SLF4J, JSPECIFY)));
        table.put("kith.cli", new Room("kith.cli", 9, under(table, "daemon"), Set.of(JSPECIFY)));
        return table;
    }

    private static Set<String> under(Map<String, Room> table, String otherModule) {
        Set<String> rooms = new TreeSet<>(table.keySet());
        rooms.removeIf(room -> room.startsWith("kith." + otherModule));
        return rooms;
    }

    private static Room ontology(String name, int floor, String mayTouch, List<String> libraries) {
        return new Room("kith.ontology." + name, floor, rooms("ontology.", mayTouch), with(libraries));
    }

    private static Room daemon(String name, int floor, String mayTouch, List<String> libraries) {
        Set<String> all = with(libraries);
        all.add(SLF4J);
        return new Room("kith.daemon." + name, floor, rooms("", mayTouch), all);
    }

    private static Room cli(String name, int floor, String mayTouch, List<String> libraries) {
        return new Room("kith.cli." + name, floor, rooms("", mayTouch), with(libraries));
    }

    private static Set<String> rooms(String module, String mayTouch) {
        Set<String> rooms = new TreeSet<>();
        for (String room : mayTouch.split(" ")) {
            if (!room.isEmpty()) {
                rooms.add("kith." + module + room);
            }
        }
        return rooms;
    }

    private static Set<String> with(List<String> libraries) {
        Set<String> all = new TreeSet<>(libraries);
        all.add(JSPECIFY);
        return all;
    }
}
