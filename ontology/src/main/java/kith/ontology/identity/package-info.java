/** Keys, signatures and certificates; the only room that knows Bouncy Castle. */
@NullMarked
package kith.ontology.identity;

import org.jspecify.annotations.NullMarked;
