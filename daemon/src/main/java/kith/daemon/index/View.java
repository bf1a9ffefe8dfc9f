package kith.daemon.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The quads of a space at one moment: where their runs lie, and what is fresh over them. Immutable; safe from any thread.
 * The runs themselves are read when they are needed, by a {@link Reading} of that moment.
 */
public final class View {
    /** A space without quads. */
    public static final View EMPTY = new View(noRuns(), Overlay.NONE);

    private final Runs[] runs;
    private final Overlay overlay;

    private View(Runs[] runs, Overlay overlay) {
        this.runs = runs;
        this.overlay = overlay;
    }

    private static Runs[] noRuns() {
        Runs[] none = new Runs[Order.values().length];
        Arrays.fill(none, Runs.NONE);
        return none;
    }

    /**
     * What the disk has.
     *
     * @param pages by the order they are of, then by their number
     * @throws kith.ontology.bytes.MalformedException if no version of ours wrote one
     */
    public static View of(Map<Order, Map<Long, byte[]>> pages) {
        Runs[] runs = noRuns();
        pages.forEach((order, ofOrder) -> {
            List<Page> sorted = ofOrder.entrySet().stream()
                    .map(page -> Page.read(page.getKey(), page.getValue()))
                    .filter(page -> !page.runs.isEmpty())
                    .sorted((one, other) -> compare(one.runs.getFirst().first, other.runs.getFirst().first))
                    .toList();
            runs[order.code()] = new Runs(sorted);
        });
        return new View(runs, Overlay.NONE);
    }

