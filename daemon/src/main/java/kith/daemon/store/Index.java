package kith.daemon.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import kith.daemon.index.Fold;
import kith.daemon.index.Folded;
import kith.daemon.index.FreshRows;
import kith.daemon.index.Order;
import kith.daemon.index.Reading;
import kith.daemon.index.Row;
import kith.daemon.index.View;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The rows of a space on the disk: packed runs, pages that tell where they lie, and what each commit since the last fold
 * changed. The view of them is read from any thread and changed on the lane.
 */
final class Index {
    /** Fresh rows from which on it may be time to fold. */
    private static final int MANY_ROWS = 32 * 1024;
    /** Fresh rows from which on it is time to fold, however large the space is. */
    private static final int TOO_MANY_ROWS = 128 * 1024;
    /** Fresh rows that no commit leaves behind: it folds itself. */
    private static final int MOST_ROWS = 256 * 1024;
    /** A fold may write every run anew, so there is one for every so many rows in runs. */
    private static final int PACKED_A_FRESH = 16;

    /** Runs are written in steps of that size. */
    private static final long STEP_BYTES = 1 << 20;

    private final int space;
    private final Disk disk;
    private final AtomicLong lastRun;
    private final AtomicLong lastPage;
    private final Reading present;
    private volatile View view;
    private volatile Runnable pressed = () -> {};
    private volatile boolean ended;
    private @Nullable Folding underWay;
    /** The number of the commit that changed rows last. */
    private long lastFresh;
    /** No page names a run with a greater number, unless a fold is under way. */
    private volatile long lastNamed;

    Index(int space, Disk disk) {
        this.space = space;
        this.disk = disk;
        this.present = reading(null);
        try {
            View packed = View.of(pages());
            this.lastRun = new AtomicLong(packed.lastRun());
            this.lastPage = new AtomicLong(packed.lastPage());
            this.view = packed.withUnlooked(fresh(), present);
        } catch (MalformedException e) {
            throw StoreFaults.damaged("its index says " + e.getMessage());
        }
        this.lastNamed = lastRun.get();
        deleteUnused();
        disk.fresh().note(this, view.fresh());
    }

    /** Has {@code act} run, on whatever thread, when this space should look whether it is time to fold; it must not block. */
    void whenPressed(Runnable act) {
        pressed = act;
    }

    /** All spaces together keep too many rows in the heap, and none more than this one. */
    void press() {
        pressed.run();
    }

    /** The space was left. */
    void end() {
        ended = true;
        disk.fresh().leave(this);
    }

    private Map<Order, Map<Long, byte[]>> pages() {
        Map<Order, Map<Long, byte[]>> pages = new EnumMap<>(Order.class);
        for (Order order : Order.values()) {
            Map<Long, byte[]> ofOrder = new HashMap<>();
            byte[] prefix = KeyLayout.page(space, order.code(), 0);
            byte[] within = Arrays.copyOf(prefix, KeyLayout.SPACE_BYTES + 1);
            try (Cursor cursor =
                    new Cursor(disk.database().newIterator(disk.columns().of(Column.PAGE)), prefix)) {
                for (; cursor.isWithin(within); cursor.next()) {
                    ofOrder.put(ByteBuffer.wrap(cursor.key(), within.length, 8).getLong(), cursor.value());
                }
            }
            pages.put(order, ofOrder);
        }
        return pages;
    }

