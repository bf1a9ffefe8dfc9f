package kith.ontology.access;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Politics.DataDelta;
import org.jspecify.annotations.Nullable;

/** {@code docs/protocol/authority.md} once more, sentence by sentence, as questions to the whole set; slow and plain. */
final class PlainAuthority {
    /** As whom a log is written. */
    enum Role {
        DEVICE,
        PERSON,
        PAPER
    }

    /** @param grant under which the log is written; none for the key on paper */
    record Voice(
            Role role, Level level, KeyId person, @Nullable Grant grant) {}

    /** An end of a grant: the act that says it, and whether its own delta stands besides. */
    record End(ControlDelta said, List<Cutoff> kept) {}

    private final SpaceId space;
    private final Map<Bytes, ControlDelta> held = new HashMap<>();
    private final List<Grant> elected;
    private final Function<Object, Boolean> holds;
    private final PlainLevels levels;
    private final Map<Object, Optional<?>> answers = new HashMap<>();
    private final Set<ControlDelta> told = new HashSet<>();

    private PlainAuthority(
            SpaceId space, Collection<ControlDelta> deltas, List<Grant> elected, Function<Object, Boolean> holds) {
        this.space = space;
        this.elected = elected;
        this.holds = holds;
        // What came in its own log is read as that, also where it was told of a branch too.
        deltas.forEach(delta -> held.put(delta.link(), delta));
        levels = new PlainLevels(space, held, elected, paper());
    }

    /** @param holds whether a claim or a certificate does */
    static PlainAuthority of(SpaceId space, Collection<ControlDelta> deltas, Function<Object, Boolean> holds) {
        PlainAuthority first = settled(space, deltas, List.of(), holds);
        return settled(space, deltas, first.chosen(), holds);
    }

    /** Read again with the branches that were told, until those are told by what is held with them. */
    private static PlainAuthority settled(
            SpaceId space, Collection<ControlDelta> deltas, List<Grant> elected, Function<Object, Boolean> holds) {
        PlainAuthority plain = new PlainAuthority(space, deltas, elected, holds);
        Set<ControlDelta> told = plain.told(deltas);
        Set<ControlDelta> before = Set.of();
        while (!told.equals(before)) {
            before = told;
            List<ControlDelta> with = new ArrayList<>(told);
            with.addAll(deltas);
            plain = new PlainAuthority(space, with, elected, holds);
            told = plain.told(deltas);
        }
        plain.told.addAll(told);
        return plain;
    }

    /** What acts that came in logs tell of branches, where what it follows is held. */
    private Set<ControlDelta> told(Collection<ControlDelta> came) {
        Map<Bytes, ControlDelta> known = new HashMap<>();
        came.forEach(delta -> known.put(delta.link(), delta));
        Set<ControlDelta> told = new HashSet<>();
        boolean more = true;
        while (more) {
            List<ControlDelta> next = came.stream()
                    .filter(this::isHeardForBranches)
                    .map(delta -> ((Act.Branch) delta.act()).deltas())
                    .filter(piece -> follows(piece.getFirst(), known))
                    .flatMap(List::stream)
                    .toList();
            next.forEach(delta -> known.putIfAbsent(delta.link(), delta));
            more = told.addAll(next);
        }
        return told;
    }

    /** Whether a delta that some act tells is held for that. */
    boolean isTold(ControlDelta delta) {
        return told.contains(delta);
    }

    private static boolean follows(ControlDelta first, Map<Bytes, ControlDelta> known) {
        ControlDelta before = known.get(first.previous());
        return first.dot().seq() == 1
                ? first.previous().equals(first.root().id().value())
                : before != null
                        && before.root().equals(first.root())
                        && before.dot().seq() == first.dot().seq() - 1
                        && before.clock() < first.clock();
    }

    /** Whether an act tells a branch of a log of its own key and grant, and no stronger end makes it void. */
    private boolean isHeardForBranches(ControlDelta said) {
        if (!(said.act() instanceof Act.Branch branch)) {
            return false;
        }
        Optional<Voice> voice = voice(said.root());
        Optional<Voice> ofBranch = voice(branch.root());
        return voice.isPresent()
                && voice.equals(ofBranch)
                && said.root().author().equals(branch.root().author())
                && (voice.get().grant() == null
                        || isWithin(said, voice.get().grant(), endsByOthers(voice.get()))
                                && (voice.get().level().isAtLeast(Level.ADMIN) || toldUpTo(said) <= 16));
    }

