/** The way in: joins the rooms of this module. */
@NullMarked
package kith.daemon;

import org.jspecify.annotations.NullMarked;
