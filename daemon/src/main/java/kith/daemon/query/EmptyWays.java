package kith.daemon.query;

import java.util.regex.Pattern;

/**
 * In how many ways a regular expression can fit nothing. The engine of the platform tries them all before it gives up, and
 * where it reads no character meanwhile nobody can stop it: {@code x(|){40}y} tries 2^40 on the text {@code x}. Reads
 * what {@link Pattern} reads, and counts too much rather than too little.
 */
final class EmptyWays {
    /** Ways that are tried within milliseconds, as a power of two. */
    static final int MAX_BITS = 16;

    private static final double ENOUGH = 1_000_000;

    private final String text;
    private int at;

    /** A part: whether it fits nothing, and in how many ways, as a power of two. */
    private record Part(boolean empty, double bits) {
        static final Part CHARACTER = new Part(false, 0);
        static final Part NOTHING = new Part(true, 0);
    }

    private EmptyWays(String text) {
        this.text = text;
    }

    /** Whether an expression that {@link Pattern} reads has more ways than are tried in a moment. */
    static boolean areTooMany(String expression, int mask) {
        if ((mask & Pattern.LITERAL) != 0) {
            return false;
        }
        double plain = new EmptyWays(expression).all();
        // Comments, and blanks that mean nothing, may be switched on inside of the expression too.
        double commented = new EmptyWays(withoutComments(expression)).all();
        return Math.max(plain, commented) > MAX_BITS;
    }

    private static String withoutComments(String expression) {
        return expression
                .replaceAll("(?<!\\\\)#[^\\n\\r\\u0085\\u2028\\u2029]*", "")
                .replaceAll("(?<!\\\\)\\s", "");
    }

    private double all() {
        double bits = choice().bits();
        while (at < text.length()) {
            // A bracket too many here is one of a comment or a text there.
            at++;
            bits += choice().bits();
        }
        return bits;
    }

    private Part choice() {
        double ways = 0;
        double inside = 0;
        boolean empty = false;
        while (true) {
            Part row = row();
            if (row.empty()) {
                ways += Math.pow(2, Math.min(row.bits(), 1_000));
            } else {
                inside = Math.max(inside, row.bits());
            }
            empty |= row.empty();
            if (at >= text.length() || text.charAt(at) != '|') {
                double bits = ways > 1 ? Math.log(ways) / Math.log(2) : 0;
                return new Part(empty, Math.max(bits, inside));
            }
            at++;
        }
    }

    private Part row() {
        boolean empty = true;
        double bits = 0;
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            Part part = repeated(one());
            empty &= part.empty();
            bits = Math.min(ENOUGH, bits + part.bits());
        }
        return new Part(empty, bits);
    }

    private Part one() {
        return switch (text.charAt(at)) {
            case '(' -> group();
            case '[' -> {
                set();
                yield Part.CHARACTER;
            }
            case '\\' -> escaped();
            case '^', '$' -> {
                at++;
                yield Part.NOTHING;
            }
            default -> {
                at++;
                yield Part.CHARACTER;
            }
        };
    }

    private Part group() {
        at++;
        boolean looks = false;
        if (at < text.length() && text.charAt(at) == '?') {
            at++;
            boolean behind = at < text.length() && text.charAt(at) == '<';
            at += behind ? 1 : 0;
            char kind = at < text.length() ? text.charAt(at) : ')';
            looks = kind == '=' || kind == '!';
            while (at < text.length() && ":=!>)".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at < text.length() && text.charAt(at) != ')') {
                at++;
            }
        }
        Part inner = choice();
        at++;
        return looks ? new Part(true, inner.bits()) : inner;
    }

    private void set() {
        int depth = 0;
        while (at < text.length()) {
            char here = text.charAt(at++);
            if (here == '\\') {
                at++;
            } else if (here == '[') {
                depth++;
            } else if (here == ']' && --depth == 0) {
                return;
            }
        }
    }

    private Part escaped() {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (kind == 'Q') {
            int end = text.indexOf("\\E", at + 2);
            at = end < 0 ? text.length() : end + 2;
            return Part.CHARACTER;
        }
        at += 2;
        // Places, and what a group found before, which may be nothing.
        return "bBAGzZk".indexOf(kind) >= 0 || Character.isDigit(kind) ? Part.NOTHING : Part.CHARACTER;
    }

    private Part repeated(Part part) {
        Part all = part;
        while (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
            all = times(all);
        }
        return all;
    }

    private Part times(Part part) {
        char sign = text.charAt(at++);
        if (sign == '{') {
            return counted(part);
        }
        boolean mayBeNone = sign != '+';
        return new Part(part.empty() || mayBeNone, part.empty() ? part.bits() + 1 : part.bits());
    }

    /** A loop of fixed length goes round as often as it says also where nothing is read. */
    private Part counted(Part part) {
        int close = text.indexOf('}', at);
        int end = close < 0 ? text.length() : close;
        String[] ends = text.substring(at, end).split(",", -1);
        at = Math.min(text.length(), end + 1);
        double least = number(ends[0]);
        boolean isFixed = ends.length == 1;
        double bits = part.empty() ? least * part.bits() + (isFixed ? 0 : part.bits() + 1) : part.bits();
        return new Part(part.empty() || least == 0, Math.min(ENOUGH, bits));
    }

    private static double number(String digits) {
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException none) {
            return ENOUGH;
        }
    }
}
