package kith.daemon.engine;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import kith.daemon.engine.Conjunction.Match;
import kith.daemon.engine.Conjunction.Part;
import kith.daemon.engine.Conjunction.Rows;
import kith.daemon.engine.Conjunction.Way;
import kith.daemon.index.Order;

/** What is known beforehand of how much is found: exact counts for constants, and how many different terms there are. */
final class Costs {
    /** Where nothing is known: different predicates, graphs, and quads a subject or an object. */
    private static final double SOME_PREDICATES = 50;

    private static final double SOME_GRAPHS = 10;
    private static final double SOME_QUADS = 8;

    private static final double LEAST = 1e-6;

    private final Run run;
    private final Map<Pattern, Double> constants = new HashMap<>();
    private final Map<Long, Double> subjects = new HashMap<>();
    private final Map<Long, Double> objects = new HashMap<>();
    private final Map<Long, Double> wholes = new HashMap<>();

    Costs(Run run) {
        this.run = run;
    }

    /** Lets everything go if the question is over: of very many parts the planning alone takes long. */
    void check() {
        run.check();
    }

    /** How many matches a row with these slots has, on average. */
    double matches(Part part, BitSet bound) {
        return switch (part) {
            case Match match -> matches(match.pattern(), bound);
            case Way way -> way.walk().fanOut(bound);
            case Rows rows -> {
                double all = rows.listing().expected;
                BitSet shared = (BitSet) rows.listing().may.clone();
                shared.and(bound);
                yield shared.isEmpty() ? all : Math.min(1, all / 100);
            }
            default -> 1;
        };
    }

    private double matches(Pattern pattern, BitSet bound) {
        if (!pattern.possible()) {
            return 0;
        }
        double matches = constants.computeIfAbsent(pattern, this::ofConstants);
        for (int part = 0; part < Pattern.PARTS; part++) {
            int slot = pattern.slots()[part];
            if (slot >= 0 && bound.get(slot)) {
                matches /= different(pattern, part);
            }
        }
        return Math.max(LEAST, matches);
    }

    /** How many quads have the constants of a pattern. */
    private double ofConstants(Pattern pattern) {
        boolean s = pattern.slots()[Pattern.SUBJECT] < 0;
        boolean p = pattern.slots()[Pattern.PREDICATE] < 0;
        boolean o = pattern.slots()[Pattern.OBJECT] < 0;
        boolean g = pattern.graphs() == Pattern.Graphs.NAMED;
        double count = count(pattern, Pattern.fitting(s, p, o, false), s, p, o);
        return g
                ? Math.min(count, (double) run.snapshot().count(Order.GSPO, pattern.constants()[Pattern.GRAPH]))
                : count;
    }

    private double count(Pattern pattern, Order order, boolean... constant) {
        int[] parts = Pattern.parts(order);
        int bound = 0;
        while (bound < Pattern.GRAPH && constant[parts[bound]]) {
            bound++;
        }
        long[] prefix = new long[bound];
        for (int i = 0; i < bound; i++) {
            prefix[i] = pattern.constants()[parts[i]];
        }
        return (double) (bound == 0 ? run.snapshot().size() : run.snapshot().count(order, prefix));
    }

    private double different(Pattern pattern, int part) {
        if (part == Pattern.GRAPH) {
            return SOME_GRAPHS;
        }
        if (part == Pattern.PREDICATE) {
            return SOME_PREDICATES;
        }
        if (pattern.slots()[Pattern.PREDICATE] >= 0) {
            return Math.max(1, run.snapshot().size() / SOME_QUADS);
        }
        long predicate = pattern.constants()[Pattern.PREDICATE];
        return part == Pattern.SUBJECT
                ? subjects.computeIfAbsent(predicate, id -> different(Order.PSOG, id))
                : objects.computeIfAbsent(predicate, id -> different(Order.POSG, id));
    }

    private double different(Order order, long predicate) {
        return Math.max(1.0, (double) run.snapshot().distinct(order, predicate));
    }

    /** What it costs to read all that has the predicate. */
    double whole(Pattern pattern) {
        if (!pattern.isRelation() || !pattern.possible()) {
            return Double.MAX_VALUE;
        }
        // Asked for again and again while parts are put in order, and what is fresh is counted row by row.
        return wholes.computeIfAbsent(pattern.constants()[Pattern.PREDICATE], predicate ->
                (double) run.snapshot().count(Order.PSOG, predicate));
    }

    /** What it costs to walk a path from a row with these slots. */
    double walking(Walk walk, BitSet bound) {
        return 40 + 20 * walk.fanOut(bound);
    }
}
