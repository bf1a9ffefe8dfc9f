package kith.ontology.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A part of a regular expression. */
sealed interface PatternPart {
    /** One character. */
    record One(CharacterSet of) implements PatternPart {}

    record Begin() implements PatternPart {}

    record End() implements PatternPart {}

    /** One after the other; none at all fits the empty text. */
    record Row(List<PatternPart> parts) implements PatternPart {}

    /** One of these, at least one. */
    record Choice(List<PatternPart> parts) implements PatternPart {}

    /** A part so many times; {@link #ANY} is no limit. */
    record Repeated(PatternPart part, int least, int most) implements PatternPart {
        static final int ANY = -1;
    }

    /**
     * Reads an expression that {@link Pattern} reads.
     *
     * @throws IllegalStateException in words, for what is not judged by
     */
    static PatternPart read(String expression, int mask) {
        if ((mask & Pattern.LITERAL) != 0) {
            return new Row(expression
                    .codePoints()
                    .<PatternPart>mapToObj(c -> new One(literal(c, mask & ~Pattern.LITERAL)))
                    .toList());
        }
        Reader reader = new Reader(expression, mask);
        PatternPart part = reader.choice();
        if (reader.at < expression.length()) {
            throw reader.beyond();
        }
        return part;
    }

    private static CharacterSet literal(int character, int mask) {
        return new CharacterSet(Pattern.quote(Character.toString(character)), mask);
    }

    /** Where the reading is. */
    final class Reader {
        private static final String CLASSES = "dDsSwWhHvV";
        private static final String CONTROLS = "tnrfae";

        private final String text;
        private final int mask;
        private int at;

        private Reader(String text, int mask) {
            this.text = text;
            this.mask = mask;
        }

        private IllegalStateException beyond() {
            String rest = text.substring(Math.min(at, text.length()));
            return new IllegalStateException("of a pattern, '" + rest.substring(0, Math.min(8, rest.length()))
                    + "' is nothing that kith judges by: no references to groups, no looking ahead or behind");
        }

        private boolean sees(String word) {
            return text.startsWith(word, at);
        }

        private PatternPart choice() {
            List<PatternPart> parts = new ArrayList<>();
            parts.add(row());
            while (sees("|")) {
                at++;
                parts.add(row());
            }
            return new Choice(parts);
        }

        private PatternPart row() {
            List<PatternPart> parts = new ArrayList<>();
            while (at < text.length() && !sees("|") && !sees(")")) {
                parts.add(repeated(one()));
            }
            return new Row(parts);
        }

        private PatternPart one() {
            return switch (text.charAt(at)) {
                case '(' -> group();
                case '[' -> set(end());
                case '\\' -> escaped();
                case '^' -> single(new Begin());
                case '$' -> single(new End());
                case '.' -> set(at + 1);
                case '*', '+', '?', '{' -> throw beyond();
                default -> {
                    int character = text.codePointAt(at);
                    at += Character.charCount(character);
                    yield new One(literal(character, mask));
                }
            };
        }

        private PatternPart single(PatternPart part) {
            at++;
            return part;
        }

        private PatternPart group() {
            if (sees("(?") && !sees("(?:")) {
                throw beyond();
            }
            at += sees("(?:") ? 3 : 1;
            PatternPart inner = choice();
            if (!sees(")")) {
                throw beyond();
            }
            at++;
            return inner;
        }

        private One set(int end) {
            CharacterSet of = new CharacterSet(text.substring(at, end), mask);
            at = end;
            return new One(of);
        }

        /** Where a class in brackets ends; classes may be within it. */
        private int end() {
            int depth = 0;
            for (int i = at; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length() && "QE".indexOf(text.charAt(i + 1)) < 0) {
                    i++;
                } else if (c == '\\') {
                    throw beyond();
                } else if (c == '[') {
                    depth++;
                } else if (c == ']' && --depth == 0) {
                    return i + 1;
                }
            }
            throw beyond();
        }

        private PatternPart escaped() {
            char kind = at + 1 < text.length() ? text.charAt(at + 1) : '\\';
            if (kind == 'p' || kind == 'P') {
                int close = sees("\\" + kind + "{") ? text.indexOf('}', at) : at + 2;
                return set(close + 1);
            }
            if (kind == 'x' && !sees("\\x{")) {
                return set(at + 4);
            }
            if (kind == 'u') {
                return set(at + 6);
            }
            boolean isLetter = kind < 128 && Character.isLetterOrDigit(kind);
            if (isLetter && CLASSES.indexOf(kind) < 0 && CONTROLS.indexOf(kind) < 0) {
                throw beyond();
            }
            return set(at + 1 + Character.charCount(text.codePointAt(at + 1)));
        }

        private PatternPart repeated(PatternPart part) {
            PatternPart all = part;
            while (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
                all = times(all);
                if (sees("+")) {
                    throw beyond();
                }
                // As few as may be or as many: whether something fits is the same.
                at += sees("?") ? 1 : 0;
            }
            return all;
        }

        private PatternPart times(PatternPart part) {
            char sign = text.charAt(at++);
            return switch (sign) {
                case '*' -> new Repeated(part, 0, Repeated.ANY);
                case '+' -> new Repeated(part, 1, Repeated.ANY);
                case '?' -> new Repeated(part, 0, 1);
                default -> counted(part);
            };
        }

        private PatternPart counted(PatternPart part) {
            int close = text.indexOf('}', at);
            String[] ends = text.substring(at, close).split(",", -1);
            int least = number(ends[0]);
            int most = ends.length == 1 ? least : ends[1].isEmpty() ? Repeated.ANY : number(ends[1]);
            at = close + 1;
            return new Repeated(part, least, most);
        }

        private int number(String digits) {
            int number = Integer.parseInt(digits);
            if (number > LinearPattern.MAX_STEPS) {
                throw new IllegalStateException(
                        "a pattern repeats something more than " + LinearPattern.MAX_STEPS + " times");
            }
            return number;
        }
    }
}
