package kith.daemon.query;

import java.util.Optional;

/** The spaces this daemon holds, by the names its people gave them. Safe from any thread. */
public interface Spaces {
    /** The space of that name; empty when there is none, or none that may be read. */
    Optional<SpaceAccess> space(String name);
}
