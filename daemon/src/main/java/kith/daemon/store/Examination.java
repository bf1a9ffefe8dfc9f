package kith.daemon.store;

import java.util.Optional;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SignedDelta;
import org.rocksdb.ReadOptions;

/**
 * Reads again all that a store keeps and tells what is wrong with it; nothing is changed. It looks at one moment, so
 * writing goes on meanwhile. Any thread; a delta takes about 100 us where a signature is kept, a quad about 10 us.
 */
public final class Examination {
    private Examination() {}

    /**
     * Something that is not as it was written.
     *
     * @param part file, log, delta, operation, row, index, count or term
     * @param space the name of the space; empty where it is not known or of several
     * @param log where it is of one log
     * @param first the first number of that log that it is about; 0 for none
     * @param last the last one; 0 for none
     * @param says what is wrong, without anything that the space says of people
     */
    public record Fault(String part, String space, Optional<LogId> log, long first, long last, String says) {
        static Fault of(String part, SpaceStore space, String says) {
            return new Fault(part, space.name(), Optional.empty(), 0, 0, says);
        }

        static Fault of(SpaceStore space, Dot dot, String says) {
            return new Fault("delta", space.name(), Optional.of(dot.log()), dot.seq(), dot.seq(), says);
        }
    }

    /** Whoever has it done. */
    public interface Course {
        /**
         * Called between any two steps, which are short: may rest, and ends it by throwing.
         *
         * @param part what is being read
         * @param done of {@code of}; 0 of 0 where nobody knows how much there is
         */
        void step(String part, long done, long of);

        /** Called once for each fault, in the order met. */
        void found(Fault fault);
    }

    /** What of a delta that counts is in the rows: nothing where it says what it may not, or nobody can read it. */
    public interface Reading {
        Optional<Edit> of(LogRoot root, SignedDelta delta);
    }

    /** Reads every sorted file from the disk, past all caches: what the write-ahead log has is written to them first. */
    public static void files(Store store, Course course) {
        store.disk().visits().enter();
        try {
            new FileCheck(store, course).run();
        } finally {
            store.disk().visits().leave();
        }
    }

    /**
     * Reads one space: every log with its chain, signatures and commitments; every quad with its operations, which must
     * be those of the deltas that count; every index, count and term.
     */
    public static void space(SpaceStore space, Reading reading, Course course) {
        try (Moment moment = space.moment()) {
            long operations = new LogCheck(moment, reading, course).run();
            new RowCheck(moment, reading, course).run(operations);
            new TermCheck(moment, course).run();
        }
    }

    /** A space at one moment, both as readers see it and as it lies on the disk. */
    record Moment(
            SpaceStore space,
            Disk disk,
            SpaceCounts counts,
            Snapshot seen,
            org.rocksdb.Snapshot raw,
            ReadOptions options)
            implements AutoCloseable {
        /** Called while nothing is written: all that is taken here is of the same commit. */
        static Moment of(SpaceStore space, Disk disk, Snapshot seen) {
            org.rocksdb.Snapshot raw = disk.database().getSnapshot();
            // What is read once must not drive out of the cache what others read again.
            ReadOptions options =
                    new ReadOptions().setSnapshot(raw).setFillCache(false).setVerifyChecksums(true);
            return new Moment(space, disk, space.counts(), seen, raw, options);
        }

        Cursor cursor(Columns.Column column, byte[] from) {
            return new Cursor(disk.database().newIterator(disk.columns().of(column), options), from);
        }

        void found(Course course, String part, String says) {
            course.found(Fault.of(part, space, says));
        }

        @Override
        public void close() {
            options.close();
            disk.database().releaseSnapshot(raw);
            seen.close();
        }
    }
}
