package kith.daemon.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import kith.daemon.store.Columns.Column;
import kith.daemon.store.Examination.Course;
import kith.daemon.store.Examination.Fault;
import kith.ontology.delta.LogId;
import kith.ontology.fault.KithException;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.FlushOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/** Reads the sorted files of a store from the disk: a block that is in a cache may be another there. */
final class FileCheck {
    private static final String LOGS = "log";
    private static final int LOG_KEY_BYTES = KeyLayout.SPACE_BYTES + 4 + 8;

    private final Store store;
    private final Disk disk;
    private final Course course;
    private boolean isTold;

    FileCheck(Store store, Course course) {
        this.store = store;
        this.disk = store.disk();
        this.course = course;
    }

    void run() {
        Optional<RocksDBException> unwritten = flush();
        List<LiveFileMetaData> files = new ArrayList<>(disk.database().getLiveFilesMetaData());
        files.sort(Comparator.comparing(LiveFileMetaData::fileName));
        long all = files.stream().mapToLong(LiveFileMetaData::size).sum();
        long done = 0;
        for (LiveFileMetaData file : files) {
            course.step("files", done, all);
            check(file);
            done += file.size();
        }
        // Whoever compacts a damaged file stops all writing: then the file was told of.
        if (unwritten.isPresent() && !isTold) {
            mustBeDamage(unwritten.get());
            String why =
                    "what is in memory cannot be written: " + unwritten.get().getMessage();
            course.found(new Fault("file", "", Optional.empty(), 0, 0, why));
        }
    }

    /** A disk that is full or gone takes nothing; that is no fault of what it has. */
    private static void mustBeDamage(RocksDBException unwritten) {
        if (StoreFaults.isOfMachine(unwritten)) {
            throw StoreFaults.failed("write down what is to be verified", unwritten);
        }
    }