    /** Acts that a log tells of branches, up to a delta of it. */
    private long toldUpTo(ControlDelta said) {
        return PlainBranches.of(said, held, ControlDelta::previous).stream()
                .mapToLong(before -> before.act() instanceof Act.Branch branch
                        ? branch.deltas().size()
                        : 0)
                .sum();
    }

    private List<End> endsByOthers(Voice voice) {
        return voice.role() == Role.PERSON ? endsOfPersonByOthers(voice.grant()) : endsOfDeviceByOthers(voice.grant());
    }

    /** Owners for whom at least as many persons voted as the genesis asks for. */
    private List<Grant> chosen() {
        int quorum = genesis().map(said -> ((Act.Genesis) said.act()).quorum()).orElse(0);
        Map<DeviceCertificate, List<ControlDelta>> votes = held.values().stream()
                .filter(delta -> delta.act() instanceof Act.Vote vote && governs(delta) && holds.apply(vote.owner()))
                .collect(Collectors.groupingBy(delta -> ((Act.Vote) delta.act()).owner()));
        List<Grant> chosen = new ArrayList<>();
        votes.forEach((owner, said) -> {
            if (quorum > 0
                    && said.stream()
                                    .map(vote -> speaker(vote).orElseThrow().person())
                                    .distinct()
                                    .count()
                            >= quorum) {
                String name = said.stream()
                        .map(vote -> ((Act.Vote) vote.act()).name())
                        .sorted()
                        .findFirst()
                        .orElseThrow();
                chosen.add(grant(Authority.electedGrant(owner), owner, name, Allowance.of(Level.OWNER)));
            }
        });
        return chosen;
    }

    private static Grant grant(GrantId id, DeviceCertificate of, String name, Allowance allowance) {
        return new Grant(id, of.person(), of.device(), name, allowance, Optional.empty());
    }

    Optional<ControlDelta> genesis() {
        return Optional.ofNullable(held.get(space.value()))
                .filter(delta -> delta.root().isFounding()
                        && delta.dot().seq() == 1
                        && delta.act() instanceof Act.Genesis said
                        && said.founder().device().equals(delta.root().author())
                        && holds.apply(said.founder()));
    }

    private Optional<KeyId> paper() {
        return genesis().flatMap(said -> ((Act.Genesis) said.act()).root());
    }

    // Grants

    List<Grant> grants() {
        Stream<GrantId> made = held.values().stream().map(ControlDelta::grant);
        return Stream.concat(made, elected.stream().map(Grant::id))
                .flatMap(id -> grant(id).stream())
                .toList();
    }

    Optional<Grant> grant(GrantId id) {
        return answer(
                List.of("grant", id),
                () -> elected.stream()
                        .filter(grant -> grant.id().equals(id))
                        .findFirst()
                        .or(() -> Optional.ofNullable(held.get(id.value())).flatMap(this::made)));
    }

    private Optional<Grant> made(ControlDelta by) {
        return switch (by.act()) {
            case Act.Genesis said ->
                genesis()
                        .filter(by::equals)
                        .map(first -> grant(by.grant(), said.founder(), said.name(), Allowance.of(Level.OWNER)));
            case Act.Give give ->
                Optional.of(grant(by.grant(), give.device(), give.name(), give.allowance()))
                        .filter(grant -> mayGive(by, give.allowance()) && holds.apply(give.device()));
            case Act.Admit admit ->
                invitation(admit.invitation())
                        .filter(open ->
                                admits(by, admit.claim(), open) && isKept(by, endsOfInvitation(admit.invitation())))
                        .map(open -> grant(
                                by.grant(),
                                admit.claim().device(),
                                admit.claim().name(),
                                open.allowance()));
            case Act.Enrol enrol ->
                speaker(by)
                        .filter(voice -> isEnrolment(by, voice)
                                && (voice.level().isAtLeast(Level.ADMIN) || earlierEnrolments(by, voice) < 16))
                        .map(Voice::grant)
                        .map(of -> new Grant(
                                by.grant(),
                                of.person(),
                                enrol.device().device(),
                                enrol.name(),
                                of.allowance(),
                                Optional.of(of.id())));
            default -> Optional.empty();
        };
    }

