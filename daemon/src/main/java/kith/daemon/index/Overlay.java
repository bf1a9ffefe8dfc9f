package kith.daemon.index;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is fresh: rows that stand for those of the runs below them. Layers of which each is several times as large as the
 * one after it, so that adding copies little. Immutable.
 */
final class Overlay {
    static final Overlay NONE = new Overlay(List.of());

    /** A layer is merged with the one before it unless that is so many times as large. */
    private static final int GROWTH = 4;

    private static final Row[] NO_ROWS = {};

    /** The newest last. */
    private final List<Layer> layers;

    private Overlay(List<Layer> layers) {
        this.layers = layers;
    }

    /** @param rows newer than all that is here */
    Overlay with(Layer rows) {
        if (rows.size() == 0) {
            return this;
        }
        List<Layer> next = new ArrayList<>(layers);
        Layer top = rows;
        while (!next.isEmpty() && next.getLast().size() < GROWTH * top.size()) {
            top = Layer.merged(top, next.removeLast());
        }
        next.add(top);
        return new Overlay(List.copyOf(next));
    }

    /** Rows here, a quad that changed again counted again; not far from how many. */
    int size() {
        return layers.stream().mapToInt(Layer::size).sum();
    }

    @Nullable
    Row find(long[] spog) {
        for (int i = layers.size() - 1; i >= 0; i--) {
            Row[] rows = layers.get(i).rows(Order.SPOG);
            int at = Layer.search(Order.SPOG, rows, spog, 0);
            if (at < rows.length && rows[at].compareTo(Order.SPOG, spog) == 0) {
                return rows[at];
            }
        }
        return null;
    }

    /** Whether any row begins with the key, gone and invisible ones too. */
    boolean has(long[] key) {
        for (Layer layer : layers) {
            Row[] rows = layer.rows(Order.SPOG);
            int at = Layer.search(Order.SPOG, rows, key, 0);
            if (at < rows.length && rows[at].compareTo(Order.SPOG, key) == 0) {
                return true;
            }
        }
        return false;
    }

    /** The rows that begin with the key, as they are now, gone and invisible ones too; not to be changed. */
    Row[] range(Order order, long... key) {
        Row[] found = NO_ROWS;
        for (int i = layers.size() - 1; i >= 0; i--) {
            Row[] older = layers.get(i).range(order, key);
            if (found.length == 0) {
                found = older;
            } else if (older.length > 0) {
                found = Layer.merged(order, found, older);
            }
        }
        return found;
    }
}
