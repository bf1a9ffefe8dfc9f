/** The main job, shown on one machine: several nodes, one description. */
@NullMarked
package kith.cli.demo;

import org.jspecify.annotations.NullMarked;
