package kith.ontology.access;

import kith.ontology.delta.GrantId;
import kith.ontology.identity.KeyId;

/**
 * A right that holds.
 *
 * @param person whom it was given to
 * @param device the device that the person certified when it was given
 * @param name what that device was called then
 */
public record Grant(GrantId id, KeyId person, KeyId device, Level level, String name) {}
