/** JSON as values; the only room that knows the library that reads and writes it. */
@NullMarked
package kith.cli.json;

import org.jspecify.annotations.NullMarked;
