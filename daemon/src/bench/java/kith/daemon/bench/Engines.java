package kith.daemon.bench;

import java.nio.file.Path;
import java.util.List;

/** The engines there are, by name; the first is ours. */
final class Engines {
    static final List<String> ALL = List.of("kith", "tdb2", "native", "lmdb", "lmdb-sync");

    private Engines() {}

    /** Whether it is asked questions too: one that differs from another in how it writes only is not. */
    static boolean isAsked(String name) {
        return !name.equals("lmdb-sync");
    }

    /** Whether an update is on the disk when it is answered. */
    static boolean isDurable(String name) {
        return !name.equals("lmdb");
    }

    /** Whether it has room for updates without end: RDF4J native runs out of memory. */
    static boolean mayGoOn(String name) {
        return !name.equals("native");
    }

    static Engine open(String name, Path folder) {
        return switch (name) {
            case "kith" -> new KithEngine(folder);
            case "tdb2" -> new TdbEngine(folder);
            case "native" -> Rdf4jEngine.nativeStore(folder);
            case "lmdb" -> Rdf4jEngine.lmdb(folder, false);
            case "lmdb-sync" -> Rdf4jEngine.lmdb(folder, true);
            default -> throw new IllegalArgumentException("there is no engine " + name + ": take one of " + ALL);
        };
    }
}
