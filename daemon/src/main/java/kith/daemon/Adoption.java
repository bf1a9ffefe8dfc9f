package kith.daemon;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import kith.daemon.replica.Pending.Adopted;
import kith.daemon.replica.Replica;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Takes over, as this device's own word, what somebody wrote whose right had ended. Safe from any thread; calls wait. */
final class Adoption {
    private final Replica replica;
    private final Roll roll;

    Adoption(Replica replica, Roll roll) {
        this.replica = replica;
        this.roll = roll;
    }

    JsonObject adopt(String whom, boolean dryRun) {
        replica.mustMay(Level.ADMIN);
        Set<GrantId> ended = roll.ended(whom).stream().map(Grant::id).collect(Collectors.toSet());
        if (ended.isEmpty()) {
            throw KithException.user(
                    Code.CONFLICT, "no right of '" + whom + "' has ended, so nothing said under it is void by an end");
        }
        Adopted adopted = Promises.kept(dryRun ? replica.foreseeAdopted(ended) : replica.adopt(ended));
        long deltas = sum(adopted, Adopted.Share::deltas);
        if (deltas == 0 && adopted.left() == 0) {
            throw KithException.user(
                    Code.CONFLICT,
                    "nothing that '" + whom + "' said and an end made void is held here, or it was adopted before"
                            + (adopted.shares().isEmpty() ? "" : ", is erased, or is more than this device may say"));
        }
        if (deltas == 0 && !dryRun) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "the quota of this device in space " + replica.name() + " is used up, so it can adopt nothing");
        }
        Foreseen foreseen = new Foreseen(replica, roll, List.of());
        say(adopted, foreseen);
        JsonObject told = foreseen.told(dryRun);
        told.addProperty("adopts", deltas);
        told.addProperty("asserts", sum(adopted, Adopted.Share::asserts));
        told.addProperty("retracts", sum(adopted, Adopted.Share::retracts));
        told.addProperty("left", adopted.left());
        if (!adopted.delta().isEmpty()) {
            told.addProperty("delta", adopted.delta());
        }
        return told;
    }

    private static long sum(Adopted adopted, ToLongFunction<Adopted.Share> of) {
        return adopted.shares().values().stream().mapToLong(of).sum();
    }

    private void say(Adopted adopted, Foreseen foreseen) {
        adopted.shares().entrySet().stream()
                .limit(Foreseen.MAX_LINES)
                .forEach(share -> say(share.getKey(), share.getValue(), foreseen));
        if (adopted.left() > 0) {
            foreseen.say(adopted.left() + " more are left: the quota of this device in space " + replica.name()
                    + " is used up");
        }
    }

    private void say(GrantId ended, Adopted.Share share, Foreseen foreseen) {
        String whom = replica.authority().grant(ended).map(roll::told).orElseThrow();
        if (share.deltas() > 0) {
            foreseen.say("adopts " + share.deltas() + (share.deltas() == 1 ? " change of " : " changes of ") + whom
                    + " as this device's own, dated " + HybridClock.instant(share.from()) + " to "
                    + HybridClock.instant(share.to()) + ": says " + facts(share.asserts()) + ", takes back "
                    + facts(share.retracts()));
        }
        if (share.silent() > 0) {
            foreseen.say(share.silent() + " of " + whom + " say nothing, or nothing that this device may say");
        }
    }

    private static String facts(long count) {
        return count + (count == 1 ? " fact" : " facts");
    }
}
