package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;

/**
 * Who may do what in a space: a pure function of the set of its control deltas, whatever order they came in. Immutable,
 * safe from any thread. The rules stand in {@code docs/protocol/authority.md}.
 *
 * <p>Knowing more may take a right away: a revocation, however late it comes, ends what it ends. So whoever shows
 * anything by this authority looks again at it when the authority changes.
 */
public final class Authority {
    private static final Bytes ELECTED = Bytes.utf8("kith quorum 1\0");

    private static final Comparator<Grant> STRONGEST_FIRST = Comparator.comparing(Grant::level)
            .thenComparing(grant -> grant.allowance().scope().isAll())
            .thenComparingLong(grant -> grant.allowance().room())
            .thenComparing(grant -> grant.id().value())
            .reversed();

    private final SpaceId space;
    private final Evaluation held;
    private final Judging judging;
    /** Of each device the rights that stand, the strongest first. */
    private final Map<KeyId, List<Grant>> standing = new HashMap<>();

    private final Map<KeyId, Invitation> byTicket = new HashMap<>();
    private final Collection<Invitation> invitations;
    private final Map<LogId, Long> spoken = new HashMap<>();
    /** Whether a claim or a certificate holds. */
    private final Map<Object, Boolean> proofs;

    /**
     * A way in that is open or was.
     *
     * @param link of the act that opened it
     * @param by the level of who opened it
     * @param inviter the person who did
     * @param usedBy the devices it admitted; more than one only where admins did not know of each other
     * @param endings what ended it: it lets in nobody any more but whom these keep
     */
    public record Invitation(
            Bytes link,
            KeyId ticket,
            Allowance allowance,
            long expiresMillis,
            Level by,
            KeyId inviter,
            Set<Bytes> lifts,
            SortedSet<KeyId> usedBy,
            List<Ending> endings) {
        public Invitation {
            endings = List.copyOf(endings);
            usedBy = Collections.unmodifiableSortedSet(new TreeSet<>(usedBy));
        }

        static Invitation of(Evaluation.Spoken said, Act.Invite invite) {
            return new Invitation(
                    said.delta().link(),
                    invite.ticket(),
                    invite.allowance(),
                    invite.expiresMillis(),
                    said.speaker().level(),
                    said.speaker().person(),
                    invite.lifts(),
                    Collections.emptySortedSet(),
                    List.of());
        }

        public Level level() {
            return allowance.level();
        }

        public boolean isEnded() {
            return !endings.isEmpty();
        }

        /** Whether no honest node lets anybody in by it any more. */
        public boolean isClosed() {
            return isEnded() || !usedBy.isEmpty();
        }

        /** Whoever may invite so may end it, if as strong as the inviter, or the inviter. */
        boolean mayBeEndedBy(Speaker speaker) {
            return speaker.isAdmin()
                    && speaker.allowance().mayGive(allowance)
                    && (speaker.level().isAtLeast(by) || speaker.person().equals(inviter));
        }

        Invitation with(SortedSet<KeyId> devices, List<Ending> ends) {
            return new Invitation(link, ticket, allowance, expiresMillis, by, inviter, lifts, devices, ends);
        }
    }

    /**
     * What ends a grant.
     *
     * @param act link of the act that does
     * @param by the person who said it
     * @param clock hybrid clock of the act
     * @param reason what they said of it
     * @param isOwn whether its holder says it, or the person above the device: nobody of a stronger level
     */
    public record Ending(
            Bytes act, KeyId by, long clock, String reason, Map<LogId, List<Cutoff>> cutoffs, boolean isOwn) {
        static final Comparator<Ending> ORDER =
                Comparator.comparing(Ending::clock, Long::compareUnsigned).thenComparing(Ending::act);

        static Ending of(Evaluation.Spoken said, Collection<Cutoff> kept, String reason, boolean isOwn) {
            Map<LogId, List<Cutoff>> cutoffs = kept.stream()
                    .collect(Collectors.groupingBy(cutoff -> cutoff.dot().log()));
            ControlDelta delta = said.delta();
            return new Ending(delta.link(), said.speaker().person(), delta.clock(), reason, cutoffs, isOwn);
        }

        /** Where branches of {@code log} end that it lets stand; none for a log that it ends whole. */
        public List<Cutoff> kept(LogId log) {
            return cutoffs.getOrDefault(log, List.of());
        }
    }

