package kith.ontology.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import kith.ontology.access.Authority.Ending;
import kith.ontology.access.Authority.Invitation;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Reads the set of control deltas from the strongest level to the weakest, once. What ends a right comes from a strictly
 * stronger level, or from the person above the device, or from whom it ends; so when a grant's turn comes, everything
 * that may end it has been said, and there is no circle ({@code docs/protocol/authority.md}).
 */
final class Evaluation {
    final Map<GrantId, Grant> grants = new HashMap<>();
    final Map<GrantId, List<Ending>> endings = new HashMap<>();
    final Map<GrantId, List<Ending>> endingsOfPerson = new HashMap<>();
    final Map<GrantId, List<Act.Close>> closes = new HashMap<>();
    /** By log: where its author says there that the right ends under which it is written, and tells branches besides. */
    final Map<LogId, List<Cutoff>> ownEnds = new HashMap<>();

    final List<Spoken> spoken = new ArrayList<>();

    @Nullable
    ControlDelta genesis;

    private final SpaceId space;
    final Chains chains;
    private final Map<Object, Boolean> proofs;
    private final Map<GrantId, List<Spoken>> cuts = new HashMap<>();
    private final List<Spoken> bans = new ArrayList<>();
    final Invitations invitations;
    private final Map<Level, Deque<Grant>> given = new HashMap<>();
    private final Map<GrantId, Lifting> lifting = new HashMap<>();

    /** An act that was rightly said: not yet whether the speaker's level reaches what it does. */
    record Spoken(ControlDelta delta, Speaker speaker) {}

    /** Which bans a grant names, and the level of whom it comes from. */
    private record Lifting(Level level, Set<Bytes> bans) {}

    Evaluation(SpaceId space, Collection<ControlDelta> deltas, Map<Object, Boolean> proofs) {
        this.space = space;
        this.chains = new Chains(deltas);
        this.proofs = proofs;
        this.invitations = new Invitations(space, chains, cuts, this::proven);
        for (Level level : Level.values()) {
            given.put(level, new ArrayDeque<>());
        }
        genesis = deltas.stream().filter(this::founds).findFirst().orElse(null);
    }

    private boolean founds(ControlDelta delta) {
        return delta.root().isFounding()
                && delta.dot().seq() == 1
                && delta.link().equals(space.value())
                && delta.act() instanceof Act.Genesis said
                && said.founder().device().equals(delta.root().author())
                && proven(said.founder());
    }

    /** Reads everything; {@code elected} are owners that a quorum of admins installed. */
    Evaluation read(Collection<Grant> elected) {
        if (genesis != null && genesis.act() instanceof Act.Genesis said) {
            said.root().ifPresent(this::rootSpeaks);
            GrantId id = GrantId.ofGenesis(space);
            DeviceCertificate founder = said.founder();
            Grant grant = new Grant(
                    id, founder.person(), founder.device(), said.name(), Allowance.of(Level.OWNER), Optional.empty());
            give(grant, new Lifting(Level.ROOT, Set.of()));
            elected.forEach(owner -> give(owner, new Lifting(Level.OWNER, Set.of())));
        }
        for (Level level : List.of(Level.values()).reversed()) {
            // In the turn of those whom it lets in, all that ends an invitation has been said.
            invitations.of(level).forEach(open -> invitations.admissions(open).forEach(said -> admit(said, open)));
            Deque<Grant> next = Objects.requireNonNull(given.get(level));
            while (!next.isEmpty()) {
                settle(next.removeFirst());
            }
        }
        return this;
    }

    private void rootSpeaks(KeyId root) {
        Speaker speaker = Speaker.root(root);
        Supplier<List<LogRoot>> logs = () -> chains.citing(GrantId.ofGenesis(space)).stream()
                .filter(log -> isControl(log, root))
                .toList();
        said(withBranches(logs, List.of(), speaker.allowance()), List.of(), speaker.allowance())
                .forEach(delta -> speak(delta, speaker));
    }

    /**
     * The logs of a key under a grant, with the branches of these that it tells in them. Only what is stronger ends its
     * word for a branch: what it says there of ending its own right is to be heard.
     */
    private List<LogRoot> withBranches(Supplier<List<LogRoot>> logs, List<Ending> stronger, Allowance allowance) {
        List<LogRoot> held = logs.get();
        return chains.hear(said(held, stronger, allowance), space, allowance.mostActs()) ? logs.get() : held;
    }

    private boolean isControl(LogRoot log, KeyId author) {
        return log.plane() == Plane.CONTROL
                && log.author().equals(author)
                && log.space().equals(space);
    }

    private void give(Grant grant, Lifting lifts) {
        if (grants.putIfAbsent(grant.id(), grant) == null) {
            lifting.put(grant.id(), lifts);
            Objects.requireNonNull(given.get(grant.level())).add(grant);
        }
    }

