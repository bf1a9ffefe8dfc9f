package kith.cli.registry;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.ThingNames;

/** IRIs for new things. */
public final class Naming {
    private static final String ABSENT = "-";

    private final InstantSource clock;
    private final Supplier<RandomGenerator> random;

    public Naming(InstantSource clock, Supplier<RandomGenerator> random) {
        this.clock = clock;
        this.random = random;
    }

    /**
     * The IRI of a new thing: computed where the kind says from what, so that two nodes that add the same thing name it
     * alike; else fresh.
     */
    public String name(Kind kind, String handle, List<Updates.Said> said) {
        List<String> key = switch (kind.name()) {
            case "membership" -> parts(said, "member", "org", "role", "from");
            case "account" -> parts(said, "service", "account-name");
            default -> handle.isEmpty() ? List.of() : List.of(handle);
        };
        if (kind.namespaceHint().isEmpty() || key.isEmpty()) {
            byte[] chance = new byte[ThingNames.RANDOM_BYTES];
            random.get().nextBytes(chance);
            return ThingNames.fresh(clock.instant(), chance);
        }
        return ThingNames.named(kind.namespaceHint(), key.toArray(new String[0]));
    }

    /** What these fields say, in this order, a dash where nothing is said; nothing when one of the first two is missing. */
    private static List<String> parts(List<Updates.Said> said, String... fields) {
        String[] parts = new String[fields.length];
        for (int i = 0; i < fields.length; i++) {
            parts[i] = ABSENT;
            for (Updates.Said one : said) {
                if (one.change().field().name().equals(fields[i])) {
                    parts[i] = bare(one);
                }
            }
        }
        return parts[0].equals(ABSENT) || parts[1].equals(ABSENT) ? List.of() : List.of(parts);
    }

    /** The first value: an IRI without brackets, anything else as it was typed. */
    private static String bare(Updates.Said said) {
        String term = said.terms().get(0);
        return term.startsWith("<")
                ? term.substring(1, term.length() - 1)
                : said.change().values().get(0);
    }
}