    /**
     * An act that counts.
     *
     * @param level of who said it
     * @param person who said it
     * @param governs whether who said it is an admin of all of the space, not of a part
     */
    public record Said<A extends Act>(ControlDelta delta, A act, Level level, KeyId person, boolean governs) {}

    private Authority(SpaceId space, Evaluation held, Map<Object, Boolean> proofs) {
        this.space = space;
        this.held = held;
        this.judging = new Judging(space, held);
        this.proofs = proofs;
        for (Grant grant : held.grants.values()) {
            if (isStanding(grant.id())) {
                standing.computeIfAbsent(grant.device(), first -> new ArrayList<>())
                        .add(grant);
            }
        }
        standing.values().forEach(rights -> rights.sort(STRONGEST_FIRST));
        for (Evaluation.Spoken said : held.spoken) {
            if (!isOfBranch(said.delta().link())) {
                spoken.merge(said.delta().dot().log(), said.delta().dot().seq(), Math::max);
            }
        }
        invitations = held.invitations.settled();
        for (Invitation invitation : invitations) {
            byTicket.merge(invitation.ticket(), invitation, Authority::moreGenerous);
        }
    }

    private static Invitation moreGenerous(Invitation one, Invitation other) {
        Comparator<Invitation> order = Comparator.comparing((Invitation each) -> !each.isEnded())
                .thenComparing(Invitation::level)
                .thenComparingLong(Invitation::expiresMillis)
                .thenComparing(Invitation::link);
        return order.compare(one, other) >= 0 ? one : other;
    }

    /** What {@code deltas} amount to in {@code space}; the order of the collection does not matter. */
    public static Authority of(SpaceId space, Collection<ControlDelta> deltas) {
        return amounting(space, deltas, new ConcurrentHashMap<>());
    }

    /**
     * What {@code deltas} amount to in this space: as {@link #of}, but what was verified for this authority, 0.3 ms a
     * claim, is not verified again.
     */
    public Authority again(Collection<ControlDelta> deltas) {
        return amounting(space, deltas, proofs);
    }

    private static Authority amounting(SpaceId space, Collection<ControlDelta> deltas, Map<Object, Boolean> proofs) {
        Evaluation first = new Evaluation(space, deltas, proofs).read(List.of());
        // Votes count as they stood before the owner they install could end a voter: else there would be a circle.
        List<Grant> elected = first.elected();
        Evaluation held = elected.isEmpty() ? first : new Evaluation(space, deltas, proofs).read(elected);
        return new Authority(space, held, proofs);
    }

    /** The grant of an owner whom a quorum of admins installed. */
    public static GrantId electedGrant(DeviceCertificate owner) {
        ByteWriter certificate = new ByteWriter(DeviceCertificate.BYTES);
        owner.write(certificate);
        return new GrantId(Bytes.sha256(ELECTED.view(), certificate.toArray()));
    }

    public SpaceId space() {
        return space;
    }

    /** How the space began, once that is known. */
    public Optional<Act.Genesis> genesis() {
        return Optional.ofNullable(held.genesis).map(delta -> (Act.Genesis) delta.act());
    }

    /** What the founder called the space; empty before the genesis is known. */
    public String name() {
        return genesis().map(Act.Genesis::name).orElse("");
    }

    public boolean isFounded() {
        return held.genesis != null;
    }

    /** What becomes of the deltas of a log. */
    public Verdict judge(LogRoot root) {
        return judging.judge(root);
    }

    /** Where the author of a data log let it end, by each act that does. */
    public List<List<Cutoff>> closings(LogRoot root) {
        return judging.closings(root);
    }

    /** The strongest right of a device that stands, if it has any: with one it may read. */
    public Optional<Grant> grantOf(KeyId device) {
        return grantsOf(device).stream().findFirst();
    }

    /** All rights of a device that stand: by level, then those for everything, then by quota. */
    public List<Grant> grantsOf(KeyId device) {
        return Collections.unmodifiableList(standing.getOrDefault(device, List.of()));
    }

    /** All rights that were rightly given, those that ended included, in the order of their names. */
    public Collection<Grant> grants() {
        return held.grants.values().stream()
                .sorted(Comparator.comparing(grant -> grant.id().value()))
                .toList();
    }

    public Optional<Grant> grant(GrantId id) {
        return Optional.ofNullable(held.grants.get(id));
    }

    /** The hybrid clock of the act that let the author of a log in. */
    public long since(LogRoot root) {
        return held.since(root.cited(space));
    }

    /** What ended a grant, by clock, then link; nothing while it stands. */
    public List<Ending> endings(GrantId grant) {
        return held.endings.getOrDefault(grant, List.of());
    }

