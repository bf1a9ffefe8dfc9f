package kith.daemon.index;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Packs what is fresh in a view into its runs: rewrites the runs that change and leaves the others. It changes nothing by
 * itself: what it made counts once {@link Folded} is installed. Any thread; beside readers and writers.
 */
public final class Fold {
    private final View view;
    private final Reading reading;
    private final RunSink sink;
    private final AtomicLong lastRun;
    private final AtomicLong lastPage;

    /**
     * @param lastRun the greatest number of a run so far; those made here get the next ones
     * @param lastPage the same of pages
     */
    public Fold(View view, Reading reading, RunSink sink, AtomicLong lastRun, AtomicLong lastPage) {
        this.view = view;
        this.reading = reading;
        this.sink = sink;
        this.lastRun = lastRun;
        this.lastPage = lastPage;
    }

    /**
     * Makes the runs.
     *
     * @throws kith.ontology.fault.KithException HOST if a run cannot be read or written
     */
    public Folded run() {
        Runs[] made = new Runs[Order.values().length];
        Folded.Changes changes = new Folded.Changes();
        for (Order order : Order.values()) {
            made[order.code()] = new OrderFold(order, changes).fold();
        }
        return new Folded(view, made, changes);
    }

    private final class OrderFold {
        private final Order order;
        private final Folded.Changes changes;
        private final Row[] fresh;
        private final RunBuilder builder;
        private final List<Page> pages = new ArrayList<>();
        /** Runs, old and new, of pages that change. */
        private List<Run> loose = new ArrayList<>();

        private int next;

        OrderFold(Order order, Folded.Changes changes) {
            this.order = order;
            this.changes = changes;
            this.fresh = view.overlay().range(order);
            this.builder = new RunBuilder(order, lastRun::incrementAndGet, sink);
        }

        Runs fold() {
            Runs old = view.runs(order);
            if (fresh.length == 0) {
                return old;
            }
            for (int at = 0; at < old.pages.size(); at++) {
                Page page = old.pages.get(at);
                Page after = at + 1 < old.pages.size() ? old.pages.get(at + 1) : null;
                long[] bound = after == null ? null : after.runs.getFirst().first;
                boolean isLone = !loose.isEmpty() || builder.pending() > 0;
                if (!isTouched(bound) && !(isLone && loose.size() < Page.MAX_RUNS / 8)) {
                    close();
                    pages.add(page);
                } else {
                    rewrite(page, bound);
                }
            }
            while (next < fresh.length) {
                addFresh();
            }
            close();
            return new Runs(pages);
        }

        /** Whether something fresh belongs before the bound. */
        private boolean isTouched(long @Nullable [] bound) {
            return next < fresh.length && (bound == null || fresh[next].compareTo(order, bound) < 0);
        }

        private void rewrite(Page page, long @Nullable [] bound) {
            changes.pageGone(order, page.id);
            for (int at = 0; at < page.runs.size(); at++) {
                Run run = page.runs.get(at);
                long[] runBound = at + 1 < page.runs.size() ? page.runs.get(at + 1).first : bound;
                boolean isFew = builder.pending() > 0 && builder.pending() < RunBuilder.FEW_ROWS;
                if (isTouched(runBound) || isFew) {
                    merge(run, runBound);
                } else {
                    loose.addAll(builder.take());
                    loose.add(run);
                }
            }
        }

        private void merge(Run run, long @Nullable [] bound) {
            changes.runGone(run.id);
            Block block = reading.passing(order, run);
            int at = 0;
            while (at < block.size()) {
                int difference = isTouched(bound) ? compare(fresh[next], block, at) : 1;
                if (difference > 0) {
                    builder.add(block, at++);
                } else {
                    at += difference == 0 ? 1 : 0;
                    addFresh();
                }
            }
            while (isTouched(bound)) {
                addFresh();
            }
        }

        private int compare(Row row, Block block, int at) {
            for (int place = 0; place < Order.PLACES; place++) {
                int difference = Long.compareUnsigned(row.at(order, place), block.at(place, at));
                if (difference != 0) {
                    return difference;
                }
            }
            return 0;
        }

        private void addFresh() {
            Row row = fresh[next++];
            if (order == Order.SPOG ? !row.isGone() : row.isVisible()) {
                builder.add(order, row);
            }
        }

        /** Makes pages of the runs that have none. */
        private void close() {
            loose.addAll(builder.take());
            int count = (loose.size() + Page.MAX_RUNS - 1) / Page.MAX_RUNS;
            for (int i = 0; i < count; i++) {
                int from = (int) ((long) loose.size() * i / count);
                int to = (int) ((long) loose.size() * (i + 1) / count);
                Page page = new Page(lastPage.incrementAndGet(), loose.subList(from, to));
                pages.add(page);
                changes.page(order, page);
            }
            loose = new ArrayList<>();
        }
    }
}
