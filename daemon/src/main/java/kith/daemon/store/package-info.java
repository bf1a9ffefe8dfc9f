/** What lasts: one atomic commit of log, operations, visible indexes and frontier; the only room that knows RocksDB. */
@NullMarked
package kith.daemon.store;

import org.jspecify.annotations.NullMarked;