    public boolean isStanding(GrantId grant) {
        return held.grants.containsKey(grant) && endings(grant).isEmpty();
    }

    /** The invitation for a ticket that lets its bearer do most. */
    public Optional<Invitation> invitation(KeyId ticket) {
        return Optional.ofNullable(byTicket.get(ticket));
    }

    public Collection<Invitation> invitations() {
        return invitations.stream()
                .sorted(Comparator.comparing(Invitation::link))
                .toList();
    }

    /** Tickets that more than one device was admitted with: an alarm for their inviter. */
    public Set<KeyId> doubleUses() {
        Map<KeyId, Set<KeyId>> users = new HashMap<>();
        for (Invitation invitation : invitations) {
            users.computeIfAbsent(invitation.ticket(), first -> new HashSet<>()).addAll(invitation.usedBy());
        }
        users.values().removeIf(devices -> devices.size() < 2);
        return Set.copyOf(users.keySet());
    }

    /** Bans that were said by one who may; each binds below the level of who said it. */
    public List<Said<Act.Ban>> bans() {
        return admins(Act.Ban.class, ban -> true);
    }

    /** Rules of single values that no other rule replaces; of several for one predicate and class the last in order. */
    public List<Said<Act.Rule>> rules() {
        Set<Bytes> replaced = replaced(Act.Rule.class, Act.Rule::replaces);
        return admins(Act.Rule.class, said -> !replaced.contains(said.delta().link()));
    }

    /** Shapes that no other act replaces; of several of one name the last in order. */
    public List<Said<Act.Shape>> shapes() {
        Set<Bytes> replaced = replaced(Act.Shape.class, Act.Shape::replaces);
        return admins(Act.Shape.class, said -> !replaced.contains(said.delta().link()));
    }

    private <A extends Act> Set<Bytes> replaced(Class<A> kind, Function<A, Set<Bytes>> replaces) {
        return admins(kind, said -> true).stream()
                .flatMap(said -> replaces.apply(said.act()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Acts that erase, said by an admin or by one who may erase what is their own: see {@link #mayErase}. */
    public List<Said<Act.Erase>> erasures() {
        return said(Act.Erase.class, said -> true);
    }

    /** Whether who said {@code erasure} may erase what {@code author} wrote: an admin of all of the space, or the same
     * person. */
    public boolean mayErase(Said<Act.Erase> erasure, LogRoot author) {
        return author.plane() == Plane.DATA
                && (erasure.governs()
                        || grant(author.grant())
                                .filter(grant -> grant.person().equals(erasure.person()))
                                .isPresent());
    }

    /**
     * Whether a control delta is of a branch that its author left and told in another log: it is held there, and no more in
     * its own.
     */
    public boolean isOfBranch(Bytes link) {
        return held.chains.told().containsKey(link);
    }

    /**
     * How far a control log speaks, as it is held beside what was told of branches of it: where an end names one of these,
     * that proves what both have in common.
     */
    public long spoken(LogId log) {
        return spoken.getOrDefault(log, 0L);
    }

    /** All of these, in no order. */
    public Collection<ControlDelta> ofBranches() {
        return Collections.unmodifiableCollection(held.chains.told().values());
    }

    /** Spaces that admins named to go on in. */
    public List<Said<Act.Succession>> successions() {
        return admins(Act.Succession.class, said -> true);
    }

    private <A extends Act> List<Said<A>> admins(Class<A> kind, Predicate<Said<A>> meant) {
        return said(kind, meant.and(Said::governs));
    }

    /** Every act of a kind that was rightly said, in order; whether the speaker's level reaches what it does is open. */
    public <A extends Act> List<Said<A>> said(Class<A> kind) {
        return said(kind, said -> true);
    }

    private <A extends Act> List<Said<A>> said(Class<A> kind, Predicate<Said<A>> meant) {
        Comparator<Said<A>> order = Comparator.comparing(
                        (Said<A> said) -> said.delta().clock(), Long::compareUnsigned)
                .thenComparing(said -> said.delta().link());
        return held.spoken.stream()
                .filter(spoken -> kind.isInstance(spoken.delta().act()))
                .map(spoken -> new Said<>(
                        spoken.delta(),
                        kind.cast(spoken.delta().act()),
                        spoken.speaker().level(),
                        spoken.speaker().person(),
                        spoken.speaker().governs()))
                .filter(meant)
                .sorted(order)
                .toList();
    }
}
