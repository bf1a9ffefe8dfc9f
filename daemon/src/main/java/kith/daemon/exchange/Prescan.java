package kith.daemon.exchange;

import java.io.IOException;
import java.io.InputStream;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * Looks through the bytes of a document before a parser does: for text that is no UTF-8, for deep nesting, and for texts
 * that a parser would gather whole before anybody could say that no term is so long.
 */
final class Prescan {
    /** Bytes of one text as the document writes it: what a term may have, and room for its escapes. */
    static final int MAX_TEXT_BYTES = 8_000_000;

    private static final int CHUNK_BYTES = 64 * 1024;

    private final Syntax syntax;
    private final Utf8 utf8 = new Utf8();
    private final Nesting nesting;
    private long line = 1;
    private long column;
    private long textBytes;

    private Prescan(Syntax syntax) {
        this.syntax = syntax;
        this.nesting = new Nesting(syntax == Syntax.JSONLD);
    }

    /**
     * Refuses a document that is no UTF-8, nests too deeply, or has too long a text in it.
     *
     * @throws KithException USAGE with line and column
     */
    static void check(InputStream document, Syntax syntax) throws IOException {
        Prescan scan = new Prescan(syntax);
        byte[] chunk = new byte[CHUNK_BYTES];
        for (int n = document.read(chunk); n >= 0; n = document.read(chunk)) {
            for (int i = 0; i < n; i++) {
                scan.next(chunk[i]);
            }
        }
        if (!scan.utf8.isWhole()) {
            throw scan.broken("it ends inside a character");
        }
    }

    private void next(byte b) {
        if (syntax == Syntax.RDFXML) {
            // XML names its own encoding, and its parser counts its own depth.
            textBytes = b == '<' ? 0 : textBytes + 1;
            mustBeShort();
            return;
        }
        if (b == '\n') {
            line++;
            column = 0;
        } else if (!Utf8.isContinuation(b)) {
            column++;
        }
        if (!utf8.accepts(b)) {
            // A parser would put a question mark there, for ever.
            throw broken("this is no UTF-8; convert the document first");
        }
        if (!nesting.accepts(b)) {
            throw broken("it nests deeper than " + Nesting.MAX_DEPTH + "; write it flatter");
        }
        textBytes = nesting.isInText() ? textBytes + 1 : 0;
        mustBeShort();
    }

    private void mustBeShort() {
        if (textBytes > MAX_TEXT_BYTES) {
            throw broken("a text of more than " + MAX_TEXT_BYTES + " bytes; no term may be so long");
        }
    }

    private KithException broken(String reason) {
        return KithException.user(
                Code.USAGE,
                "the " + syntax + " document is broken at line " + line + ", column " + column + ": " + reason);
    }
}