    /** Decides how far a person's grant and the devices under it reach, and hears what they say. */
    private void settle(Grant grant) {
        List<Ending> ofPerson = endingsOfPerson(grant);
        // One key for both is the device's: what ends the device must not leave the same key a voice as the person.
        List<Ending> stronger = List.copyOf(ofPerson);
        List<LogRoot> personLogs = grant.person().equals(grant.device())
                ? List.of()
                : withBranches(() -> logs(grant, grant.person()), stronger, grant.allowance());
        Speaker person = new Speaker(grant.allowance(), true, grant.person(), Optional.of(grant.id()));
        ofPerson.addAll(own(personLogs, stronger, grant, cut -> cut.grant().equals(grant.id()) && cut.whole()));
        ofPerson.sort(Ending.ORDER);
        endingsOfPerson.put(grant.id(), List.copyOf(ofPerson));

        List<Grant> devices = new ArrayList<>(List.of(grant));
        List<Spoken> ofDevices = new ArrayList<>();
        List<ControlDelta> byPerson = said(personLogs, ofPerson, grant.allowance());
        byPerson.stream()
                .flatMap(delta -> enrolled(delta, grant).stream())
                .limit(grant.allowance().mostDevices())
                .filter(device -> grants.putIfAbsent(device.id(), device) == null)
                .forEach(devices::add);
        for (ControlDelta delta : byPerson) {
            if (delta.act() instanceof Act.Cut) {
                ofDevices.add(new Spoken(delta, person));
            }
            speak(delta, person);
        }
        devices.forEach(device -> settle(device, ofPerson, ofDevices));
    }

    private List<Ending> endingsOfPerson(Grant grant) {
        List<Ending> all = new ArrayList<>();
        for (Spoken said : cuts.getOrDefault(grant.id(), List.of())) {
            if (said.delta().act() instanceof Act.Cut cut && cut.whole() && isBelow(grant, said)) {
                all.add(Ending.of(said, cut.kept(), cut.reason(), false));
            }
        }
        bansOf(grant.person(), grant, all);
        return all;
    }

    private void bansOf(KeyId subject, Grant grant, List<Ending> into) {
        Lifting lifts = Objects.requireNonNull(lifting.get(grant.family()));
        for (Spoken said : bans) {
            boolean lifted = lifts.bans().contains(said.delta().link())
                    && lifts.level().isAtLeast(said.speaker().level());
            if (said.delta().act() instanceof Act.Ban ban
                    && ban.subject().equals(subject)
                    && isBelow(grant, said)
                    && !lifted) {
                into.add(Ending.of(said, ban.kept(), ban.reason(), false));
            }
        }
    }

    /** Whoever may give a right may end it. */
    private static boolean isBelow(Grant grant, Spoken said) {
        return said.speaker().allowance().mayGive(grant.allowance());
    }

    private void settle(Grant device, List<Ending> ofPerson, List<Spoken> byPerson) {
        List<Ending> all = new ArrayList<>(ofPerson);
        for (Spoken said : cuts.getOrDefault(device.id(), List.of())) {
            if (said.delta().act() instanceof Act.Cut cut && isOfDevice(cut, device) && isBelow(device, said)) {
                all.add(Ending.of(said, cut.kept(), cut.reason(), false));
            }
        }
        for (Spoken said : byPerson) {
            if (said.delta().act() instanceof Act.Cut cut
                    && cut.grant().equals(device.id())
                    && isOfDevice(cut, device)) {
                all.add(Ending.of(said, cut.kept(), cut.reason(), true));
            }
        }
        if (!device.device().equals(device.person())) {
            bansOf(device.device(), device, all);
        }
        List<LogRoot> logs = withBranches(() -> logs(device, device.device()), List.copyOf(all), device.allowance());
        all.addAll(
                own(logs, List.copyOf(all), device, cut -> cut.grant().equals(device.id()) && isOfDevice(cut, device)));
        all.sort(Ending.ORDER);
        endings.put(device.id(), List.copyOf(all));
        Speaker speaker = new Speaker(device.allowance(), false, device.person(), Optional.of(device.family()));
        for (ControlDelta delta : said(logs, all, device.allowance())) {
            if (delta.act() instanceof Act.Close close) {
                closes.computeIfAbsent(device.id(), first -> new ArrayList<>()).add(close);
            }
            speak(delta, speaker);
        }
    }

    /** A whole cut of a device that was enrolled is one of that device. */
    private static boolean isOfDevice(Act.Cut cut, Grant device) {
        return !cut.whole() || device.under().isPresent();
    }

    /** The control logs of a key under a grant that speak. */
    private List<LogRoot> logs(Grant grant, KeyId author) {
        boolean founder = grant.id().equals(GrantId.ofGenesis(space));
        // The key on paper speaks as that alone, also where the founder took a key in use for it.
        List<LogRoot> logs = new ArrayList<>(chains.citing(grant.id()).stream()
                .filter(log -> isControl(log, author) && !(founder && isPaper(author)))
                .filter(grant.allowance()::letsSpeak)
                .toList());
        if (founder && genesis != null && genesis.root().author().equals(author)) {
            logs.add(genesis.root());
        }
        return logs;
    }

    /** Whether a key is the one on paper that the genesis names. */
    boolean isPaper(KeyId key) {
        return genesis != null
                && genesis.act() instanceof Act.Genesis said
                && said.root().filter(key::equals).isPresent();
    }

