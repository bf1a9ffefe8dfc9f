package kith.daemon.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.irix.IRIx;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.Prologue;

/** What queries and updates share before they run: prefixes, no base, and errors with line and column. */
final class SparqlText {
    /** Characters of one query or update. */
    static final int MAX_CHARS = 16 * 1024 * 1024;
    /** What relative IRIs resolve to when no BASE is declared, so that they can be told and refused. */
    static final String NO_BASE = "http://relative.invalid/";

    /** Bytes of heap that a word of a text becomes when it is read, in the worst case. */
    static final long BYTES_A_WORD = 256;

    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final Pattern UNEXPECTED = Pattern.compile("Encountered \" \\S+ \"(.*) \"\" at line");

    private SparqlText() {}

    /** A step of parsing; what it throws becomes one clear error. */
    interface Parsing {
        void run();
    }

    static void open(Prologue prologue, Sandbox sandbox) {
        prologue.getPrefixMapping().setNsPrefixes(sandbox.prefixes());
        prologue.setBase(IRIx.create(NO_BASE));
    }

    /** Runs {@code parsing} of a {@code thing} ("query" or "update") with that text. */
    static void parse(String thing, String text, Parsing parsing) {
        if (text.length() > MAX_CHARS) {
            throw new LimitReached("the " + thing + " has " + text.length() + " characters; the limit is " + MAX_CHARS);
        }
        try {
            parsing.run();
        } catch (QueryParseException bad) {
            throw bad(thing, bad);
        } catch (StackOverflowError deep) {
            throw tooDeep(thing, deep);
        } catch (QueryException | IllegalArgumentException bad) {
            throw new KithException(
                    KithException.Blame.USER, Code.USAGE, "the " + thing + " cannot be read: " + firstLine(bad), bad);
        }
    }

    static KithException tooDeep(String thing, StackOverflowError deep) {
        return new KithException(
                KithException.Blame.USER,
                Code.USAGE,
                "the " + thing + " nests too deeply, or walks too long a path: write it flatter",
                deep);
    }

    static String firstLine(Throwable fault) {
        String message = fault.getMessage();
        return message == null
                ? fault.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    private static KithException bad(String thing, QueryParseException bad) {
        String message = firstLine(bad);
        // What the parser finds wrong with the whole has no place.
        String place = bad.getLine() > 0 ? " at line " + bad.getLine() + ", column " + bad.getColumn() : "";
        Matcher said = PLACE.matcher(message);
        if (said.find()) {
            place = " at line " + said.group(1) + ", column " + said.group(2);
        }
        String text = "the " + thing + " is not SPARQL" + place + ": " + complaint(message);
        return new KithException(KithException.Blame.USER, Code.USAGE, text, bad);
    }

    private static String complaint(String message) {
        if (message.contains("<EOF>")) {
            return "it ends too early";
        }
        Matcher unexpected = UNEXPECTED.matcher(message);
        if (unexpected.find()) {
            return "'" + unexpected.group(1) + "' is not expected here";
        }
        String rest = message.replaceFirst("(?i)^line:? -?\\d+, column:? -?\\d+: ", "");
        return rest.replaceFirst("(?i) at line \\d+, column \\d+\\.", ".");
    }
}
