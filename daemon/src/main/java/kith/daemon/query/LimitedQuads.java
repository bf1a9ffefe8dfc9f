package kith.daemon.query;

import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/** Quads of a graph answer: each once, so many and no more. Holds those it gave, to know them again. */
final class LimitedQuads implements Iterator<Quad> {
    private final Iterator<Quad> quads;
    private final long maxQuads;
    private final Watch watch;
    private final Set<Quad> given = new HashSet<>();
    private @Nullable Quad next;

    LimitedQuads(Iterator<Quad> quads, long maxQuads, Watch watch) {
        this.quads = quads;
        this.maxQuads = maxQuads;
        this.watch = watch;
    }

    @Override
    public boolean hasNext() {
        while (next == null && quads.hasNext()) {
            watch.check();
            Quad quad = quads.next();
            if (given.add(quad)) {
                next = quad;
            }
        }
        return next != null;
    }

    @Override
    public Quad next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        if (given.size() > maxQuads) {
            throw new LimitReached("the answer has more than " + maxQuads + " triples: add LIMIT, or ask for less");
        }
        Quad quad = next;
        next = null;
        return quad;
    }
}