    /** Rows that no run has, each as it was said last. */
    private List<Row> fresh() {
        Map<QuadIds, Row> rows = new LinkedHashMap<>();
        byte[] prefix = KeyLayout.prefix(space);
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.FRESH)), prefix)) {
            for (; cursor.isWithin(prefix); cursor.next()) {
                FreshRows.read(cursor.value()).forEach(row -> rows.put(QuadIds.of(row), row));
                lastFresh = ByteBuffer.wrap(cursor.key(), prefix.length, 8).getLong();
            }
        }
        return new ArrayList<>(rows.values());
    }

    /** A fold that a crash interrupted, or that failed, leaves runs behind that no page names. */
    private void deleteUnused() {
        byte[] from = KeyLayout.prefix(space, lastNamed + 1);
        byte[] within = KeyLayout.prefix(space);
        try (Cursor cursor =
                new Cursor(disk.database().newIterator(disk.columns().of(Column.RUN)), from)) {
            if (cursor.isWithin(within)) {
                disk.database().deleteRange(disk.columns().of(Column.RUN), from, KeyLayout.above(within));
            }
        } catch (RocksDBException e) {
            throw StoreFaults.failed("delete runs that nothing names", e);
        }
    }

    View view() {
        return view;
    }

    boolean isTimeToFold() {
        View now = view;
        boolean isMany =
                now.fresh() >= MANY_ROWS && now.fresh() >= Math.min(TOO_MANY_ROWS, now.packed() / PACKED_A_FRESH);
        return isMany || disk.fresh().mustFold(this);
    }

    boolean isFull() {
        return view.fresh() >= MOST_ROWS;
    }

    /** How runs are read, now. */
    Reading present() {
        return present;
    }

    /** How runs are read at a moment. */
    Reading reading(@Nullable ReadOptions moment) {
        return new Reading(disk.runs(), run(moment));
    }

    private LongFunction<byte[]> run(@Nullable ReadOptions moment) {
        return run -> {
            disk.visits().mustBeOpen();
            try {
                byte[] key = KeyLayout.prefix(space, run);
                byte[] packed = moment == null
                        ? disk.database().get(disk.columns().of(Column.RUN), key)
                        : disk.database().get(disk.columns().of(Column.RUN), moment, key);
                if (packed == null) {
                    throw StoreFaults.damaged("run " + run + " of its index is not there");
                }
                return packed;
            } catch (RocksDBException e) {
                throw StoreFaults.failed("read an index", e);
            }
        };
    }

    /**
     * Enters rows in a commit.
     *
     * @return the view once it is there
     */
    View stage(WriteBatch batch, List<Row> rows) throws RocksDBException {
        if (rows.isEmpty()) {
            return view;
        }
        lastFresh++;
        FreshRows fresh = FreshRows.of(rows);
        batch.put(disk.columns().of(Column.FRESH), KeyLayout.prefix(space, lastFresh), fresh.bytes());
        return view.with(fresh);
    }

    void show(View next) {
        view = next;
        if (!ended) {
            disk.fresh().note(this, next.fresh());
        }
    }

    /** Begins a fold of what is fresh now, or goes on with the one that is under way. On the lane. */
    Runnable beginFold() {
        Folding folding = underWay;
        if (folding == null) {
            folding = new Folding(view, lastFresh);
            underWay = folding;
        }
        return folding;
    }

    /** Ends the fold that is under way, once it is made: hands on how to write it and what is to be seen then. */
    void endFold(Ending ending) throws RocksDBException {
        Folding folding = underWay;
        underWay = null;
        if (folding == null) {
            return;
        }
        Folded made = folding.made();
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            folding.enter(made, batch);
            ending.end(() -> disk.database().write(options, batch), made.over(view));
            lastNamed = lastRun.get();
        }
    }

    /** Writes and shows, at one moment. */
    interface Ending {
        void end(SpaceStore.Write write, View next) throws RocksDBException;
    }

    /** One fold, and one at a time: {@link #run} on any thread, {@link #endFold} on the lane. */
    private final class Folding implements Runnable {
        private final long upTo;
        private final View before;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<Folded> made = new CompletableFuture<>();

        private Folding(View before, long upTo) {
            this.before = before;
            this.upTo = upTo;
        }

        /** Writes the new runs, which nobody sees yet. */
        @Override
        public void run() {
            if (begun.compareAndSet(false, true)) {
                try {
                    made.complete(make(before));
                } catch (KithException e) {
                    made.completeExceptionally(e);
                } finally {
                    made.completeExceptionally(new IllegalStateException("a fold ended without a word"));
                }
            }
        }

        /**
         * What it made, once that is there.
         *
         * @throws KithException HOST if it failed
         */
        Folded made() {
            run();
            try {
                return made.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof KithException known ? known : e;
            }
        }

        /** Enters in a batch that the new runs take the place of the old ones. */
        void enter(Folded made, WriteBatch batch) throws RocksDBException {
            for (Folded.PageChange page : made.pages()) {
                batch.put(
                        disk.columns().of(Column.PAGE), key(page), page.bytes().toArray());
            }
            for (Folded.PageChange page : made.pagesGone()) {
                batch.delete(disk.columns().of(Column.PAGE), key(page));
            }
            for (long run : made.runsGone()) {
                batch.delete(disk.columns().of(Column.RUN), KeyLayout.prefix(space, run));
            }
            batch.deleteRange(
                    disk.columns().of(Column.FRESH), KeyLayout.prefix(space, 0), KeyLayout.prefix(space, upTo + 1));
        }

        private byte[] key(Folded.PageChange page) {
            return KeyLayout.page(space, page.order().code(), page.page());
        }
    }

    private Folded make(View before) {
        disk.visits().enter();
        try (Steps steps = new Steps()) {
            if (lastRun.get() > lastNamed) {
                // The disk was full, perhaps, so that this could not be written before.
                deleteUnused();
            }
            Folded folded = new Fold(before, present, steps::put, lastRun, lastPage).run();
            steps.flush();
            return folded;
        } finally {
            disk.visits().leave();
        }
    }

    /** Writes runs, some at a time. */
    private final class Steps implements AutoCloseable {
        private final WriteBatch batch = new WriteBatch();
        private final WriteOptions options = new WriteOptions();

        void put(long run, byte[] packed) {
            try {
                batch.put(disk.columns().of(Column.RUN), KeyLayout.prefix(space, run), packed);
                if (batch.getDataSize() > STEP_BYTES) {
                    flush();
                }
            } catch (RocksDBException e) {
                throw StoreFaults.failed("write an index", e);
            }
        }

        void flush() {
            try {
                disk.database().write(options, batch);
                batch.clear();
            } catch (RocksDBException e) {
                throw StoreFaults.failed("write an index", e);
            }
        }

        @Override
        public void close() {
            options.close();
            batch.close();
        }
    }
}
