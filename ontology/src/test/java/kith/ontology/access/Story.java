package kith.ontology.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Dot;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Citizens;

/** A space told act by act. Person 0 founds it; its key on paper and a quorum of two are named. */
final class Story {
    static final int FOUNDER = 0;
    static final int BO = 1;
    static final int CY = 2;
    static final int DI = 3;
    static final long NOW = 1_000;
    private static final Authority NOTHING = Authority.of(Citizens.SPACE, List.of());

    private final List<ControlDelta> said = new ArrayList<>();
    private int links;

    final LogRoot founding =
            LogRoot.founding(Citizens.person(FOUNDER).device(0), Bytes.owned(new byte[LogRoot.INCARNATION_BYTES]));
    final GrantId founders = GrantId.ofGenesis(Citizens.SPACE);
    final LogRoot paper = log(Citizens.PAPER, Plane.CONTROL, founders);

    Story() {
        Act genesis = new Act.Genesis(
                "river", Citizens.person(FOUNDER).certificate(0), Optional.of(Citizens.PAPER), 2, Optional.empty());
        add(founding, NOW, founding.id().value(), 1, genesis, Citizens.SPACE.value());
    }

    static KeyId person(int number) {
        return Citizens.person(number).id();
    }

    static KeyId device(int number) {
        return Citizens.person(number).device(0);
    }

    static LogRoot log(KeyId author, Plane plane, GrantId grant) {
        Bytes incarnation = Bytes.owned(new byte[LogRoot.INCARNATION_BYTES]);
        return new LogRoot(Citizens.SPACE, author, incarnation, plane, grant);
    }

    /** The control log of a person's first device. */
    static LogRoot ofDevice(int number, GrantId grant) {
        return log(device(number), Plane.CONTROL, grant);
    }

    static LogRoot ofPerson(int number, GrantId grant) {
        return log(person(number), Plane.CONTROL, grant);
    }

    /** Says something after the last of a log; its link. */
    Bytes say(LogRoot log, Act act) {
        return say(log, NOW, act);
    }

    Bytes say(LogRoot log, long millis, Act act) {
        List<ControlDelta> before =
                said.stream().filter(delta -> delta.root().equals(log)).toList();
        return before.isEmpty()
                ? add(log, millis, log.id().value(), 1, act, link())
                : add(
                        log,
                        millis,
                        before.getLast().link(),
                        before.getLast().dot().seq() + 1,
                        act,
                        link());
    }

    /** Says something after a delta that others follow already. */
    Bytes fork(Bytes after, Act act) {
        ControlDelta before = delta(after);
        return add(before.root(), NOW, after, before.dot().seq() + 1, act, link());
    }

    private Bytes add(LogRoot log, long millis, Bytes previous, long seq, Act act, Bytes link) {
        said.add(new ControlDelta(log, new Dot(log.id(), seq), HybridClock.next(0, millis), previous, link, act));
        return link;
    }

    Bytes link() {
        links++;
        return Bytes.sha256(Bytes.utf8("link " + links).view());
    }

    private ControlDelta delta(Bytes link) {
        return said.stream()
                .filter(delta -> delta.link().equals(link))
                .findFirst()
                .orElseThrow();
    }

    GrantId give(LogRoot by, int person, Level level, Bytes... lifts) {
        return give(by, person, Allowance.of(level), lifts);
    }

    GrantId give(LogRoot by, int person, Allowance allowance, Bytes... lifts) {
        return new GrantId(
                say(by, new Act.Give(Citizens.person(person).certificate(0), "given", allowance, Set.of(lifts))));
    }

    GrantId enrol(LogRoot by, int person, int device) {
        return new GrantId(say(by, new Act.Enrol(Citizens.person(person).certificate(device), "enrolled")));
    }

    Bytes cut(LogRoot by, GrantId grant, Bytes... kept) {
        return say(by, new Act.Cut(grant, true, kept(kept), ""));
    }

    Bytes cutDevice(LogRoot by, GrantId grant, Bytes... kept) {
        return say(by, new Act.Cut(grant, false, kept(kept), ""));
    }

    Bytes ban(LogRoot by, KeyId subject, Bytes... kept) {
        return say(by, new Act.Ban(subject, kept(kept), ""));
    }

    Bytes vote(LogRoot by, int person) {
        return say(by, new Act.Vote(Citizens.person(person).certificate(0), "elected"));
    }

    List<Cutoff> kept(Bytes... links) {
        return List.of(links).stream()
                .map(link -> new Cutoff(delta(link).dot(), link))
                .toList();
    }

    Authority authority() {
        return NOTHING.again(said);
    }

    boolean stands(GrantId grant) {
        return authority().isStanding(grant);
    }

    boolean exists(GrantId grant) {
        return authority().grant(grant).isPresent();
    }

    /** Whether a control delta counts, on the branch that ends with it or a later one. */
    boolean counts(Bytes link) {
        return new Reading(said, List.of(), List.of())
                .of(authority())
                .get("control")
                .toString()
                .contains(link.toHex());
    }

    /** How far a log of five data deltas with these links counts. */
    long reach(LogRoot log, List<Bytes> links) {
        return authority().judge(log) instanceof Verdict.Valid valid
                ? valid.reach(links.size(), seq -> links.get((int) seq - 1))
                : 0;
    }
}
