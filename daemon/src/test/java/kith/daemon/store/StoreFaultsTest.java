package kith.daemon.store;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

final class StoreFaultsTest {
    private static final Path FOLDER = Path.of("home", "store");

    private static RocksDBException fault(Status.Code code, Status.SubCode sub, String says) {
        return new RocksDBException(says, new Status(code, sub, says));
    }

    @Test
    void nobodyIsToldToGiveAStoreUpThatFindsNoRoom() {
        RocksDBException full = fault(Status.Code.IOError, Status.SubCode.NoSpace, "No space left on device");

        String says = String.valueOf(StoreFaults.shut(FOLDER, full).getMessage());

        assertAll(
                () -> assertFalse(says.contains("set the folder aside"), says),
                () -> assertTrue(says.endsWith("No space left on device; make room on the disk and start again"), says),
                () -> assertEquals(
                        "the store failed to commit: No space left on device; make room on the disk",
                        StoreFaults.failed("commit", full).getMessage()));
    }

    @Test
    void whoseStoreIsDamagedIsToldWhatToDo() {
        RocksDBException damaged = fault(Status.Code.Corruption, Status.SubCode.None, "bad block");

        String says = String.valueOf(StoreFaults.shut(FOLDER, damaged).getMessage());

        assertTrue(says.contains("bad block; if it is damaged, set the folder aside"), says);
        assertFalse(StoreFaults.isOfMachine(damaged));
    }
}
