package kith.daemon.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.jena.sparql.core.Quad;

/** Quads on their way from a document, some at a time. */
final class Portions {
    /** Quads of a large document that are handed on together. */
    private static final int PORTION_QUADS = 32_768;

    private final ImportLimits limits;
    private final Consumer<List<Quad>> parts;
    private List<Quad> portion = new ArrayList<>();
    private int most;
    private long mostHeap;
    private long portionHeap;
    private long stated;
    private boolean isHanding;

    /** Hands on to {@code parts} once there are more than {@code most}; what comes then is little at a time. */
    Portions(ImportLimits limits, int most, Consumer<List<Quad>> parts) {
        this.limits = limits;
        this.most = most;
        this.mostHeap = limits.maxHeapBytes() / 2;
        this.parts = parts;
    }

    void accept(Quad quad) {
        boolean isFull = portion.size() >= most || portionHeap >= mostHeap;
        // A thing is judged as a whole: it is not divided, unless that is all there is.
        boolean isOther = portion.isEmpty() || !portion.getLast().getSubject().equals(quad.getSubject());
        if (isFull && (isOther || portion.size() >= 2 * most || portionHeap >= 2 * mostHeap)) {
            hand();
        }
        portion.add(quad);
        portionHeap += ImportLimits.heapBytes(quad);
        stated++;
    }

    void hand() {
        List<Quad> all = portion;
        portion = new ArrayList<>();
        portionHeap = 0;
        most = PORTION_QUADS;
        // Others may be large from now on.
        mostHeap = limits.smallHeapBytes();
        isHanding = true;
        int from = 0;
        while (from < all.size()) {
            int to = Math.min(all.size(), from + PORTION_QUADS);
            while (to < all.size()
                    && to < from + 2 * PORTION_QUADS
                    && all.get(to).getSubject().equals(all.get(to - 1).getSubject())) {
                to++;
            }
            parts.accept(all.subList(from, to));
            from = to;
        }
    }

    /** Whether it hands on what comes. */
    boolean isHanding() {
        return isHanding;
    }

    /** Whether anything was handed on. */
    boolean isHanded() {
        return stated > portion.size();
    }

    /** What came last and was not handed on: all, if nothing was. */
    List<Quad> whole() {
        return portion;
    }

    /** About how many bytes of heap that takes. */
    long heapBytes() {
        return portionHeap;
    }

    /** How many quads came. */
    long stated() {
        return stated;
    }
}
