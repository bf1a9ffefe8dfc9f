package kith.daemon.store;

import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.rocksdb.RocksDBException;

/** How the store says that the machine failed it. */
final class StoreFaults {
    private StoreFaults() {}

    /** A failed read or write: HOST, the daemon stops cleanly. */
    static KithException failed(String what, RocksDBException cause) {
        return KithException.host("the store failed to " + what + ": " + cause.getMessage(), cause);
    }

    /** Content that no version of ours wrote. */
    static KithException damaged(String what) {
        return new KithException(
                KithException.Blame.HOST,
                Code.FAILED,
                "the store is damaged: " + what + "; stop the daemon, keep the store folder aside, and join again");
    }
}
