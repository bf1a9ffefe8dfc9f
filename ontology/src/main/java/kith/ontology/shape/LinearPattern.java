package kith.ontology.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that takes a time in proportion to the text, whoever wrote it: every way through the expression is
 * followed at once, so there is no going back. What needs going back (references to groups, looking ahead or behind) it
 * does not read. Finds what {@link Pattern} finds. Immutable.
 */
final class LinearPattern {
    /** Steps of an expression after its repetitions are written out: the price of a character is at most so many. */
    static final int MAX_STEPS = 1_024;

    private static final int MATCHED = 0;
    private static final int NONE = -1;

    private final List<Step> steps;
    private final int start;
    private final boolean lines;

    private enum Kind {
        MATCHED,
        CHARACTER,
        EITHER,
        BEGIN,
        END
    }

    /** One step: what it asks, and the one or two steps after it. */
    private record Step(Kind kind, CharacterSet asks, int next, int other) {}

    private LinearPattern(List<Step> steps, int start, boolean lines) {
        this.steps = List.copyOf(steps);
        this.start = start;
        this.lines = lines;
    }

    /**
     * @param mask flags of {@link Pattern}
     * @throws IllegalStateException in words, for an expression that is not read or has too many steps
     * @throws PatternSyntaxException for one that is none
     */
    static LinearPattern of(String expression, int mask) {
        Pattern.compile(expression, mask);
        if ((mask & Pattern.COMMENTS) != 0) {
            throw new IllegalStateException("the flag x of a pattern is nothing that kith judges by");
        }
        PatternPart part = PatternPart.read(expression, mask);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Kind.MATCHED, CharacterSet.NONE, NONE, NONE));
        int start = append(part, MATCHED, steps);
        return new LinearPattern(steps, start, (mask & Pattern.MULTILINE) != 0);
    }

    /** Writes the steps of a part down, which go on with {@code next}; the first of them. */
    private static int append(PatternPart part, int next, List<Step> steps) {
        return switch (part) {
            case PatternPart.One one -> step(Kind.CHARACTER, one.of(), next, NONE, steps);
            case PatternPart.Begin begin -> step(Kind.BEGIN, CharacterSet.NONE, next, NONE, steps);
            case PatternPart.End end -> step(Kind.END, CharacterSet.NONE, next, NONE, steps);
            case PatternPart.Row row -> {
                int at = next;
                for (PatternPart last : row.parts().reversed()) {
                    at = append(last, at, steps);
                }
                yield at;
            }
            case PatternPart.Choice choice -> {
                int at = append(choice.parts().getLast(), next, steps);
                for (PatternPart other :
                        choice.parts().subList(0, choice.parts().size() - 1).reversed()) {
                    at = step(Kind.EITHER, CharacterSet.NONE, append(other, next, steps), at, steps);
                }
                yield at;
            }
            case PatternPart.Repeated repeated -> append(repeated, next, steps);
        };
    }

    private static int append(PatternPart.Repeated repeated, int next, List<Step> steps) {
        int at = next;
        if (repeated.most() == PatternPart.Repeated.ANY) {
            int loop = step(Kind.EITHER, CharacterSet.NONE, NONE, next, steps);
            int body = append(repeated.part(), loop, steps);
            steps.set(loop, new Step(Kind.EITHER, CharacterSet.NONE, body, next));
            at = loop;
        } else {
            for (int i = repeated.least(); i < repeated.most(); i++) {
                at = step(Kind.EITHER, CharacterSet.NONE, append(repeated.part(), at, steps), next, steps);
            }
        }
        for (int i = 0; i < repeated.least(); i++) {
            // A step of its own each time: a part that asks nothing must not be repeated for nothing either.
            at = step(Kind.EITHER, CharacterSet.NONE, append(repeated.part(), at, steps), NONE, steps);
        }
        return at;
    }

    private static int step(Kind kind, CharacterSet asks, int next, int other, List<Step> steps) {
        if (steps.size() >= MAX_STEPS) {
            throw new IllegalStateException(
                    "a pattern has more than " + MAX_STEPS + " steps when its repetitions are written out");
        }
        steps.add(new Step(kind, asks, next, other));
        return steps.size() - 1;
    }

    /** Whether the expression fits some part of the text. */
    boolean finds(String text) {
        Front now = new Front();
        Front then = new Front();
        for (int at = 0; at < text.length(); ) {
            if (reach(now, start, text, at)) {
                return true;
            }
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            for (int i = 0; i < now.size; i++) {
                Step step = steps.get(now.reached[i]);
                if (step.asks().has(character) && reach(then, step.next(), text, at)) {
                    return true;
                }
            }
            Front empty = now;
            now = then;
            then = empty.cleared();
        }
        return reach(now, start, text, text.length());
    }

    /** Steps that ask for the next character, each once. */
    private final class Front {
        private final int[] reached = new int[steps.size()];
        private final boolean[] seen = new boolean[steps.size()];
        private final int[] open = new int[2 * steps.size() + 1];
        private int size;

        Front cleared() {
            size = 0;
            Arrays.fill(seen, false);
            return this;
        }
    }

    /** Follows what asks for no character, from a step on; whether that is all there was to ask. */
    private boolean reach(Front front, int from, String text, int at) {
        int open = 0;
        front.open[open++] = from;
        while (open > 0) {
            int number = front.open[--open];
            if (number == NONE || front.seen[number]) {
                continue;
            }
            front.seen[number] = true;
            Step step = steps.get(number);
            switch (step.kind()) {
                case MATCHED -> {
                    return true;
                }
                case CHARACTER -> front.reached[front.size++] = number;
                case EITHER -> {
                    front.open[open++] = step.next();
                    front.open[open++] = step.other();
                }
                case BEGIN -> front.open[open++] = LineEnds.isBegin(text, at, lines) ? step.next() : NONE;
                case END -> front.open[open++] = LineEnds.isEnd(text, at, lines) ? step.next() : NONE;
            }
        }
        return false;
    }
}
