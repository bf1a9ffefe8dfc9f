package kith.daemon.index;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.bytes.Bytes;

/** What a {@link Fold} made: to be written in one step, and then to be seen. */
public final class Folded {
    /** A page of an order: its number, and its bytes, none of one that is gone. */
    public record PageChange(Order order, long page, Bytes bytes) {}

    /** Collects, while a fold runs. */
    static final class Changes {
        private final List<PageChange> pages = new ArrayList<>();
        private final List<PageChange> pagesGone = new ArrayList<>();
        private final List<Long> runsGone = new ArrayList<>();

        void page(Order order, Page page) {
            pages.add(new PageChange(order, page.id, Bytes.owned(page.bytes())));
        }

        void pageGone(Order order, long page) {
            pagesGone.add(new PageChange(order, page, Bytes.EMPTY));
        }

        void runGone(long run) {
            runsGone.add(run);
        }
    }

    private final View before;
    private final Runs[] runs;
    private final Changes changes;

    Folded(View before, Runs[] runs, Changes changes) {
        this.before = before;
        this.runs = runs;
        this.changes = changes;
    }

    /** Pages to be written. */
    public List<PageChange> pages() {
        return List.copyOf(changes.pages);
    }

    /** Pages to be deleted. */
    public List<PageChange> pagesGone() {
        return List.copyOf(changes.pagesGone);
    }

    /** Runs to be deleted. */
    public List<Long> runsGone() {
        return List.copyOf(changes.runsGone);
    }

    /**
     * The view over the new runs.
     *
     * @param now what the view has become since the fold began, by {@link View#with} alone
     */
    public View over(View now) {
        return now.over(runs, before);
    }
}
