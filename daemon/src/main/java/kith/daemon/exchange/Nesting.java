package kith.daemon.exchange;

/**
 * Counts brackets inside brackets, one byte after the other, before a parser does: parsers recurse. Knows just
 * enough of the syntaxes to pass over texts, comments and IRIs; where it is wrong about a broken document, the
 * parser will say so.
 */
final class Nesting {
    /** Brackets inside brackets: of blank nodes, lists, graphs, triple terms, objects and arrays. */
    static final int MAX_DEPTH = 256;

    private enum State {
        PLAIN,
        ESCAPE,
        COMMENT,
        IRI,
        TEXT,
        TEXT_ESCAPE
    }

    private final boolean json;
    private State state = State.PLAIN;
    private int quote;
    private int quotes;
    private boolean longText;
    private int depth;
    private int iriBytes;
    private int inIri;
    private boolean closing;

    Nesting(boolean json) {
        this.json = json;
    }

    /** False if {@code c} opens one bracket too many. */
    boolean accepts(byte c) {
        switch (state) {
            case PLAIN -> plain(c);
            case ESCAPE -> state = State.PLAIN;
            case COMMENT -> state = c == '\n' || c == '\r' ? State.PLAIN : State.COMMENT;
            case IRI -> iri(c);
            case TEXT -> text(c);
            case TEXT_ESCAPE -> state = State.TEXT;
        }
        return depth <= MAX_DEPTH;
    }

    /** Whether the last byte was inside a text or an IRI. */
    boolean isInText() {
        return state == State.TEXT || state == State.TEXT_ESCAPE || state == State.IRI;
    }

    private void plain(byte c) {
        switch (c) {
            case '(', '[', '{' -> open();
            case ')', ']', '}' -> close();
            case '"' -> quote(c);
            case '\'', '<', '>', '#', '\\' -> plainTurtle(c);
            default -> {}
        }
        closing = c == '>' && !closing;
    }

    private void plainTurtle(byte c) {
        if (json) {
            return;
        }
        switch (c) {
            case '\'' -> quote(c);
            case '<' -> {
                state = State.IRI;
                iriBytes = 0;
                inIri = 0;
            }
            case '>' -> {
                if (closing) {
                    close();
                }
            }
            case '#' -> state = State.COMMENT;
            default -> state = State.ESCAPE;
        }
    }

    private void open() {
        depth++;
    }

    private void close() {
        depth = Math.max(0, depth - 1);
    }

    // "<<" opens a triple term. An IRI has no blank and no bracket of these in it: what has is none, and was plain.
    private void iri(byte c) {
        if (c == '>') {
            state = State.PLAIN;
            closing = false;
        } else if (c == '<' && iriBytes == 0) {
            state = State.PLAIN;
            open();
        } else if (c == '<' || c == '"' || c == '{' || (c >= 0 && c <= ' ')) {
            state = State.PLAIN;
            for (int i = 0; i < inIri; i++) {
                open();
            }
            plain(c);
        } else {
            iriBytes++;
            inIri += c == '(' || c == '[' ? 1 : 0;
        }
    }

    private void quote(byte c) {
        state = State.TEXT;
        quote = c;
        quotes = 1;
        longText = false;
    }

    // quotes counts the marks that stand together: at the start of a text, or towards the end of a long one.
    private void text(byte c) {
        boolean starting = quotes > 0 && !longText && !json;
        if (starting && start(c)) {
            return;
        }
        if (c == '\\') {
            state = State.TEXT_ESCAPE;
            quotes = 0;
        } else if (c == quote) {
            quotes++;
            state = !longText || quotes == 3 ? State.PLAIN : State.TEXT;
        } else {
            quotes = 0;
        }
    }

    // One mark begins a short text, two are an empty one, three begin a long one. False if the text has begun with c.
    private boolean start(byte c) {
        if (c == quote) {
            quotes++;
            longText = quotes == 3;
            quotes = longText ? 0 : quotes;
            return true;
        }
        boolean empty = quotes == 2;
        quotes = 0;
        if (empty) {
            state = State.PLAIN;
            plain(c);
        }
        return empty;
    }
}
