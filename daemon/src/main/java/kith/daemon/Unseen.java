package kith.daemon;

import java.util.Collection;
import kith.daemon.replica.Replica;
import kith.daemon.store.LogState;
import kith.ontology.access.Authority;
import kith.ontology.access.Verdict;
import kith.ontology.identity.KeyId;

/**
 * Deltas that are held and do not count, by why.
 *
 * @param waiting what lets them count may still come
 * @param own said by this node after its right had ended
 * @param past said by others after theirs had, or without one
 */
record Unseen(long waiting, long own, long past) {
    static Unseen of(Collection<Replica> replicas, KeyId self) {
        long waiting = 0;
        long own = 0;
        long past = 0;
        for (Replica replica : replicas) {
            for (LogState log : replica.store().logs()) {
                long unseen = log.head().seq() - log.applied();
                if (!isPastAnEnd(log, replica.authority())) {
                    waiting += unseen;
                } else if (log.root().author().equals(self) && !isSaidAgain(log, replica.authority())) {
                    own += unseen;
                } else {
                    past += unseen;
                }
            }
        }
        return new Unseen(waiting, own, past);
    }

    private static boolean isPastAnEnd(LogState log, Authority authority) {
        return switch (authority.judge(log.root())) {
            case Verdict.Waiting waiting -> false;
            case Verdict.Void nothing -> true;
            // What an end lets stand may be on its way still, and then what is held of it counts.
            case Verdict.Valid valid -> !valid.isWhole() && log.head().seq() >= valid.named();
        };
    }

    /** While the right stands it is the log alone that was let end, and what it said is said in another. */
    private static boolean isSaidAgain(LogState log, Authority authority) {
        return authority.isStanding(log.root().grant());
    }
}
