package kith.ontology.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Allowance;
import kith.ontology.access.ControlDelta;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.Signature;
import kith.ontology.identity.SigningKey;
import kith.ontology.testkit.Citizens.Named;
import kith.ontology.vocab.Policy;

/**
 * What may have been said in a space, rightly and wrongly: by persons with several devices, by those let in, by those who
 * never were, by the key on paper; with forks, lies about the time, ends at any link, bans, votes, and data beside.
 * Grows as long as anybody says something more; the genesis comes first.
 */
public final class Politics {
    private static final int MOST_MILLIS = 1_000;

    private final Gen gen;
    private final List<ControlDelta> control = new ArrayList<>();
    private final List<ControlDelta> told = new ArrayList<>();
    private final List<DataDelta> data = new ArrayList<>();
    private final List<Log> logs = new ArrayList<>();
    private final List<Given> grants = new ArrayList<>();
    private final List<Opened> invitations = new ArrayList<>();
    private final List<Bytes> bans = new ArrayList<>();
    private final List<Bytes> schemas = new ArrayList<>();
    /** Whether whoever goes on in a log does so after its last delta. */
    private boolean straight;

    /** A delta of the data plane, as far as authority looks at it. */
    public record DataDelta(LogRoot root, long seq, Bytes previous, Bytes link, Edit edit, long bytes) {}

    /** A grant that somebody meant to make; whether it came to be is for authority to say. */
    public record Given(GrantId id, Named person, int device, Allowance allowance, GrantId family) {}

    private record Opened(Bytes link, int ticket, Allowance allowance) {}