    private boolean isEnrolment(ControlDelta said, Voice voice) {
        return voice.role() == Role.PERSON
                && said.act() instanceof Act.Enrol enrol
                && voice.person().equals(enrol.device().person())
                && holds.apply(enrol.device());
    }

    /** How many a person said under the same grant in a log of a lesser incarnation, or before it or beside it in its log. */
    private long earlierEnrolments(ControlDelta than, Voice voice) {
        Comparator<ControlDelta> order = Comparator.comparing(
                        (ControlDelta said) -> said.root().incarnation())
                .thenComparing(said -> said.dot().seq())
                .thenComparing(ControlDelta::link);
        return held.values().stream()
                .filter(said -> order.compare(said, than) < 0
                        && said.act() instanceof Act.Enrol
                        && said.root().author().equals(than.root().author())
                        && said.root().grant().equals(than.root().grant()))
                .filter(said -> speaker(said)
                        .filter(same -> same.equals(voice) && isEnrolment(said, same))
                        .isPresent())
                .count();
    }

    private boolean mayGive(ControlDelta said, Allowance given) {
        Optional<Voice> voice = speaker(said);
        return isAdmin(said)
                && voice.get().level().isStrongerThan(given.level())
                && (voice.get().grant() == null
                        || voice.get().grant().allowance().scope().contains(given.scope()));
    }

    private boolean admits(ControlDelta said, Claim claim, Act.Invite open) {
        return isAdmin(said)
                && speaker(said).get().level().isAtLeast(open.allowance().level())
                && claim.space().equals(space)
                && claim.ticket().equals(open.ticket())
                && said.millis() <= open.expiresMillis()
                && holds.apply(claim);
    }

    /** The invitation that a link names, if it counts. */
    Optional<Act.Invite> invitation(Bytes link) {
        return Optional.ofNullable(held.get(link))
                .filter(delta -> delta.act() instanceof Act.Invite invite && mayGive(delta, invite.allowance()))
                .map(delta -> (Act.Invite) delta.act());
    }

    /** What ends an invitation: cuts that name it, by who might invite so and is as strong as the inviter, or is that. */
    List<End> endsOfInvitation(Bytes link) {
        Allowance invited = invitation(link).orElseThrow().allowance();
        Voice inviter = speaker(held.get(link)).orElseThrow();
        return held.values().stream()
                .filter(said -> said.act() instanceof Act.Cut cut
                        && cut.grant().value().equals(link)
                        && isStronger(said, invited.level())
                        && mayGive(said, invited)
                        && speaker(said)
                                .filter(voice -> voice.level().isAtLeast(inviter.level())
                                        || voice.person().equals(inviter.person()))
                                .isPresent())
                .map(said -> new End(said, kept(said)))
                .toList();
    }

