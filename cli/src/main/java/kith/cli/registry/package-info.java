/** People, organisations, devices and other kinds as SPARQL: the texts that are sent, and things made of the answers. */
@NullMarked
package kith.cli.registry;

import org.jspecify.annotations.NullMarked;