    private Optional<RocksDBException> flush() {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            List<ColumnFamilyHandle> columns = new ArrayList<>();
            for (Column column : Column.values()) {
                columns.add(disk.columns().of(column));
            }
            disk.database().flush(flush, columns);
            return Optional.empty();
        } catch (RocksDBException e) {
            return Optional.of(e);
        }
    }

    private void check(LiveFileMetaData file) {
        Path path = Path.of(file.path() + file.fileName());
        try (BlockOptions options = BlockOptions.uncached();
                SstFileReader reader = new SstFileReader(options.options())) {
            try {
                reader.open(path.toString());
                reader.verifyChecksum();
            } catch (RocksDBException e) {
                // A file that was compacted away meanwhile is nobody's any more.
                if (isLive(file)) {
                    tell(file, path, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private record BlockOptions(Options options) implements AutoCloseable {
        static BlockOptions uncached() {
            return new BlockOptions(
                    new Options().setTableFormatConfig(new BlockBasedTableConfig().setNoBlockCache(true)));
        }

        @Override
        public void close() {
            options.close();
        }
    }

    private boolean isLive(LiveFileMetaData file) {
        return disk.database().getLiveFilesMetaData().stream()
                .anyMatch(live -> live.fileName().equals(file.fileName()));
    }

    private void tell(LiveFileMetaData file, Path path, String why) {
        isTold = true;
        String column = new String(file.columnFamilyName(), StandardCharsets.UTF_8);
        List<Fault> deltas = column.equals(LOGS) && Files.exists(path) ? deltas(file, path) : List.of();
        course.found(new Fault(
                "file",
                spaces(file),
                Optional.empty(),
                0,
                0,
                "the file " + path.getFileName() + " of column " + column + " is damaged: " + why));
        deltas.forEach(course::found);
    }

    private String spaces(LiveFileMetaData file) {
        int first = number(file.smallestKey());
        int last = number(file.largestKey());
        return store.spaces().stream()
                .filter(space -> space.number() >= first && space.number() <= last)
                .map(SpaceStore::name)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static int number(byte[] key) {
        return key.length < KeyLayout.SPACE_BYTES ? 0 : ByteBuffer.wrap(key).getInt();
    }

    /** Which deltas a damaged file of logs does not give back. */
    private List<Fault> deltas(LiveFileMetaData file, Path path) {
        List<Fault> faults = new ArrayList<>();
        byte[] here = file.smallestKey();
        while (here.length == LOG_KEY_BYTES && Arrays.compareUnsigned(here, file.largestKey()) <= 0) {
            course.step("damaged file", 0, 0);
            byte[] bad = firstUnreadable(path, here);
            if (bad.length == 0) {
                break;
            }
            here = told(file, path, bad, faults);
        }
        return faults;
    }

    /** The place from {@code from} on where reading ends though there is more; nothing if it does not. */
    private static byte[] firstUnreadable(Path path, byte[] from) {
        byte[] next = from;
        try (BlockOptions options = BlockOptions.uncached();
                SstFileReader reader = new SstFileReader(options.options());
                ReadOptions reading = new ReadOptions()) {
            reader.open(path.toString());
            try (SstFileReaderIterator keys = reader.newIterator(reading)) {
                for (keys.seek(from); keys.isValid(); keys.next()) {
                    byte[] key = keys.key();
                    next = log(key, seq(key) + 1);
                }
                keys.status();
                return new byte[0];
            }
        } catch (RocksDBException damaged) {
            return next;
        }
    }

    /** Tells of the stretch that begins at {@code bad}, as far as it is of one log; where to go on. */
    private byte[] told(LiveFileMetaData file, Path path, byte[] bad, List<Fault> faults) {
        byte[] largest = file.largestKey();
        boolean sameLog = Arrays.equals(bad, 0, 8, largest, 0, 8);
        Optional<LogState> log = state(bad);
        long held = log.map(state -> state.head().seq()).orElse(seq(bad));
        long last = sameLog ? Math.min(seq(largest), held) : held;
        LongPredicate isReadable = seq -> isReadable(path, log(bad, seq));
        long next = seq(bad) > last ? last + 1 : LogCheck.nextReadable(isReadable, seq(bad), last);
        if (seq(bad) <= last && log.isPresent()) {
            faults.add(new Fault(
                    "delta",
                    name(bad),
                    log.map(state -> state.root().id()),
                    seq(bad),
                    next - 1,
                    "in the damaged file " + path.getFileName()));
        }
        return next > last ? above(bad) : log(bad, next);
    }

    private static boolean isReadable(Path path, byte[] key) {
        try (BlockOptions options = BlockOptions.uncached();
                SstFileReader reader = new SstFileReader(options.options());
                ReadOptions reading = new ReadOptions()) {
            reader.open(path.toString());
            try (SstFileReaderIterator keys = reader.newIterator(reading)) {
                keys.seek(key);
                keys.status();
                return true;
            }
        } catch (RocksDBException damaged) {
            return false;
        }
    }

    private Optional<SpaceStore> space(byte[] key) {
        return store.spaces().stream()
                .filter(space -> space.number() == number(key))
                .findFirst();
    }

    private String name(byte[] key) {
        return space(key).map(SpaceStore::name).orElse("");
    }

    private Optional<LogState> state(byte[] key) {
        int number = ByteBuffer.wrap(key, KeyLayout.SPACE_BYTES, 4).getInt();
        try {
            return space(key).flatMap(space -> {
                LogId log = space.names().log(number);
                return space.log(log);
            });
        } catch (KithException nameless) {
            return Optional.empty();
        }
    }

    private static long seq(byte[] key) {
        return ByteBuffer.wrap(key, KeyLayout.SPACE_BYTES + 4, 8).getLong();
    }

    private static byte[] log(byte[] like, long seq) {
        return ByteBuffer.allocate(LOG_KEY_BYTES).put(like, 0, 8).putLong(seq).array();
    }

    /** The first key of the next log. */
    private static byte[] above(byte[] key) {
        return ByteBuffer.allocate(LOG_KEY_BYTES)
                .put(KeyLayout.above(Arrays.copyOf(key, 8)))
                .putLong(0)
                .array();
    }
}
