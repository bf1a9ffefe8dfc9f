package kith.daemon.store;

import java.nio.file.Path;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** How the store says that the machine failed it. */
final class StoreFaults {
    private StoreFaults() {}

    /** A failed read or write: HOST, the daemon stops cleanly. */
    static KithException failed(String what, RocksDBException cause) {
        String way = isFull(cause) ? "; make room on the disk" : "";
        return KithException.host("the store failed to " + what + ": " + cause.getMessage() + way, cause);
    }

    /** A store that does not open: that the disk is full is no reason to give it up. */
    static KithException shut(Path folder, RocksDBException cause) {
        String way = isFull(cause)
                ? "; make room on the disk and start again"
                : "; if it is damaged, set the folder aside and join your spaces again, or restore a backup with kith restore";
        return KithException.host("the store in " + folder + " does not open: " + cause.getMessage() + way, cause);
    }

    /** Whether the machine did not do what was asked of it; else it is what was read that is wrong. */
    static boolean isOfMachine(RocksDBException cause) {
        return cause.getStatus() != null && cause.getStatus().getCode() == Status.Code.IOError;
    }

    private static boolean isFull(RocksDBException cause) {
        return isOfMachine(cause) && cause.getStatus().getSubCode() == Status.SubCode.NoSpace;
    }

    /** Content that no version of ours wrote. */
    static KithException damaged(String what) {
        return new KithException(
                KithException.Blame.HOST,
                Code.FAILED,
                "the store is damaged: " + what
                        + "; stop the daemon, keep the store folder aside, and join again or restore a backup");
    }
}
