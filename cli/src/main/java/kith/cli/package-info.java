/** The way in: joins the rooms of this module. */
@NullMarked
package kith.cli;

import org.jspecify.annotations.NullMarked;
