package kith.daemon.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;

/**
 * What an import said of things that do not conform to the shapes yet: it waits outside of the change until more is said of
 * them, or nothing comes any more. For one import and one thread; what waits in all of them is counted together.
 */
final class Waiting {
    private final AtomicLong heapBytesInAll;
    private final Map<Node, Said> bySubject = new LinkedHashMap<>();
    private long heapBytes;
    private long size;

    /** All that was said of a thing, in its order. */
    private static final class Said {
        final List<Quad> quads = new ArrayList<>();
        long heapBytes;
    }

    Waiting(AtomicLong heapBytesInAll) {
        this.heapBytesInAll = heapBytesInAll;
    }

    void add(List<Quad> quads, ToLongFunction<Quad> weight) {
        for (Quad quad : quads) {
            Said said = bySubject.computeIfAbsent(quad.getSubject(), first -> new Said());
            long bytes = weight.applyAsLong(quad);
            said.quads.add(quad);
            said.heapBytes += bytes;
            size++;
            count(bytes);
        }
    }

    private void count(long bytes) {
        heapBytes += bytes;
        heapBytesInAll.addAndGet(bytes);
    }

    /** How many quads wait here. */
    long size() {
        return size;
    }

    /** Whether more waits than may, and some of it here. */
    boolean isOver(long mostHeapBytes) {
        return heapBytes > 0 && heapBytesInAll.get() > mostHeapBytes;
    }

    /** Puts back what was said before of the things that {@code more} is about. */
    void backInto(SpaceDataset dataset, List<Quad> more) {
        if (bySubject.isEmpty()) {
            return;
        }
        Node last = null;
        for (Quad quad : more) {
            if (!quad.getSubject().equals(last)) {
                last = quad.getSubject();
                putBack(bySubject.remove(last), dataset);
            }
        }
    }

    void allBackInto(SpaceDataset dataset) {
        bySubject.values().forEach(said -> putBack(said, dataset));
        bySubject.clear();
    }

    private void putBack(@Nullable Said said, SpaceDataset dataset) {
        if (said != null) {
            said.quads.forEach(dataset::add);
            size -= said.quads.size();
            count(-said.heapBytes);
        }
    }

    /** Nothing waits here any more. */
    void end() {
        bySubject.clear();
        size = 0;
        count(-heapBytes);
    }
}
