package kith.daemon.query;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the text of a query sprawls, looked at before it is read: the engine plans for longer than any clock lets it run
 * where blocks stand in blocks, or thousands side by side, and does not look at the clock while it plans.
 */
final class Sprawl {
    /** Blocks in braces that stand in one another. */
    static final int MAX_NESTED = 256;
    /** EXISTS that stand in one another: each doubles the work of planning, or nearly. */
    static final int MAX_NESTED_EXISTS = 12;
    /** Blocks in braces of a query. */
    static final int MAX_BLOCKS = 4_096;
    /** Steps and alternatives of property paths, and signs of negation. */
    static final int MAX_PATH_SIGNS = 4_096;
    /** Commas, such as between the members of a list. */
    static final int MAX_COMMAS = 32_768;

    private final String text;
    private final boolean isUpdate;
    private final Deque<Boolean> open = new ArrayDeque<>();
    private int at;
    private int exists;
    private int blocks;
    private int signs;
    private int commas;
    private long words;
    private boolean afterExists;

    private Sprawl(String text, boolean isUpdate) {
        this.text = text;
        this.isUpdate = isUpdate;
    }

    /**
     * Refuses what sprawls too far.
     *
     * @param isUpdate whether it may hold data, of which there may be much
     * @return words, signs, names and texts in it: what reading it makes objects of
     * @throws LimitReached naming what is too much
     */
    static long check(String text, boolean isUpdate) {
        Sprawl sprawl = new Sprawl(text, isUpdate);
        sprawl.look();
        return sprawl.words;
    }

    private void look() {
        while (at < text.length()) {
            char here = text.charAt(at);
            words += Character.isWhitespace(here) ? 0 : 1;
            switch (here) {
                case '#' -> at = end("\n", at + 1);
                case '"', '\'' -> quoted(here);
                case '<' -> at = isIri() ? end(">", at + 1) : at + 1;
                case '\\' -> at += 2;
                case '{' -> open();
                case '}' -> close();
                case ',' -> commas = counted(commas, MAX_COMMAS, "commas");
                case '/', '|', '!' -> sign(here);
                default -> word(here);
            }
        }
    }

    /** Just behind the next {@code word}, or the end. */
    private int end(String word, int from) {
        int found = text.indexOf(word, from);
        return found < 0 ? text.length() : found + word.length();
    }

    private void quoted(char quote) {
        String triple = String.valueOf(quote).repeat(3);
        boolean isLong = text.startsWith(triple, at);
        at += isLong ? 3 : 1;
        while (at < text.length()) {
            char here = text.charAt(at);
            if (here == '\\') {
                at += 2;
            } else if (isLong ? text.startsWith(triple, at) : here == quote || here == '\n') {
                at += isLong ? 3 : 1;
                return;
            } else {
                at++;
            }
        }
    }

    private boolean isIri() {
        for (int i = at + 1; i < text.length(); i++) {
            char here = text.charAt(i);
            if (here == '>') {
                return true;
            }
            if (here <= ' ' || "<\"{}|^`".indexOf(here) >= 0) {
                return false;
            }
        }
        return false;
    }

    private void open() {
        at++;
        open.push(afterExists);
        exists += afterExists ? 1 : 0;
        afterExists = false;
        if (open.size() > MAX_NESTED) {
            throw new LimitReached("more than " + MAX_NESTED + " blocks stand in one another: nest less");
        }
        if (exists > MAX_NESTED_EXISTS) {
            throw new LimitReached("more than " + MAX_NESTED_EXISTS + " EXISTS stand in one another: nest less");
        }
        if (!isUpdate && ++blocks > MAX_BLOCKS) {
            throw tooMany(MAX_BLOCKS, "blocks in braces");
        }
    }

    private void close() {
        at++;
        afterExists = false;
        if (!open.isEmpty()) {
            exists -= open.pop() ? 1 : 0;
        }
    }

    private void sign(char sign) {
        boolean isOther = at + 1 < text.length() && (text.charAt(at + 1) == '=' || text.startsWith("||", at));
        if (isOther) {
            at += 2;
            return;
        }
        signs = counted(signs, MAX_PATH_SIGNS, "signs of paths (/ | !)");
        afterExists &= sign != '!';
    }

    private int counted(int before, int most, String what) {
        at++;
        if (!isUpdate && before + 1 > most) {
            throw tooMany(most, what);
        }
        return before + 1;
    }

    private static LimitReached tooMany(int most, String what) {
        return new LimitReached("a query may have " + most + " " + what + ": ask in several");
    }

    private void word(char first) {
        if (!Character.isLetterOrDigit(first)) {
            afterExists &= Character.isWhitespace(first);
            at++;
            return;
        }
        int from = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        afterExists = text.substring(from, at).equalsIgnoreCase("exists");
    }
}
