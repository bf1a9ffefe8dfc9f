package kith.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import kith.daemon.replica.Replica;
import kith.daemon.store.LogState;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.access.Verdict;

/** What acts would do, told before they are said. */
final class Foreseen {
    /** Lines about single rights; of more, their number is told. */
    static final int MAX_LINES = 100;

    private final Replica replica;
    private final Roll roll;
    private final List<Authority> after;
    private final JsonArray says = new JsonArray();

    /** @param after what authority would be after each of the acts alone */
    Foreseen(Replica replica, Roll roll, List<Authority> after) {
        this.replica = replica;
        this.roll = roll;
        this.after = List.copyOf(after);
    }

    void say(String line) {
        says.add(line);
    }

    List<Grant> ends() {
        return replica.authority().grants().stream()
                .filter(roll::isStanding)
                .filter(grant -> after.stream().anyMatch(then -> !then.isStanding(grant.id())))
                .toList();
    }

    private List<Grant> gives() {
        return after.stream()
                .flatMap(then -> then.grants().stream()
                        .filter(grant -> then.isStanding(grant.id())
                                && !replica.authority().isStanding(grant.id())))
                .toList();
    }

    /** Deltas that count and would not. */
    private long voids() {
        return replica.store().logs().stream().mapToLong(this::voids).sum();
    }

    private long voids(LogState log) {
        long reach = log.applied();
        for (Authority then : after) {
            long counts = then.judge(log.root()) instanceof Verdict.Valid valid
                    ? valid.reach(
                            log.applied(),
                            seq -> replica.store().link(log.root().id(), seq))
                    : 0;
            reach = Math.min(reach, counts);
        }
        return log.applied() - reach;
    }

    /** The answer to whoever asked for the acts. */
    JsonObject told(boolean dryRun) {
        JsonObject told = new JsonObject();
        told.addProperty("dryRun", dryRun);
        List<Grant> ends = ends();
        List<Grant> gives = gives();
        long voids = voids();
        lines("ends the right of ", ends);
        List<Grant> news =
                gives.stream().filter(grant -> present(grant).isEmpty()).toList();
        lines("lets in ", news);
        gives.stream().filter(grant -> !news.contains(grant)).limit(MAX_LINES).forEach(this::sayFurther);
        ownerless(ends, gives);
        if (!ends.isEmpty()) {
            says.add(
                    voids == 0
                            ? "all that they said stays"
                            : voids + " of their deltas count no more, here and on every peer");
        }
        told.add("says", says);
        told.add("ends", rows(ends));
        JsonArray given = rows(gives);
        // The roll is that of before, where they are unheard of.
        given.forEach(row -> row.getAsJsonObject().addProperty("state", Roll.STANDING));
        told.add("gives", given);
        told.addProperty("voids", voids);
        return told;
    }

    private Optional<Grant> present(Grant grant) {
        return replica.authority().grantOf(grant.device());
    }

    private void sayFurther(Grant grant) {
        says.add("gives " + roll.told(grant) + ", who stays "
                + present(grant).map(now -> Acts.level(now.allowance())).orElseThrow() + ", a further right as "
                + Acts.level(grant.allowance()));
    }

    /** Tells, before it is too late, that a space would have no owner any more, and what makes one then. */
    private void ownerless(List<Grant> ends, List<Grant> gives) {
        List<Grant> owners = replica.authority().grants().stream()
                .filter(grant -> grant.level() == Level.OWNER && roll.isStanding(grant))
                .toList();
        boolean isOrphaned = !owners.isEmpty()
                && ends.containsAll(owners)
                && gives.stream().noneMatch(grant -> grant.level() == Level.OWNER);
        Optional<Act.Genesis> genesis = replica.authority().genesis();
        if (isOrphaned && genesis.isPresent()) {
            int quorum = genesis.get().quorum();
            says.add("space " + replica.name() + " has no owner then; "
                    + (genesis.get().root().isPresent()
                            ? "its key on paper makes one again: kith key recover"
                            : quorum > 0
                                    ? quorum + " admins together make one again: kith key recover --vote"
                                    : "nothing makes one again"));
        }
    }

    private void lines(String what, List<Grant> grants) {
        grants.stream()
                .limit(MAX_LINES)
                .forEach(grant -> says.add(what + roll.told(grant) + " as " + Acts.level(grant.allowance())));
        if (grants.size() > MAX_LINES) {
            says.add("and so for " + (grants.size() - MAX_LINES) + " more");
        }
    }

    private JsonArray rows(List<Grant> grants) {
        JsonArray rows = new JsonArray();
        grants.forEach(grant -> rows.add(roll.row(grant)));
        return rows;
    }
}
