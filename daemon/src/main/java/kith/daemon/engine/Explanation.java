package kith.daemon.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.sparql.util.Symbol;

/**
 * What became of a query: its plans, in the order they were made, the first {@value #MOST_PLANS} of them. A query that is
 * understood whole has one; parts that the standard engine answers leave several or none. For one query and one thread.
 */
public final class Explanation {
    private static final Symbol SYMBOL = Symbol.create("https://w3id.org/kith/ns#explanation");

    /** Plans that are told: a part that is asked for each row has one for each of them. */
    private static final int MOST_PLANS = 64;

    private final List<Operator> plans = new ArrayList<>();

    /**
     * One step of a plan.
     *
     * @param expected rows that were reckoned with, below 0 where nobody reckoned
     * @param came rows that came, so far
     */
    public record Step(String title, double expected, long came, List<Step> inputs) {}

    /** One that notes the plans made in a context from now on. */
    public static Explanation into(Context context) {
        Explanation explanation = new Explanation();
        context.set(SYMBOL, explanation);
        return explanation;
    }

    static Optional<Explanation> of(Context context) {
        return Optional.ofNullable(context.get(SYMBOL));
    }

    void add(Operator plan) {
        if (plans.size() < MOST_PLANS) {
            plans.add(plan);
        }
    }

    /** The plans as they are now; each is its last step, whose inputs come before it. */
    public List<Step> plans() {
        return plans.stream().map(Explanation::step).toList();
    }

    private static Step step(Operator operator) {
        return new Step(
                operator.title(),
                operator.expected,
                operator.came,
                operator.inputs().stream().map(Explanation::step).toList());
    }

    /** The plans as an indented text, a step a line, with the rows expected, and those that came if {@code counted}. */
    public String text(boolean counted) {
        StringBuilder text = new StringBuilder();
        for (Step plan : plans()) {
            write(plan, 0, counted, text);
        }
        return plans.isEmpty() ? "answered by the standard engine\n" : text.toString();
    }

    private static void write(Step step, int depth, boolean counted, StringBuilder text) {
        text.append("  ".repeat(depth)).append(step.title());
        if (step.expected() >= 0) {
            text.append("  expected ").append(Math.round(step.expected()));
        }
        if (counted) {
            text.append("  came ").append(step.came());
        }
        text.append('\n');
        for (Step input : step.inputs()) {
            write(input, depth + 1, counted, text);
        }
    }
}
