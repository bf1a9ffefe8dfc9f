package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.daemon.store.LogState;
import kith.ontology.access.Authority;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/**
 * What the end of a right made void and is held here unseen, an admin may say again as a word of its own: whoever wrote
 * it may not have known of the end. On the lane only.
 */
final class Adopting {
    /** Deltas that are adopted at once. */
    static final int MAX_DELTAS = 10_000;

    private static final int READ_BYTES = 4 << 20;
    /** So that what was taken back comes after it was said, in whichever log. */
    private static final Comparator<Unseen> ORDER =
            Comparator.comparing(Unseen::clock, Long::compareUnsigned).thenComparing(Unseen::dot);

    private final Works works;
    private final SayingAgain saying;
    /** As which deltas were adopted: what comes later of the same log may take them back. */
    private final Map<Dot, List<Dot>> again = new HashMap<>();
    /** Up to where logs were adopted, by link, till that lasts. */
    private final Set<Bytes> fresh = new HashSet<>();

    /** A void delta, and how much it says that this device may say. */
    private record Unseen(LogRoot root, Dot dot, long clock, int asserts, int retracts) {
        boolean speaks() {
            return asserts + retracts > 0;
        }
    }

    Adopting(Works works) {
        this.works = works;
        this.saying = new SayingAgain(works);
    }

    /**
     * What adopting all that ended {@code grants} left would come to.
     *
     * @throws KithException USER: NOT_ALLOWED for one who is no admin, CONFLICT for more than {@link #MAX_DELTAS}
     */
    Pending.Adopted foresee(Set<GrantId> grants) {
        List<Unseen> found = found(grants);
        return new Pending.Adopted(shares(found), 0, "");
    }

    /** Says it; refused as {@link #foresee}. Where the quota of this device is used up, the rest is left. */
    Pending.Adopted adopt(Set<GrantId> grants, Works.Settling settling) {
        List<Unseen> found = found(grants);
        Map<LogId, Bytes> upTo = new HashMap<>();
        String last = "";
        int done = 0;
        for (Unseen each : found) {
            SignedDelta delta = works.space().delta(each.dot()).orElseThrow();
            Optional<List<Dot>> said = saying.say(each.root(), delta, again, settling);
            if (said.isEmpty()) {
                break;
            }
            if (!said.get().isEmpty()) {
                again.put(each.dot(), said.get());
                last = works.space().delta(said.get().getLast()).orElseThrow().briefId();
            }
            upTo.put(each.root().id(), delta.link());
            done++;
        }
        if (!last.isEmpty()) {
            remember(Set.copyOf(upTo.values()), settling);
        }
        long left = found.stream().skip(done).filter(Unseen::speaks).count();
        return new Pending.Adopted(shares(found.subList(0, done)), (int) left, last);
    }

    /** A mark that outlives a power cut must not outlive what it tells of. */
    private void remember(Set<Bytes> links, Works.Settling settling) {
        fresh.addAll(links);
        settling.whenLasting(() -> works.own().adopted(links));
    }

    private List<Unseen> found(Set<GrantId> grants) {
        Authority authority = works.authority();
        works.author().allowed(authority, Level.ADMIN);
        List<Unseen> found = new ArrayList<>();
        for (LogState log : works.space().logs()) {
            LogRoot root = log.root();
            Optional<Grant> grant =
                    authority.grant(root.grant()).filter(ended -> grants.contains(ended.id()) && wrote(ended, root));
            if (grant.isPresent() && !authority.isStanding(root.grant())) {
                find(log, works.applying().withinQuota(log, grant.get().allowance()), found);
            }
        }
        found.sort(ORDER);
        return found;
    }

    /** Whether a log is of the kind that a grant let its device write. */
    private static boolean wrote(Grant grant, LogRoot root) {
        return root.plane() == Plane.DATA
                && grant.device().equals(root.author())
                && grant.level().isAtLeast(Level.WRITER);
    }

    private void find(LogState log, long last, List<Unseen> found) {
        LogId id = log.root().id();
        long next = firstFresh(log, last, MAX_DELTAS - found.size());
        while (next <= last) {
            int most = (int) Math.min(DeltaCodec.MAX_RUN_ENTRIES, last - next + 1);
            for (SignedDelta delta : works.space().read(id, next, most, READ_BYTES)) {
                found.add(unseen(log.root(), delta));
                next = delta.dot().seq() + 1;
            }
        }
    }

    /** Of what does not count of a log, the first that was not adopted yet. */
    private long firstFresh(LogState log, long last, int room) {
        long seq = last;
        while (seq > log.applied() && !wasAdopted(works.space().link(log.root().id(), seq))) {
            if (last - seq >= room) {
                throw KithException.user(
                        Code.CONFLICT,
                        "more than " + MAX_DELTAS + " deltas would be adopted at once in space "
                                + works.space().name()
                                + "; name one right by 8 digits of its grant, kith member list -o wide shows them");
            }
            seq--;
        }
        return seq + 1;
    }

    private boolean wasAdopted(Bytes link) {
        return fresh.contains(link) || works.own().wasAdopted(link);
    }

    private Unseen unseen(LogRoot root, SignedDelta delta) {
        Optional<Edit> edit = works.applying()
                .read(root, delta, Applying.scope(root, works.authority()))
                .map(said -> works.author().reached(said, works.authority()));
        return new Unseen(
                root,
                delta.dot(),
                delta.entry().clock(),
                edit.map(said -> said.asserts().size()).orElse(0),
                edit.map(said -> said.retracts().size()).orElse(0));
    }

    private static Map<GrantId, Pending.Adopted.Share> shares(List<Unseen> found) {
        Map<GrantId, Pending.Adopted.Share> shares = new LinkedHashMap<>();
        for (Unseen each : found) {
            int speaks = each.speaks() ? 1 : 0;
            shares.merge(
                    each.root().grant(),
                    new Pending.Adopted.Share(
                            speaks, 1 - speaks, each.asserts(), each.retracts(), each.clock(), each.clock()),
                    Pending.Adopted.Share::with);
        }
        return shares;
    }
}
