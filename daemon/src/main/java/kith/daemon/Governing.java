package kith.daemon;

import kith.daemon.replica.Replica;
import kith.ontology.access.Level;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** What concerns all of a space is for an admin of all of it, not of a part. */
final class Governing {
    private Governing() {}

    /**
     * Refuses early what would count for nothing from here.
     *
     * @param what is asked for, such as "a ban"
     * @throws KithException USER, NOT_ALLOWED
     */
    static void must(Replica replica, String what) {
        boolean partly = replica.authority()
                .grantOf(replica.self())
                .filter(grant -> grant.level().isAtLeast(Level.ADMIN)
                        && !grant.allowance().scope().isAll())
                .isPresent();
        if (partly) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "this device is admin of a part of space " + replica.name() + " only, and " + what
                            + " concerns all of it; kith member list shows who is admin of all");
        }
    }
}
