package kith.daemon.exchange;

import java.util.Arrays;
import kith.daemon.query.Sandbox;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.irix.IRIx;
import org.apache.jena.irix.IRIxResolver;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.RiotParseException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ParserProfileStd;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.RiotLib;
import org.jspecify.annotations.Nullable;

/** How documents are read: strictly where a mistake would be kept for ever, and with a place in every complaint. */
final class ReadingProfile extends ParserProfileStd {
    /** What relative IRIs of a document without a base resolve to, so that they can be told and refused. */
    static final String NO_BASE = "http://relative.invalid/";

    private static final int MAX_CAUSES = 8;
    private static final int KNOWN_BITS = 15;
    private static final int MAX_KNOWN_CHARS = 128;

    private final Strict strict;
    /** IRIs as the document writes them that were resolved and found good; a document repeats most of its own, soon. */
    private final @Nullable Known[] known = new Known[1 << KNOWN_BITS];

    private record Known(String iri, Node node) {}

    ReadingProfile(Syntax syntax, DocumentNames names, IRIxResolver resolver) {
        this(new Strict(syntax), names, resolver);
    }

    private ReadingProfile(Strict strict, DocumentNames names, IRIxResolver resolver) {
        super(names, strict, resolver, PrefixMapFactory.create(), RIOT.getContext(), true, false);
        this.strict = strict;
    }

    @Override
    public String resolveIRI(String iri, long line, long column) {
        return checked(super.resolveIRI(iri, line, column), line, column);
    }

    @Override
    public Node createURI(String iri, long line, long column) {
        if (RiotLib.isBNodeIRI(iri)) {
            return getFactorRDF().createBlankNode(iri.substring("_:".length()));
        }
        int place = (iri.hashCode() * 0x9e3779b9) >>> (Integer.SIZE - KNOWN_BITS);
        Known before = known[place];
        if (before != null && before.iri.equals(iri)) {
            return before.node;
        }
        Node fresh = getFactorRDF().createURI(resolveIRI(iri, line, column));
        if (iri.length() <= MAX_KNOWN_CHARS) {
            known[place] = new Known(iri, fresh);
        }
        return fresh;
    }

    @Override
    public void setBaseIRI(String base) {
        Arrays.fill(known, null);
        super.setBaseIRI(base);
    }

    @Override
    public Node createURI(IRIx iri, long line, long column) {
        return getFactorRDF().createURI(checked(iri.str(), line, column));
    }

    /** The IRI itself, if it may be kept. */
    String checked(String iri, long line, long column) {
        if (iri.startsWith(NO_BASE)) {
            strict.error("<" + iri.substring(NO_BASE.length()) + "> is a relative IRI: give a base", line, column);
        }
        String fault = Sandbox.iriFault(iri);
        if (!fault.isEmpty()) {
            strict.error("the IRI <" + iri + "> " + fault, line, column);
        }
        return iri;
    }

    /** What a parser found, without the place that it repeats in its own words. */
    static String reason(RiotException bad) {
        Throwable innermost = bad;
        for (int depth = 0; depth < MAX_CAUSES && innermost.getCause() != null; depth++) {
            innermost = innermost.getCause();
        }
        String message =
                innermost instanceof RiotParseException parse ? parse.getOriginalMessage() : innermost.getMessage();
        return message == null ? innermost.getClass().getSimpleName() : message;
    }

    /** The first complaint, which a parser may have caught and wrapped; null if there was none. */
    @Nullable
    KithException complaint() {
        return strict.complaint;
    }

    private static final class Strict implements ErrorHandler {
        private final Syntax syntax;
        private @Nullable KithException complaint;

        Strict(Syntax syntax) {
            this.syntax = syntax;
        }

        // IRIs of doubtful taste and lexical forms that do not fit their datatype are legal RDF: kept as they are.
        @Override
        public void warning(String message, long line, long column) {}

        @Override
        public void error(String message, long line, long column) {
            if (complaint == null) {
                String place = line > 0 ? " at line " + line + ", column " + column : "";
                String hint = message.startsWith("Relative ") ? "; give a base" : "";
                complaint = KithException.user(
                        Code.USAGE, "the " + syntax + " document is broken" + place + ": " + message + hint);
            }
            throw complaint;
        }

        @Override
        public void fatal(String message, long line, long column) {
            error(message, line, column);
        }
    }
}
