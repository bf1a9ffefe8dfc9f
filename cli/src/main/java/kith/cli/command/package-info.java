/** The commands, a class a verb, and how they are found, spelt and explained. */
@NullMarked
package kith.cli.command;

import org.jspecify.annotations.NullMarked;
