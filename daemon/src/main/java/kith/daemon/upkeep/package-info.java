/** What keeps a home safe: backups, restoring them, and looking again at what the disk gives back. */
@NullMarked
package kith.daemon.upkeep;

import org.jspecify.annotations.NullMarked;