    private static int compare(long[] one, long[] other) {
        for (int place = 0; place < Order.PLACES; place++) {
            int difference = Long.compareUnsigned(one[place], other[place]);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** The greatest number that a run has; 0 if there is none. */
    public long lastRun() {
        long last = 0;
        for (Runs ofOrder : runs) {
            for (int i = 0; i < ofOrder.size(); i++) {
                last = Math.max(last, ofOrder.run(i).id);
            }
        }
        return last;
    }

    /** The greatest number that a page has; 0 if there is none. */
    public long lastPage() {
        return Arrays.stream(runs)
                .flatMap(ofOrder -> ofOrder.pages.stream())
                .mapToLong(page -> page.id)
                .max()
                .orElse(0);
    }

    /** This view with newer rows over it. */
    public View with(FreshRows rows) {
        return rows.isEmpty() ? this : new View(runs, overlay.with(rows.layer()));
    }

    /** This view with rows over it of which nobody has looked what is below. */
    public View withUnlooked(List<Row> rows, Reading reading) {
        return with(FreshRows.of(rows.stream()
                .map(row -> {
                    Row held = row(reading, row.ids());
                    return held == null ? row : held.keeping(row.kept());
                })
                .toList()));
    }

    /** This view over other runs, which hold what {@code folded} held. */
    View over(Runs[] newer, View folded) {
        Row[] packed = folded.overlay.range(Order.SPOG);
        List<Row> left = new ArrayList<>();
        int at = 0;
        for (Row row : overlay.range(Order.SPOG)) {
            while (at < packed.length && Row.compare(Order.SPOG, packed[at], row) < 0) {
                at++;
            }
            if (at == packed.length || Row.compare(Order.SPOG, packed[at], row) > 0) {
                left.add(row);
            } else if (!row.isThatVery(packed[at])) {
                left.add(row.above(packed[at].isVisible()));
            }
        }
        return new View(newer, Overlay.NONE.with(Layer.of(left)));
    }

    Runs runs(Order order) {
        return runs[order.code()];
    }

    Overlay overlay() {
        return overlay;
    }

    /** About how many rows are fresh; never too few. */
    public int fresh() {
        return overlay.size();
    }

    /** Rows in runs, fresh ones not counted. */
    public long packed() {
        return runs(Order.SPOG).tuples();
    }

    /**
     * What is kept of a quad; null if nothing ever was as far as this view knows, and a row that is gone if it was
     * forgotten of late.
     *
     * @param ids graph, subject, predicate, object
     */
    public @Nullable Row row(Reading reading, long[] ids) {
        long[] key = {ids[1], ids[2], ids[3], ids[0]};
        Row fresh = overlay.find(key);
        if (fresh != null) {
            return fresh;
        }
        Runs bySubject = runs(Order.SPOG);
        if (bySubject.size() == 0) {
            return null;
        }
        Block block = reading.block(Order.SPOG, bySubject.run(bySubject.lastNotAbove(0, key)));
        int at = block.lower(0, key);
        if (at == block.size() || block.compare(at, key) != 0) {
            return null;
        }
        byte[] kept = block.kept(at);
        return Row.of(ids, kept).above(Row.isVisible(kept));
    }

    /** Whether anything is kept of any quad with this subject. */
    public boolean hasRows(Reading reading, long subject) {
        long[] key = {subject};
        if (overlay.has(key)) {
            return true;
        }
        Runs bySubject = runs(Order.SPOG);
        if (bySubject.size() == 0) {
            return false;
        }
        // The first that is not below the key begins with it, in the run that may have it or at the start of the next.
        int at = bySubject.lastBelow(0, key);
        Block block = reading.block(Order.SPOG, bySubject.run(at));
        int first = block.lower(0, key);
        return first < block.size()
                ? block.at(0, first) == subject
                : at + 1 < bySubject.size() && bySubject.run(at + 1).first[0] == subject;
    }

    /** Rows whose subject, predicate and so on are these, visible or not, in the order of subjects. */
    public Rows rows(Reading reading, long... key) {
        return new Rows(new RangeTuples(this, reading, Order.SPOG, key, false));
    }

    /** Visible quads whose first ids in that order are these. */
    public Tuples tuples(Reading reading, Order order, long... key) {
        return new RangeTuples(this, reading, order, key, true);
    }

    /** How many visible quads have these first ids in that order: exact, by looking at two runs. */
    public long count(Reading reading, Order order, long... key) {
        long count = 0;
        for (Row row : overlay.range(order, key)) {
            count += (row.isVisible() ? 1 : 0) - (row.isVisibleBelow() ? 1 : 0);
        }
        Runs ofOrder = runs(order);
        if (ofOrder.size() > 0) {
            count += rank(reading, order, key, 1) - rank(reading, order, key, 0);
        }
        return count;
    }

    /** Visible tuples in runs that are below the key, or with {@code least} 1 those that begin with it too. */
    private long rank(Reading reading, Order order, long[] key, int least) {
        Runs ofOrder = runs(order);
        if (key.length == 0) {
            return least == 0 ? 0 : ofOrder.before(ofOrder.size());
        }
        int at = least == 0 ? ofOrder.lastBelow(0, key) : ofOrder.lastNotAbove(0, key);
        Block block = reading.block(order, ofOrder.run(at));
        int to = least == 0 ? block.lower(0, key) : block.upper(0, key);
        return ofOrder.before(at) + block.visible(0, to);
    }

    /**
     * About how many different second ids the quads with this first id have: what is fresh is not looked at, and an id
     * that goes from one run to the next counts twice.
     */
    public long distinct(Reading reading, Order order, long first) {
        Runs ofOrder = runs(order);
        if (ofOrder.size() == 0) {
            return overlay.range(order, first).length;
        }
        long[] key = {first};
        int from = ofOrder.lastBelow(0, key);
        int to = ofOrder.lastNotAbove(0, key);
        long distinct = starts(reading, order, from, key);
        for (int at = from + 1; at < to; at++) {
            distinct += ofOrder.run(at).starts;
        }
        return to > from ? distinct + starts(reading, order, to, key) : distinct;
    }

    private long starts(Reading reading, Order order, int run, long[] key) {
        Block block = reading.block(order, runs(order).run(run));
        return block.starts(block.lower(0, key), block.upper(0, key));
    }
}