    /** A log and its deltas of every branch, as they came; and what was told of it in another log. */
    private record Log(
            LogRoot root, Level level, Optional<Given> grant, List<Bytes> links, List<Long> seqs, List<Cutoff> told) {
        Log(LogRoot root, Level level, Optional<Given> grant) {
            this(root, level, grant, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        boolean isControl() {
            return root.plane() == Plane.CONTROL;
        }
    }

    private Politics(Gen gen) {
        this.gen = gen;
    }

    /** A history of any size. */
    public static Politics of(Gen gen) {
        return of(gen, gen.count(2, 48), gen.oneIn(3) ? Optional.empty() : Optional.of(Citizens.PAPER));
    }

    /** A history of so many deltas or logs. */
    public static Politics of(Gen gen, int count, Optional<KeyId> paper) {
        Politics politics = new Politics(gen);
        politics.found(paper);
        for (int i = 1; i < count; i++) {
            politics.sayAny(politics.gen.pick(politics.logs));
        }
        return politics;
    }

    public List<ControlDelta> control() {
        return List.copyOf(control);
    }

    /** What acts told of branches, whether they count or not. */
    public List<ControlDelta> told() {
        return List.copyOf(told);
    }

    public List<DataDelta> data() {
        return List.copyOf(data);
    }

    public List<LogRoot> roots() {
        return logs.stream().map(Log::root).toList();
    }

    public List<Given> given() {
        return List.copyOf(grants);
    }

    private void found(Optional<KeyId> paper) {
        Named founder = Citizens.person(0);
        LogRoot root = LogRoot.founding(founder.device(0), gen.bytes(LogRoot.INCARNATION_BYTES));
        Given grant = new Given(
                GrantId.ofGenesis(Citizens.SPACE),
                founder,
                0,
                Allowance.of(Level.OWNER),
                GrantId.ofGenesis(Citizens.SPACE));
        Log log = new Log(root, Level.OWNER, Optional.of(grant));
        int quorum = gen.coin() ? 0 : gen.from(1, 2);
        Act genesis = new Act.Genesis("river", founder.certificate(0), paper, quorum, Optional.empty());
        logs.add(log);
        say(log, genesis, Citizens.SPACE.value());
        grants.add(grant);
        // Most of what follows should be said by somebody who may.
        logs.add(log);
        logs.add(log);
        if (paper.isPresent() && gen.coin()) {
            begin(grant, paper.get(), Plane.CONTROL, Level.ROOT);
        }
    }

    private void sayAny(Log log) {
        if (gen.oneIn(6)) {
            beginAny();
        } else if (log.isControl()) {
            say(log, act(log), gen.bytes(LogId.BYTES));
            if (gen.oneIn(100)) {
                sayMuch();
            }
            if (gen.oneIn(8)) {
                tell(
                        log,
                        gen.oneIn(10)
                                ? gen.pick(logs.stream().filter(Log::isControl).toList())
                                : log);
            }
        } else {
            write(log);
        }
    }

    /** As much as a member may, or more: lets devices in, or tells of branches. */
    private void sayMuch() {
        List<Given> members = grants.stream()
                .filter(grant ->
                        !grant.allowance().isOfAdmin() && grant.family().equals(grant.id()))
                .toList();
        if (members.isEmpty()) {
            return;
        }
        Given member = gen.pick(members);
        boolean tells = gen.oneIn(3);
        Log log = begin(
                member, member.person().id(), Plane.CONTROL, member.allowance().level());
        straight = true;
        for (int i = gen.from(8, 40); i > 0; i--) {
            if (gen.oneIn(24)) {
                log = begin(
                        member,
                        member.person().id(),
                        Plane.CONTROL,
                        member.allowance().level());
            }
            if (tells && gen.oneIn(4)) {
                tell(log, log);
            } else {
                say(log, gen.oneIn(8) ? act(log) : enrol(log), gen.bytes(LogId.BYTES));
            }
        }
        straight = false;
    }

    /** Acts on a branch that is held nowhere but in another act, which the same key says in another log, or who knows. */
    private void tell(Log log, Log by) {
        SigningKey author = Citizens.key(log.root().author());
        Log teller = gen.pick(logs.stream()
                .filter(other -> other.isControl()
                        && other.root().author().equals(by.root().author()))
                .toList());
        if (straight) {
            teller = by;
        } else if (gen.coin() && log.grant().isPresent()) {
            teller = begin(log.grant().get(), author.id(), Plane.CONTROL, log.level());
        }
        Act.Branch branch = branch(log, author);
        for (ControlDelta delta : branch.deltas()) {
            told.add(delta);
            log.told().add(new Cutoff(delta.dot(), delta.link()));
            remember(log, delta);
        }
        say(teller, branch, gen.bytes(LogId.BYTES));
    }

    private Act.Branch branch(Log log, SigningKey author) {
        int after = place(log);
        LogHead head = new LogHead(seq(log, after) - 1, previous(log, after), 0);
        if (!log.told().isEmpty() && gen.coin()) {
            Cutoff last = gen.pick(log.told());
            head = new LogHead(last.dot().seq(), last.link(), 0);
        }
        List<Entry> entries = new ArrayList<>();
        LogHead next = head;
        Optional<Signature> signature = Optional.empty();
        for (int i = gen.oneIn(6) ? gen.from(1, 20) : gen.from(1, 3); i > 0; i--) {
            Act act = act(log);
            Bytes payload = act instanceof Act.Unknown ? Bytes.owned(new byte[] {77}) : ActCodec.encode(act);
            long clock = HybridClock.next(next.clock(), gen.from(1, MOST_MILLIS));
            Entry entry = new Entry(true, clock, List.of(), gen.bytes(DeltaCodec.SALT_BYTES), payload);
            SignedDelta delta = DeltaCodec.sign(log.root(), next, entry, author).delta();
            entries.add(entry);
            next = LogHead.of(delta);
            signature = delta.signature();
        }
        return new Act.Branch(log.root(), new DeltaRun(head.seq() + 1, head.link(), entries, signature.orElseThrow()));
    }

    /** A key that once had a right says something, whether it has it still or not; returns what it was. */
    public void attack(Named person) {
        List<Given> own =
                grants.stream().filter(grant -> grant.person().equals(person)).toList();
        List<Log> old = logs.stream()
                .filter(log ->
                        log.grant().isPresent() && own.contains(log.grant().get()))
                .filter(log -> person.has(log.root().author()))
                .toList();
        if (old.isEmpty() || gen.oneIn(5)) {
            Given cited = gen.oneIn(4) || own.isEmpty() ? gen.pick(grants) : gen.pick(own);
            Plane plane = gen.oneIn(4) ? Plane.DATA : Plane.CONTROL;
            KeyId author = gen.coin() ? person.id() : person.device(gen.from(0, Citizens.DEVICES - 1));
            old = List.of(begin(cited, author, plane, cited.allowance().level()));
        }
        Log log = gen.pick(old);
        if (log.isControl()) {
            say(log, gen.oneIn(3) ? gift(log, person) : act(log), gen.bytes(LogId.BYTES));
            if (gen.oneIn(5)) {
                tell(log, log);
            }
        } else {
            write(log);
        }
    }

    /** The key on paper ends every grant of a person, at any link of each of its logs. */
    public void end(Named person, List<GrantId> rights) {
        LogRoot root = new LogRoot(
                Citizens.SPACE,
                Citizens.PAPER,
                gen.bytes(LogRoot.INCARNATION_BYTES),
                Plane.CONTROL,
                GrantId.ofGenesis(Citizens.SPACE));
        Log log = new Log(root, Level.ROOT, Optional.empty());
        logs.add(log);
        for (GrantId right : rights) {
            List<Cutoff> kept = gen.some(logs).stream()
                    .filter(own ->
                            person.has(own.root().author()) && !own.links().isEmpty())
                    .map(this::cutoff)
                    .toList();
            say(log, new Act.Cut(right, true, kept, ""), gen.bytes(LogId.BYTES));
        }
    }

    private void beginAny() {
        Given grant = gen.pick(grants);
        Plane plane = gen.oneIn(3) ? Plane.DATA : Plane.CONTROL;
        int who = gen.from(0, 9);
        Level level = grant.allowance().level();
        if (who == 0) {
            begin(grant, Citizens.person(gen.from(0, Citizens.PERSONS - 1)).device(0), plane, level);
        } else if (who == 1) {
            begin(grants.getFirst(), Citizens.PAPER, plane, Level.ROOT);
        } else if (who < 5 && plane == Plane.CONTROL) {
            begin(grant, grant.person().id(), plane, level);
        } else {
            begin(grant, grant.person().device(grant.device()), plane, level);
        }
    }

    private Log begin(Given grant, KeyId author, Plane plane, Level level) {
        LogRoot root = new LogRoot(
                gen.oneIn(40) ? Citizens.ELSEWHERE : Citizens.SPACE,
                author,
                gen.oneIn(12)
                        ? gen.bytes(LogRoot.INCARNATION_BYTES)
                        : Allowance.incarnation(gen.from(0, Allowance.MAX_MEMBER_LOGS)),
                plane,
                gen.oneIn(40) ? new GrantId(gen.bytes(GrantId.BYTES)) : grant.id());
        Optional<Log> begun =
                logs.stream().filter(log -> log.root().equals(root)).findFirst();
        if (begun.isPresent()) {
            return begun.get();
        }
        Log log = new Log(root, level, Optional.of(grant));
        logs.add(log);
        return log;
    }

    private Act act(Log log) {
        boolean person = log.grant()
                .filter(grant -> grant.person().id().equals(log.root().author()))
                .isPresent();
        int kind = gen.from(0, 99);
        if (person ? gen.coin() : kind < 5) {
            return enrol(log);
        }
        if (kind < 50) {
            return gift(log, Citizens.person(gen.from(0, Citizens.PERSONS - 1)));
        }
        if (kind < 75) {
            return cut(log);
        }
        return kind < 82 ? ban() : rare();
    }

    private Act gift(Log log, Named to) {
        int device = gen.from(0, Citizens.DEVICES - 1);
        if (gen.oneIn(4)) {
            return new Act.Give(to.certificate(gen, device), "given", below(log), lifts());
        }
        if (invitations.isEmpty() || gen.oneIn(3)) {
            int ticket = gen.from(0, Citizens.TICKETS - 1);
            return new Act.Invite(
                    Citizens.ticket(ticket).key().id(), below(log), gen.from(MOST_MILLIS / 2, MOST_MILLIS), lifts());
        }
        if (gen.coin()) {
            Opened open = gen.pick(invitations);
            int ticket = gen.oneIn(12) ? gen.from(0, Citizens.TICKETS - 1) : open.ticket();
            return new Act.Admit(to.claim(gen, device, ticket), open.link());
        }
        return gen.oneIn(4)
                ? new Act.Vote(to.certificate(gen, device), gen.pickOf("one", "other"))
                : new Act.Give(to.certificate(gen, device), "given", below(log), lifts());
    }

    private Allowance below(Log log) {
        List<Level> weaker = Stream.of(Level.values())
                .filter(level -> log.level().isStrongerThan(level))
                .toList();
        Level level = weaker.isEmpty() || gen.oneIn(8)
                ? gen.pickOf(Level.values())
                : gen.coin() ? gen.pick(weaker) : weaker.getLast();
        long quota = gen.oneIn(3) ? gen.from(1, 150) : Allowance.UNLIMITED;
        return new Allowance(level, SomeEdits.scope(gen), quota);
    }

    private Set<Bytes> lifts() {
        return bans.isEmpty() || gen.coin() ? Set.of() : Set.copyOf(gen.some(bans));
    }

    private Act enrol(Log log) {
        Named person = log.grant().isEmpty() || gen.oneIn(8)
                ? Citizens.person(gen.from(0, Citizens.PERSONS - 1))
                : log.grant().get().person();
        return new Act.Enrol(person.certificate(gen, gen.from(0, Citizens.DEVICES - 1)), "enrolled");
    }

    private Act cut(Log log) {
        if (!invitations.isEmpty() && gen.oneIn(4)) {
            return cutOfInvitation();
        }
        Given target = gen.pick(grants);
        if (log.grant().isPresent() && gen.oneIn(4)) {
            Given own = log.grant().get();
            List<Given> family = grants.stream()
                    .filter(grant -> grant.family().equals(own.family()))
                    .toList();
            target = family.isEmpty() ? own : gen.pick(family);
        }
        return new Act.Cut(target.id(), gen.coin(), kept(target.person()), gen.word());
    }

    /** With what anybody said before any link, or with nothing. */
    private Act cutOfInvitation() {
        List<Log> some = gen.some(logs).stream()
                .filter(log -> log.isControl() && !log.links().isEmpty())
                .toList();
        List<Cutoff> kept =
                gen.oneIn(3) ? List.of() : some.stream().map(this::cutoff).toList();
        return new Act.Cut(new GrantId(gen.pick(invitations).link()), gen.coin(), kept, gen.word());
    }

    private Act ban() {
        Named person = Citizens.person(gen.from(0, Citizens.PERSONS - 1));
        KeyId subject = gen.coin() ? person.id() : person.device(gen.from(0, Citizens.DEVICES - 1));
        return new Act.Ban(subject, kept(person), gen.word());
    }

    /** At any links of the person's logs, of any branch; now and then of another log, or of none that is held. */
    private List<Cutoff> kept(Named person) {
        List<Cutoff> kept = new ArrayList<>();
        for (Log log : logs) {
            boolean meant = person.has(log.root().author()) && !gen.oneIn(4);
            if (!log.links().isEmpty() && (meant || gen.oneIn(12))) {
                kept.add(cutoff(log));
                if (gen.oneIn(3)) {
                    kept.add(cutoff(log));
                }
            }
        }
        return kept;
    }

    private Cutoff cutoff(Log log) {
        if (!log.told().isEmpty() && gen.oneIn(3)) {
            return gen.pick(log.told());
        }
        int at = gen.coin() ? log.links().size() - 1 : gen.from(0, log.links().size() - 1);
        long seq = gen.oneIn(16) ? gen.from(1, 4) : log.seqs().get(at);
        Bytes link = gen.oneIn(16) ? gen.bytes(LogId.BYTES) : log.links().get(at);
        return new Cutoff(new Dot(log.root().id(), seq), link);
    }

    private Act rare() {
        Set<Bytes> replaced = Set.copyOf(gen.some(schemas));
        return gen.either(
                () -> new Act.Close(kept(Citizens.person(gen.from(0, Citizens.PERSONS - 1)))),
                () -> new Act.Rule("urn:p" + gen.from(0, 2), Optional.empty(), gen.pickOf(Policy.values()), replaced),
                () -> new Act.Shape(gen.pickOf("one", "other"), Set.of(), replaced),
                () -> new Act.Erase(List.of(), Map.of()),
                () -> new Act.Succession(Citizens.ELSEWHERE),
                () -> new Act.Vote(Citizens.person(gen.from(1, 2)).certificate(gen, 0), gen.pickOf("one", "other")),
                Act.Unknown::new);
    }

    /** After the last of its log, or elsewhere in it: a fork. */
    private int place(Log log) {
        int last = log.links().size() - 1;
        // What the founding log says after no genesis would be of another space.
        int first = log.root().isFounding() ? Math.min(last, 0) : -1;
        return last < 0 || straight || !gen.oneIn(7) ? last : gen.from(first, last);
    }

    private void say(Log log, Act act, Bytes link) {
        int after = place(log);
        long clock = HybridClock.next(0, gen.from(1, MOST_MILLIS));
        ControlDelta delta = new ControlDelta(
                log.root(), new Dot(log.root().id(), seq(log, after)), clock, previous(log, after), link, act);
        log.links().add(link);
        log.seqs().add(delta.dot().seq());
        control.add(delta);
        remember(log, delta);
    }

    private static long seq(Log log, int after) {
        return after < 0 ? 1 : log.seqs().get(after) + 1;
    }

    private static Bytes previous(Log log, int after) {
        return after < 0 ? log.root().id().value() : log.links().get(after);
    }

    private void remember(Log log, ControlDelta delta) {
        switch (delta.act()) {
            case Act.Give give ->
                given(delta, give.device().person(), give.device().device(), give.allowance());
            case Act.Invite invite ->
                invitations.add(new Opened(delta.link(), Citizens.ticketOf(invite.ticket()), invite.allowance()));
            case Act.Admit admit ->
                invitations.stream()
                        .filter(open -> open.link().equals(admit.invitation()))
                        .forEach(open -> given(
                                delta,
                                admit.claim().device().person(),
                                admit.claim().device().device(),
                                open.allowance()));
            case Act.Enrol enrol ->
                log.grant()
                        .ifPresent(of -> given(new Given(
                                delta.grant(),
                                of.person(),
                                of.person().number(enrol.device().device()),
                                of.allowance(),
                                of.family())));
            case Act.Ban ban -> bans.add(delta.link());
            case Act.Rule rule -> schemas.add(delta.link());
            case Act.Shape shape -> schemas.add(delta.link());
            default -> {}
        }
    }

    private void given(ControlDelta by, KeyId person, KeyId device, Allowance allowance) {
        Named named = Citizens.named(person);
        given(new Given(by.grant(), named, named.number(device), allowance, by.grant()));
    }

    private void given(Given grant) {
        grants.add(grant);
        for (Plane plane : Plane.values()) {
            if (gen.coin()) {
                begin(
                        grant,
                        grant.person().device(grant.device()),
                        plane,
                        grant.allowance().level());
            }
        }
        if (gen.oneIn(3)) {
            begin(grant, grant.person().id(), Plane.CONTROL, grant.allowance().level());
        }
    }

    private void write(Log log) {
        int after = place(log);
        DataDelta delta = new DataDelta(
                log.root(),
                seq(log, after),
                previous(log, after),
                gen.bytes(LogId.BYTES),
                SomeEdits.edit(gen, log.root().id()),
                gen.from(1, 60));
        log.links().add(delta.link());
        log.seqs().add(delta.seq());
        data.add(delta);
    }
}