    Set<KeyId> usersOf(Bytes invitation) {
        return held.values().stream()
                .filter(delta -> delta.act() instanceof Act.Admit admit
                        && admit.invitation().equals(invitation)
                        && made(delta).isPresent())
                .map(delta -> ((Act.Admit) delta.act()).claim().device().device())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    // Who speaks

    /** As whom a control log is written, if its grant exists. */
    Optional<Voice> voice(LogRoot root) {
        boolean founding = genesis().filter(said -> said.root().equals(root)).isPresent();
        GrantId cited = founding ? GrantId.ofGenesis(space) : root.grant();
        if (root.plane() != Plane.CONTROL || !(founding || root.space().equals(space))) {
            return Optional.empty();
        }
        if (!founding
                && cited.equals(GrantId.ofGenesis(space))
                && paper().filter(root.author()::equals).isPresent()) {
            return Optional.of(new Voice(Role.PAPER, Level.ROOT, root.author(), null));
        }
        return grant(cited)
                .filter(grant -> grant.level().isAtLeast(Level.ADMIN) || isNumbered(root))
                .flatMap(grant -> role(root, grant).map(role -> new Voice(role, grant.level(), grant.person(), grant)));
    }

    /** Whether an incarnation is one of the first eight numbers. */
    private static boolean isNumbered(LogRoot root) {
        return new BigInteger(1, root.incarnation().toArray()).compareTo(BigInteger.valueOf(8)) < 0;
    }

    private static Optional<Role> role(LogRoot root, Grant grant) {
        if (root.author().equals(grant.device())) {
            return Optional.of(Role.DEVICE);
        }
        boolean person = root.author().equals(grant.person()) && grant.under().isEmpty();
        return person ? Optional.of(Role.PERSON) : Optional.empty();
    }

    /** Who says a delta, if it counts. */
    Optional<Voice> speaker(ControlDelta said) {
        return answer(
                List.of("speaker", said.link()),
                () -> voice(said.root())
                        .filter(voice -> voice.grant() == null || isWithin(said, voice.grant(), ends(voice))));
    }

    private boolean isAdmin(ControlDelta said) {
        return speaker(said)
                .filter(voice -> voice.level().isAtLeast(Level.ADMIN))
                .isPresent();
    }

    /** Whether an admin says it whose scope is everything. */
    private boolean governs(ControlDelta said) {
        return isAdmin(said) && isOfAll(speaker(said).get(), Scope.ALL);
    }

    private static boolean isOfAll(Voice voice, Scope part) {
        return voice.grant() == null || voice.grant().allowance().scope().contains(part);
    }

    private boolean isWithin(ControlDelta said, Grant grant, List<End> ends) {
        boolean early = grant.level().isAtLeast(Level.ADMIN) || said.dot().seq() <= 16;
        return early && isKept(said, ends);
    }

    private boolean isKept(ControlDelta said, List<End> ends) {
        return ends.isEmpty()
                || held.values().stream()
                        .filter(last -> last.root().equals(said.root()))
                        .anyMatch(last ->
                                PlainBranches.isKept(said, PlainBranches.of(last, held, ControlDelta::previous), ends));
    }

    /** Whether a control delta counts: who speaks it may, and the genesis whatever became of the founder. */
    boolean counts(ControlDelta said) {
        return genesis().filter(said::equals).isPresent() || speaker(said).isPresent();
    }

    // Ends

    private List<End> ends(Voice voice) {
        return voice.role() == Role.PERSON ? endsOfPerson(voice.grant()) : ends(voice.grant());
    }

    /** What ends a grant: what ends the person's right, and what ends the right of its device. */
    List<End> ends(Grant grant) {
        List<End> ends = endsOfDeviceByOthers(grant);
        ends.addAll(own(grant, Role.DEVICE, List.copyOf(ends)));
        return ends;
    }

    private List<End> endsOfDeviceByOthers(Grant grant) {
        List<End> ends = new ArrayList<>(endsOfPerson(grant(grant.family()).orElseThrow()));
        for (ControlDelta said : held.values()) {
            boolean banned = !grant.device().equals(grant.person()) && bans(said, grant.device(), grant);
            boolean stronger = isStronger(said, grant.level());
            boolean cut = cutsDevice(said, grant) && (stronger && reaches(said, grant) || isByPersonOf(said, grant));
            if ((banned && stronger || cut) && speaker(said).isPresent()) {
                ends.add(new End(said, kept(said)));
            }
        }
        return ends;
    }

    private List<End> endsOfPersonByOthers(Grant grant) {
        return held.values().stream()
                .filter(said -> isStronger(said, grant.level())
                        && (bans(said, grant.person(), grant) || cutsWhole(said, grant) && reaches(said, grant))
                        && speaker(said).isPresent())
                .map(said -> new End(said, kept(said)))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    List<End> endsOfPerson(Grant grant) {
        List<End> ends = endsOfPersonByOthers(grant);
        ends.addAll(own(grant, Role.PERSON, List.copyOf(ends)));
        return ends;
    }

    /** What a person or a device says of its own right, as far as stronger ends let it; that very delta stands. */
    private List<End> own(Grant grant, Role role, List<End> stronger) {
        return held.values().stream()
                .filter(said -> role == Role.PERSON ? cutsWhole(said, grant) : cutsDevice(said, grant))
                .filter(said -> cites(said.root(), grant)
                        && voice(said.root())
                                .filter(voice -> voice.role() == role && grant.equals(voice.grant()))
                                .isPresent()
                        && isWithin(said, grant, stronger))
                .map(said -> new End(
                        said,
                        Stream.concat(kept(said).stream(), Stream.of(new Cutoff(said.dot(), said.link())))
                                .toList()))
                .toList();
    }

    private boolean cites(LogRoot root, Grant grant) {
        return root.grant().equals(grant.id())
                || root.isFounding() && grant.id().equals(GrantId.ofGenesis(space));
    }

    private static boolean cutsWhole(ControlDelta said, Grant grant) {
        return said.act() instanceof Act.Cut cut
                && cut.grant().equals(grant.id())
                && cut.whole()
                && grant.under().isEmpty();
    }

    private static boolean cutsDevice(ControlDelta said, Grant grant) {
        return said.act() instanceof Act.Cut cut
                && cut.grant().equals(grant.id())
                && !(cut.whole() && grant.under().isEmpty());
    }

    private boolean isByPersonOf(ControlDelta said, Grant grant) {
        return said.root().plane() == Plane.CONTROL
                && said.root().grant().equals(grant.family())
                && voice(said.root())
                        .filter(voice -> voice.role() == Role.PERSON)
                        .isPresent();
    }

    /** Whether a ban means a key and no lifting speaks for the grant. Of a level that is stronger, so also admin's. */
    private boolean bans(ControlDelta said, KeyId key, Grant grant) {
        if (!(said.act() instanceof Act.Ban ban) || !ban.subject().equals(key) || !isStronger(said, grant.level())) {
            return false;
        }
        ControlDelta maker = held.get(grant.family().value());
        if (maker != null && maker.act() instanceof Act.Admit admit) {
            maker = held.get(admit.invitation());
        }
        Set<Bytes> lifts = maker == null
                ? Set.of()
                : switch (maker.act()) {
                    case Act.Give give -> give.lifts();
                    case Act.Invite invite -> invite.lifts();
                    default -> Set.<Bytes>of();
                };
        return governs(said)
                && !(lifts.contains(said.link())
                        && speaker(maker)
                                .get()
                                .level()
                                .isAtLeast(speaker(said).get().level()));
    }

    private static List<Cutoff> kept(ControlDelta said) {
        return said.act() instanceof Act.Cut cut ? cut.kept() : ((Act.Ban) said.act()).kept();
    }

    /** What level a log would speak at if its grant exists: so a grant's ends are asked for without asking for itself. */
    private boolean isStronger(ControlDelta said, Level than) {
        return levels.ifAny(said.root())
                .filter(level -> level.isStrongerThan(than))
                .isPresent();
    }

    /** Whether the scope of who says it contains that of a grant. */
    private boolean reaches(ControlDelta said, Grant grant) {
        return speaker(said)
                .filter(voice -> isOfAll(voice, grant.allowance().scope()))
                .isPresent();
    }

    // Logs of data

    /** Whether a data delta counts; {@code log} has all that is held of its log. */
    boolean counts(DataDelta delta, Map<Bytes, DataDelta> log) {
        LogRoot root = delta.root();
        Optional<Grant> grant = root.space().equals(space) ? grant(root.grant()) : Optional.empty();
        if (grant.isEmpty()
                || !root.author().equals(grant.get().device())
                || !grant.get().level().isAtLeast(Level.WRITER)
                || (grant.get().allowance().quotaBytes() > 0 && !isNumbered(root))) {
            return false;
        }
        List<End> ends = ends(grant.get());
        ends.addAll(closes(delta.root()));
        return PlainBranches.counts(delta, log, grant.get().allowance(), ends);
    }

    /** Where the device that writes a data log let it end. */
    private List<End> closes(LogRoot root) {
        return held.values().stream()
                .filter(said -> said.act() instanceof Act.Close close
                        && close.ends().stream().anyMatch(end -> end.dot().log().equals(root.id()))
                        && speaker(said)
                                .filter(voice -> voice.role() == Role.DEVICE
                                        && voice.grant() != null
                                        && voice.grant().id().equals(root.grant()))
                                .isPresent())
                .map(said -> new End(said, ((Act.Close) said.act()).ends()))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private <T> Optional<T> answer(Object question, Supplier<Optional<T>> found) {
        Optional<T> known = (Optional<T>) answers.get(question);
        if (known == null) {
            known = found.get();
            answers.put(question, known);
        }
        return known;
    }
}
