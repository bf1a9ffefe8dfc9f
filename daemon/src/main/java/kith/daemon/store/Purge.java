package kith.daemon.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import kith.daemon.index.Row;
import kith.daemon.index.Rows;
import kith.daemon.store.Columns.Column;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Gets what was erased off the disk: {@link #bury} and {@link #drop} take the words that nobody else uses out of the
 * dictionary, {@link #compact} writes the files anew without what was deleted, {@link #finish} notes that it is done. What
 * is still to be done is kept in the store, so that it goes on after a crash.
 *
 * <p>On the space's lane, but for {@link #compact}, {@link #isHeld} and {@link #stop}.
 */
public final class Purge {
    private static final String OLDEST_SNAPSHOT = "rocksdb.oldest-snapshot-sequence";
    private static final List<Column> TOUCHED = List.of(
            Column.LOG, Column.RUN, Column.PAGE, Column.FRESH, Column.HIDDEN, Column.TERM_TO_ID, Column.ID_TO_TERM);

    private final SpaceStore store;
    private final int space;
    private final Disk disk;
    private final Terms terms;
    /** Ids of terms that erased deltas named, and others may too. */
    private final Set<Long> suspects = new TreeSet<>();

    private final Set<Long> buried = new HashSet<>();
    private final CompactRangeOptions forced = new CompactRangeOptions()
            .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)
            .setExclusiveManualCompaction(false);
    /** A compaction passes by files that are newer than itself: those of another beside it may keep what was erased. */
    private final ReentrantLock compacting = new ReentrantLock();

    private long erasures;
    private long erasuresBuried;
    private volatile boolean pending;
    private volatile long after;
    private volatile boolean stopped;

    Purge(SpaceStore store, Disk disk) {
        this.store = store;
        this.space = store.number();
        this.disk = disk;
        this.terms = store.terms();
        load();
    }

    private void load() {
        try {
            byte[] record = disk.database().get(disk.columns().of(Column.META), KeyLayout.purge(space));
            if (record != null) {
                ByteReader in = new ByteReader(record);
                while (in.hasRemaining()) {
                    suspects.add(in.u64());
                }
                pending = true;
                erasures = 1;
            }
        } catch (RocksDBException e) {
            throw StoreFaults.failed("read what is to be erased", e);
        }
    }

    /** Whether bytes of erased deltas may still be on the disk. */
    public boolean isPending() {
        return pending;
    }

    /** Notes in {@code batch} that it erases, and the terms that the erased deltas named. */
    void note(WriteBatch batch, Collection<Long> named) throws RocksDBException {
        suspects.addAll(named);
        erasures++;
        pending = true;
        write(batch);
    }

    private void write(WriteBatch batch) throws RocksDBException {
        ByteWriter out = new ByteWriter(suspects.size() * KeyLayout.ID_BYTES);
        suspects.forEach(out::u64);
        batch.put(disk.columns().of(Column.META), KeyLayout.purge(space), out.toArray());
    }

    /** Lets terms that no quad has any more be found no more. Reads all rows of the space, about 1 us each. */
    public void bury() {
        inside("bury words", batch -> {
            erasuresBuried = erasures;
            Set<Long> unused = unused();
            for (long id : unused) {
                terms.bury(id, batch);
            }
            buried.addAll(unused);
        });
    }

    private Set<Long> unused() {
        Set<Long> unused = new HashSet<>(suspects);
        Rows rows = store.index().view().rows(store.index().present());
        while (!unused.isEmpty() && rows.hasNext()) {
            disk.visits().mustBeOpen();
            Row row = rows.next();
            unused.remove(row.graph());
            unused.remove(row.subject());
            unused.remove(row.predicate());
            unused.remove(row.object());
        }
        return unused;
    }

    /** Whether somebody still reads a past in which what the last step deleted is there: then wait. */
    public boolean isHeld() {
        disk.visits().enter();
        try {
            long oldest = disk.database().getLongProperty(OLDEST_SNAPSHOT);
            return oldest != 0 && oldest < after;
        } catch (RocksDBException e) {
            throw StoreFaults.failed("ask for snapshots", e);
        } finally {
            disk.visits().leave();
        }
    }

    /** Deletes the texts of the terms that were buried; when nobody reads a past in which they were used. */
    public void drop() {
        // Runs that were packed before the erasure still have what it took away.
        store.fold();
        inside("drop words", batch -> {
            for (long id : buried) {
                terms.drop(id, batch);
            }
        });
    }

    private interface Writing {
        void to(WriteBatch batch) throws RocksDBException;
    }

    private void inside(String what, Writing writing) {
        disk.visits().enter();
        try (WriteBatch batch = new WriteBatch();
                WriteOptions options = new WriteOptions()) {
            writing.to(batch);
            disk.database().write(options, batch);
            after = disk.database().getLatestSequenceNumber();
        } catch (RocksDBException e) {
            throw StoreFaults.failed(what, e);
        } finally {
            disk.visits().leave();
        }
    }

    /**
     * Writes every file of the space anew, without what was deleted, and ends the write-ahead logs that had it. Takes as
     * long as the space is large; readers and writers go on. Any thread; one at a time, the others wait.
     *
     * @return whether it came to its end: it does not where the store closes, or who waits is interrupted
     */
    public boolean compact() {
        try {
            compacting.lockInterruptibly();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            return compactAlone();
        } finally {
            compacting.unlock();
        }
    }

    private boolean compactAlone() {
        disk.visits().enter();
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            disk.database().flush(flush, columns());
            for (Column column : TOUCHED) {
                if (stopped) {
                    return false;
                }
                byte[] from = KeyLayout.prefix(space);
                disk.database().compactRange(disk.columns().of(column), from, KeyLayout.above(from), forced);
            }
            return !stopped;
        } catch (RocksDBException e) {
            if (stopped) {
                return false;
            }
            throw StoreFaults.failed("compact", e);
        } finally {
            disk.visits().leave();
        }
    }

    private List<ColumnFamilyHandle> columns() {
        List<ColumnFamilyHandle> all = new ArrayList<>();
        for (Column column : Column.values()) {
            all.add(disk.columns().of(column));
        }
        return all;
    }

    /**
     * Notes that what was buried is gone.
     *
     * @return whether nothing was erased meanwhile; else all begins again
     */
    public boolean finish() {
        boolean whole = erasuresBuried == erasures;
        buried.clear();
        if (whole) {
            // Said once more, for the manifest changes with what is written only; taken back last, so that a crash in
            // between has all of this done again.
            inside("note what was erased", this::write);
            rewriteManifest();
            suspects.clear();
            inside(
                    "note what was erased",
                    batch -> batch.delete(disk.columns().of(Column.META), KeyLayout.purge(space)));
            pending = false;
        }
        return whole;
    }

    /** A manifest tells of the files that its first change let go, so it is clean with the change after the last. */
    private void rewriteManifest() {
        disk.visits().enter();
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            disk.database().flush(flush, disk.columns().of(Column.META));
        } catch (RocksDBException e) {
            throw StoreFaults.failed("write the manifest", e);
        } finally {
            disk.visits().leave();
        }
    }

    /** Ends a compaction that is under way, and lets none begin: the store closes. */
    void stop() {
        stopped = true;
        forced.setCanceled(true);
    }
}
