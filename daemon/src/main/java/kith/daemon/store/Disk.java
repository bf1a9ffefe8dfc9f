package kith.daemon.store;

import kith.daemon.index.RunCache;
import org.rocksdb.RocksDB;

/** The database, opened, with what all its spaces share. */
record Disk(
        RocksDB database,
        Columns columns,
        Visits visits,
        TermCache terms,
        TermRoom room,
        RunCache runs,
        FreshRoom fresh) {}
