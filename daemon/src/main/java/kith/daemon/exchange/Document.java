package kith.daemon.exchange;

import com.apicatalog.jsonld.JsonLdOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kith.daemon.query.LimitReached;
import kith.daemon.query.Sandbox;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.irix.IRIxResolver;
import org.apache.jena.riot.RDFParserRegistry;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.ReaderRIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * One document to be imported, all of its bytes being there.
 *
 * <p>First {@link #read} reads the whole of it, so that a broken document costs no lock; then {@link #addTo} adds what
 * it states. Blank nodes are named after the hash of the bytes and their label, or their place:
 * the same bytes give the same nodes, today and on every replica. Use a thread with a large stack.
 *
 * <p>A large one waits while it is read until no other is in memory; close it when it is written.
 */
public final class Document implements AutoCloseable {
    /** Bytes of a document that is read as one tree in memory (JSON-LD). */
    public static final long MAX_TREE_BYTES = 64L * 1024 * 1024;

    /** Bytes of a document between two times that it is told how far the reading is. */
    private static final long TOLD_BYTES = 1024L * 1024;

    /** Bytes of heap that such a tree takes for each byte of the document, in the worst case seen. */
    private static final long HEAP_BYTES_A_TREE_BYTE = 48;

    private final Sandbox sandbox;
    private final Spool bytes;
    private final Syntax syntax;
    private final Target target;
    private List<Quad> quads = List.of();
    private long heap;
    private Course course = (done, of) -> {};
    private volatile boolean abandoned;
    private LargeTurn turn = new LargeTurn();

    /** Told how far a document has been read, on the thread that reads it; may throw to end that. */
    public interface Course {
        /**
         * So many bytes were read, and what they state was handed on; last all of them, if the document has many.
         *
         * @param of all bytes of the document
         */
        void read(long done, long of);
    }

    /**
     * Where a document's statements go.
     *
     * @param base what relative IRIs resolve to; without it they are errors
     * @param graph for statements that name no graph; without it they go to the default graph
     * @param alone whether a statement that names a graph is an error
     */
    public record Target(@Nullable String base, @Nullable Node graph, boolean alone) {
        /** Statements may name a graph of their own. */
        public Target(@Nullable String base, @Nullable Node graph) {
            this(base, graph, false);
        }
    }

    public Document(Sandbox sandbox, Spool bytes, Syntax syntax, Target target) {
        this.sandbox = sandbox;
        this.bytes = bytes;
        this.syntax = syntax;
        this.target = target;
    }

    /**
     * Reads the whole document into memory.
     *
     * @return how many quads it states
     * @throws KithException USAGE if it is broken, with line and column where the syntax tells
     * @throws LimitReached if it states more quads than {@code limits} allow
     */
    public long read(ImportLimits limits) {
        mustBeReadable(limits);
        quads = List.of();
        heap = 0;
        List<Quad> stated = new ArrayList<>();
        read(quad -> {
            mustBeAllowed(stated.size(), limits);
            heap += ImportLimits.heapBytes(quad);
            if (heap > limits.maxHeapBytes()) {
                throw new LimitReached("the daemon has memory for " + stated.size() + " quads of this document: split"
                        + " it and import the parts, or give the daemon more (KITHD_JAVA_OPTIONS=-Xmx...)");
            }
            mustBeAlone(limits, heap);
            stated.add(quad);
        });
        quads = stated;
        turn.adds(heap);
        return stated.size();
    }

    /** Has it come in one request with {@code other}, and in the same turn. Before it is read. */
    public void comesWith(Document other) {
        turn = other.turn;
    }

    private void mustBeAlone(ImportLimits limits, long heapBytes) {
        if (turn.taken() + heapBytes > limits.smallHeapBytes()) {
            turn.await(this::mustBeWanted);
        }
    }

    private static void mustBeAllowed(long stated, ImportLimits limits) {
        if (stated >= limits.maxQuads()) {
            throw new LimitReached("the document states more than " + limits.maxQuads()
                    + " quads: split it and import the parts, or raise import.max-quads");
        }
    }

    private void mustBeReadable(ImportLimits limits) {
        long treeBytes = Math.min(MAX_TREE_BYTES, limits.maxHeapBytes() / HEAP_BYTES_A_TREE_BYTE);
        if (syntax.isTree() && bytes.size() > treeBytes) {
            throw new LimitReached("a document in " + syntax + " may have " + treeBytes
                    + " bytes here: split it, or send it as N-Quads");
        }
        if (syntax.isTree()) {
            mustBeAlone(limits, bytes.size() * HEAP_BYTES_A_TREE_BYTE);
        }
        try {
            try (InputStream in = bytes.open()) {
                Prescan.check(in, syntax);
            }
            if (syntax == Syntax.RDFXML) {
                try (InputStream again = bytes.open()) {
                    XmlEntities.mustBeHere(again);
                }
            }
        } catch (IOException failed) {
            throw KithException.host("cannot read the document back", failed);
        }
    }

    /** Has {@code listener} told how far the reading is, now and then. */
    public void tells(Course listener) {
        course = listener;
    }

    /** About how many bytes of heap is taken by what was read. */
    public long heapBytes() {
        return heap;
    }

    /** How many bytes the document has. */
    long size() {
        return bytes.size();
    }

    /**
     * Reads the whole document, and hands on what it states while it is being read if that is more than {@code most}
     * quads: then a document that is broken further on is found to be so when what comes before was handed on.
     *
     * @param parts takes some quads that follow each other; the last of them may have more to come of the same subject
     * @return whether anything was handed on; else it is here, as {@link #read} leaves it
     * @throws KithException as {@link #read}
     */
    public boolean readInParts(ImportLimits limits, int most, Consumer<List<Quad>> parts) {
        mustBeReadable(limits);
        Portions portions = new Portions(limits, most, parts);
        read(quad -> {
            mustBeAllowed(portions.stated(), limits);
            portions.accept(quad);
            if (!portions.isHanding()) {
                mustBeAlone(limits, portions.heapBytes());
            } else if (!syntax.isTree()) {
                // It has the space's turn now, and must not keep others from theirs until its end.
                turn.end();
            }
        });
        boolean handed = portions.isHanded();
        if (handed) {
            portions.hand();
        } else {
            quads = portions.whole();
        }
        return handed;
    }

    /** Adds what was read to {@code dataset}, which is in a WRITE transaction. */
    public void addTo(DatasetGraph dataset) {
        for (Quad quad : quads) {
            mustBeWanted();
            dataset.add(quad);
        }
    }

    /** Ends a running import soon; nobody waits for it. Any thread. */
    public void abandon() {
        abandoned = true;
    }

    /** What was read is not needed any more. */
    @Override
    public void close() {
        quads = List.of();
        turn.end();
    }

    private void mustBeWanted() {
        if (abandoned) {
            throw KithException.user(Code.INTERRUPTED, "the client went away before the document was imported");
        }
    }

    private void read(Consumer<Quad> into) {
        ReadingProfile profile = new ReadingProfile(syntax, new DocumentNames(bytes.hash()), resolver());
        Passed passed = new Passed(bytes.open());
        Statements statements = new Statements(into, passed);
        try (passed) {
            parse(passed, profile, statements);
            statements.end();
        } catch (StackOverflowError deep) {
            throw broken(statements, "it nests too deeply", deep);
        } catch (RuntimeException bad) {
            throw clear(statements, profile, bad);
        } catch (IOException failed) {
            throw KithException.host("cannot read the document back", failed);
        }
    }

    // Some parsers wrap what passes through them; the first cause is the one to tell.
    private RuntimeException clear(Statements statements, ReadingProfile profile, RuntimeException bad) {
        RuntimeException refused = statements.refused;
        KithException complaint = profile.complaint();
        if (refused != null) {
            return refused;
        }
        if (complaint != null) {
            return complaint;
        }
        // Parsers of every syntax have been seen to throw what is not theirs on a few odd bytes.
        String reason = bad instanceof RiotException riot
                ? ReadingProfile.reason(riot)
                : "it cannot be read (" + bad.getClass().getSimpleName() + ")";
        return broken(statements, reason, bad);
    }

    private KithException broken(Statements statements, String reason, Throwable cause) {
        String message = "the " + syntax + " document is broken after statement " + statements.seen + ": " + reason;
        return new KithException(KithException.Blame.USER, Code.USAGE, message, cause);
    }

    private IRIxResolver resolver() {
        IRIxResolver.Builder builder = IRIxResolver.create();
        String base = target.base();
        return (base == null ? builder.noBase() : builder.base(base))
                .resolve(true)
                .allowRelative(false)
                .build();
    }

    private void parse(InputStream in, ReadingProfile profile, StreamRDF into) {
        if (syntax == Syntax.JSONLD) {
            JsonLdOptions options = sandbox.jsonLd();
            String base = target.base();
            // It would drop statements with relative IRIs; with a base that nobody has they come through, and are told.
            options.setBase(URI.create(base == null ? ReadingProfile.NO_BASE : base));
            JsonLdReading.read(in, options, profile, into);
            return;
        }
        ReaderRIOT reader = RDFParserRegistry.getFactory(syntax.lang()).create(syntax.lang(), profile);
        reader.read(in, target.base(), syntax.lang().getContentType(), into, RIOT.getContext());
    }

    private final class Statements implements StreamRDF {
        private final Consumer<Quad> into;
        private final Passed passed;
        private long told;
        private long seen;
        private @Nullable RuntimeException refused;

        Statements(Consumer<Quad> into, Passed passed) {
            this.into = into;
            this.passed = passed;
        }

        @Override
        public void triple(Triple triple) {
            Node graph = target.graph();
            give(Quad.create(graph == null ? Quad.defaultGraphIRI : graph, triple));
        }

        @Override
        public void quad(Quad quad) {
            if (quad.isDefaultGraph()) {
                triple(quad.asTriple());
            } else {
                give(quad);
            }
        }

        private void mustBeInPlace(Quad quad) {
            if (target.alone() && !quad.isDefaultGraph() && !quad.getGraph().equals(target.graph())) {
                throw KithException.user(
                        Code.USAGE,
                        "the document states something of the graph " + NodeFmtLib.strNT(quad.getGraph())
                                + ", and is to be one graph: import it instead, with kith import or POST"
                                + " /v1/spaces/NAME/import");
            }
        }

        private void tell() {
            if (passed.count() - told >= TOLD_BYTES) {
                told = passed.count();
                course.read(told, bytes.size());
            }
        }

        void end() {
            if (bytes.size() >= TOLD_BYTES) {
                course.read(bytes.size(), bytes.size());
            }
        }

        private void give(Quad quad) {
            try {
                mustBeWanted();
                mustBeInPlace(quad);
                into.accept(quad);
                tell();
            } catch (RuntimeException no) {
                refused = no;
                throw no;
            }
            seen++;
        }

        @Override
        public void start() {}

        @Override
        public void base(String base) {}

        @Override
        public void prefix(String prefix, String iri) {}

        @Override
        public void finish() {}
    }
}
