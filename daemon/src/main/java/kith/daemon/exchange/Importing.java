package kith.daemon.exchange;

import java.util.List;
import kith.daemon.query.Receipt;
import kith.daemon.query.Rejected;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.ontology.fault.KithException;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * Takes a document into a space. One of up to {@value #WHOLE_BYTES} bytes and {@value #WHOLE_QUADS} quads, or fewer on a
 * small heap, is taken whole or not at all. A larger one is taken in steps while it is read, in bounded memory: where it
 * breaks off, by a fault of its own or because somebody pulled the plug, what came before is there, and importing it again
 * adds the rest.
 */
public final class Importing {
    /** Quads of a document that is taken as one change. */
    public static final int WHOLE_QUADS = 262_144;

    /** Bytes of a document that is taken as one change. */
    public static final long WHOLE_BYTES = 32L * 1024 * 1024;

    /** Of the heap that there is for documents, the part for what waits for what it lacks, in all of them. */
    private static final long PART_THAT_WAITS = 4;

    private final SpaceAccess space;
    private final String note;
    private @Nullable WriteAccess write;
    private long stated;
    private long waiting;

    private Importing(SpaceAccess space, String note) {
        this.space = space;
        this.note = note;
    }

    /**
     * Takes in what a document states.
     *
     * @param note why, in the words of whoever asked; empty for none
     * @throws KithException as {@link Document#read}, {@link SpaceAccess#write} and {@link WriteAccess#commit}; with how
     *     many quads were taken before
     */
    public static Receipt of(Document document, SpaceAccess space, ImportLimits limits, String note) {
        Importing importing = new Importing(space, note);
        try {
            return importing.take(document, limits);
        } catch (Rejected no) {
            throw importing.taken() == 0 ? no : new Rejected(no.getMessage() + importing.rest(), no.faults());
        } catch (KithException no) {
            boolean isTheirs = no.blame() == KithException.Blame.USER;
            throw importing.taken() == 0 || !isTheirs
                    ? no
                    : new KithException(no.blame(), no.code(), no.getMessage() + importing.rest(), no);
        } finally {
            importing.close();
        }
    }

    private long taken() {
        return stated - waiting;
    }

    private String rest() {
        String before = waiting == 0
                ? "what comes before it in the document, " + stated + " quads, is in the space"
                : "of what comes before it in the document " + taken() + " quads are in the space, and " + waiting
                        + " that wait for what they lack are not";
        return "; " + before + ": mend the document and import it again, for what is there is not said twice";
    }

    private Receipt take(Document document, ImportLimits limits) {
        int most = document.size() > WHOLE_BYTES ? 0 : (int) Math.min(WHOLE_QUADS, limits.quads());
        WriteAccess.Patience patience =
                new WriteAccess.Patience(ImportLimits::heapBytes, limits.maxHeapBytes() / PART_THAT_WAITS);
        if (!document.readInParts(limits, most, quads -> step(quads, patience))) {
            document.addTo(begun().dataset());
        }
        return begun().commit(note);
    }

    private void step(List<Quad> quads, WriteAccess.Patience patience) {
        waiting = begun().step(quads, patience, note);
        stated += quads.size();
    }

    private WriteAccess begun() {
        WriteAccess begun = write;
        if (begun == null) {
            begun = space.write();
            begun.mayBeSplit();
            write = begun;
        }
        return begun;
    }

    private void close() {
        if (write != null) {
            write.close();
        }
    }
}
