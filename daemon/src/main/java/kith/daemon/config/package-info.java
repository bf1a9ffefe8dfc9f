/** The home of a daemon on disk: its folders and lock, its settings, its keys at rest. */
@NullMarked
package kith.daemon.config;

import org.jspecify.annotations.NullMarked;
