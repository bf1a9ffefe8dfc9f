package kith.daemon;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/** The words after {@code kithd}: a verb, then {@code --option VALUE} or {@code --option=VALUE}, and {@code --json}. */
record Arguments(Verb verb, Map<String, String> options) {
    static final String USAGE =
            "usage: kithd run [--home DIR] [--passphrase-file FILE] | kithd init [--home DIR] --name NAME"
                    + " [--passphrase-file FILE] [--json] | kithd check [--home DIR] | kithd restore --from FILE [--home DIR]"
                    + " [--json] | kithd --version";

    private static final String FLAG = "--json";

    enum Verb {
        RUN("--home --passphrase-file"),
        CHECK("--home"),
        RESTORE("--home --from --json"),
        INIT("--home --passphrase-file --name --json"),
        VERSION(""),
        HELP("");

        private final String known;

        Verb(String known) {
            this.known = known;
        }

        Set<String> known() {
            return Set.of(known.split(" "));
        }
    }

    /**
     * Reads them all before anything is done.
     *
     * @throws KithException (USER, USAGE) that names the first word nobody here knows
     */
    static Arguments parse(List<String> words) {
        if (words.isEmpty()) {
            throw usage("what to do?");
        }
        Verb verb = switch (words.getFirst()) {
            case "run" -> Verb.RUN;
            case "check" -> Verb.CHECK;
            case "init" -> Verb.INIT;
            case "restore" -> Verb.RESTORE;
            case "--version", "version" -> Verb.VERSION;
            case "--help", "-h", "help" -> Verb.HELP;
            default -> throw usage("unknown command " + words.getFirst());
        };
        return new Arguments(verb, options(verb, words.subList(1, words.size())));
    }

    private static Map<String, String> options(Verb verb, List<String> words) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            int equals = words.get(i).indexOf('=');
            String name = equals < 0 ? words.get(i) : words.get(i).substring(0, equals);
            if (!verb.known().contains(name)) {
                throw usage("unknown option " + words.get(i) + "; known: " + new TreeSet<>(verb.known()));
            }
            String value;
            if (equals >= 0) {
                value = words.get(i).substring(equals + 1);
            } else if (name.equals(FLAG)) {
                value = "";
            } else if (++i < words.size()) {
                value = words.get(i);
            } else {
                throw usage("a value is missing after " + name);
            }
            if (options.put(name, value) != null) {
                throw usage(name + " is given twice");
            }
        }
        return options;
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    /** Whether the answer, an error too, is wanted as JSON. */
    boolean isJson() {
        return options.containsKey(FLAG);
    }

    private static KithException usage(String why) {
        return KithException.user(Code.USAGE, why + "; " + USAGE);
    }
}
