package kith.daemon.lan;

import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;

/**
 * Nodes that know each other by a space.
 *
 * @param space its id, a secret of its members
 */
public record Circle(Bytes space, Set<KeyId> members) {
    public Circle {
        members = Set.copyOf(members);
    }
}
