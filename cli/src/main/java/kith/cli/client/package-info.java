/** The way to a daemon: its home folder, its door, and each resource behind the door. */
@NullMarked
package kith.cli.client;

import org.jspecify.annotations.NullMarked;
