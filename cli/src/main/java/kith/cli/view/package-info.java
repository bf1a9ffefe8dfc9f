/** How answers and errors look: tables, JSON, CSV, TSV, names, colour. */
@NullMarked
package kith.cli.view;

import org.jspecify.annotations.NullMarked;