    /** By the incarnation of the log, then by number, then link. */
    private List<ControlDelta> said(List<LogRoot> logs, List<Ending> endings, Allowance allowance) {
        return logs.stream()
                .sorted(Comparator.comparing(LogRoot::incarnation))
                .flatMap(log -> chains.within(log.id(), endings, allowance.mostActs()).stream())
                .toList();
    }

    /** What ends a right by its holder's own word, which lets stand what comes before it in its own log. */
    private List<Ending> own(List<LogRoot> logs, List<Ending> stronger, Grant grant, Predicate<Act.Cut> meant) {
        List<Ending> own = new ArrayList<>();
        List<Cutoff> told = new ArrayList<>();
        Speaker speaker = new Speaker(grant.allowance(), false, grant.person(), Optional.of(grant.family()));
        for (ControlDelta delta : said(logs, stronger, grant.allowance())) {
            if (delta.act() instanceof Act.Cut cut && meant.test(cut)) {
                List<Cutoff> kept = new ArrayList<>(cut.kept());
                kept.add(new Cutoff(delta.dot(), delta.link()));
                own.add(Ending.of(new Spoken(delta, speaker), kept, cut.reason(), true));
                told.add(kept.getLast());
            } else if (delta.act() instanceof Act.Branch) {
                // The end may be on another branch of the log that it tells.
                told.add(new Cutoff(delta.dot(), delta.link()));
            }
        }
        for (Cutoff each : own.isEmpty() ? List.<Cutoff>of() : told) {
            ownEnds.computeIfAbsent(each.dot().log(), first -> new ArrayList<>())
                    .add(each);
        }
        return own;
    }

    private Optional<Grant> enrolled(ControlDelta delta, Grant grant) {
        if (!(delta.act() instanceof Act.Enrol enrol)
                || !enrol.device().person().equals(grant.person())
                || !proven(enrol.device())) {
            return Optional.empty();
        }
        return Optional.of(new Grant(
                delta.grant(),
                grant.person(),
                enrol.device().device(),
                enrol.name(),
                grant.allowance(),
                Optional.of(grant.id())));
    }

    private void speak(ControlDelta delta, Speaker speaker) {
        Spoken said = new Spoken(delta, speaker);
        spoken.add(said);
        switch (delta.act()) {
            case Act.Invite invite -> invitations.opened(said, invite);
            case Act.Admit admit -> invitations.admitted(said, admit).forEach(open -> admit(said, open));
            case Act.Give give -> {
                boolean may = speaker.isAdmin() && speaker.allowance().mayGive(give.allowance());
                if (may && proven(give.device())) {
                    DeviceCertificate device = give.device();
                    Grant grant = new Grant(
                            delta.grant(),
                            device.person(),
                            device.device(),
                            give.name(),
                            give.allowance(),
                            Optional.empty());
                    give(grant, new Lifting(speaker.level(), give.lifts()));
                }
            }
            case Act.Cut cut ->
                cuts.computeIfAbsent(cut.grant(), first -> new ArrayList<>()).add(said);
            case Act.Ban ban -> {
                if (speaker.governs()) {
                    bans.add(said);
                }
            }
            // What these say gives and ends no right.
            case Act.Genesis genesis -> {}
            case Act.Enrol enrol -> {}
            case Act.Erase erase -> {}
            case Act.Rule rule -> {}
            case Act.Shape shape -> {}
            case Act.Vote vote -> {}
            case Act.Succession succession -> {}
            case Act.Close close -> {}
            case Act.Branch branch -> {}
            case Act.Unknown unknown -> {}
        }
    }

    private void admit(Spoken said, Invitation open) {
        if (said.delta().act() instanceof Act.Admit admit && invitations.isUse(said, admit, open)) {
            DeviceCertificate device = admit.claim().device();
            Grant grant = new Grant(
                    said.delta().grant(),
                    device.person(),
                    device.device(),
                    admit.claim().name(),
                    open.allowance(),
                    Optional.empty());
            give(grant, new Lifting(open.by(), open.lifts()));
        }
    }

    private boolean proven(Claim claim) {
        return proofs.computeIfAbsent(claim, unproven -> claim.holds());
    }

    private boolean proven(DeviceCertificate certificate) {
        return proofs.computeIfAbsent(certificate, unproven -> certificate.holds());
    }

    /** The clock of the act that made a grant; of an elected owner's, that of the genesis. */
    long since(GrantId grant) {
        return chains.clock(grant.value()).orElse(genesis == null ? 0 : genesis.clock());
    }

    /** Owners for whom as many admins as the genesis asks for have spoken. */
    List<Grant> elected() {
        int quorum = genesis != null && genesis.act() instanceof Act.Genesis said ? said.quorum() : 0;
        return quorum == 0
                ? List.of()
                : Quorum.elected(
                        quorum,
                        spoken.stream()
                                .filter(said -> said.speaker().governs()
                                        && said.delta().act() instanceof Act.Vote vote
                                        && proven(vote.owner()))
                                .toList());
    }
}
