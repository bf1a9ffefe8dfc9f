package kith.ontology.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.LogRoot;
import kith.ontology.testkit.Citizens;
import kith.ontology.testkit.Politics.DataDelta;

/** What two readers of one set must agree on, in words that can be compared. */
final class Reading {
    private final Collection<ControlDelta> control;
    private final Collection<ControlDelta> told;
    private final Collection<DataDelta> data;
    private final Map<Bytes, Bytes> previous = new HashMap<>();
    private final Map<Bytes, DataDelta> byLink = new HashMap<>();

    /** @param told what acts tell of branches, whether they count or not */
    Reading(Collection<ControlDelta> control, Collection<ControlDelta> told, Collection<DataDelta> data) {
        this.control = control;
        this.told = told;
        this.data = data;
        told.forEach(delta -> previous.put(delta.link(), delta.previous()));
        control.forEach(delta -> previous.put(delta.link(), delta.previous()));
        data.forEach(delta -> {
            previous.put(delta.link(), delta.previous());
            byLink.put(delta.link(), delta);
        });
    }

    /** What authority says, by name. */
    SortedMap<String, Object> of(Authority authority) {
        SortedMap<String, Object> said = new TreeMap<>();
        said.put(
                "grants",
                new TreeSet<>(authority.grants().stream().map(Grant::toString).toList()));
        for (Grant grant : authority.grants()) {
            Stream<Bytes> acts = authority.endings(grant.id()).stream().map(Authority.Ending::act);
            said.put("ends of " + grant.id(), acts.sorted().toList());
            said.put("stands " + grant.id(), authority.isStanding(grant.id()));
        }
        for (Authority.Invitation open : authority.invitations()) {
            said.put("invitation " + open.link().toHex(), open.allowance() + " by " + open.usedBy());
            said.put(
                    "ends of " + open.link().toHex(),
                    open.endings().stream().map(Authority.Ending::act).sorted().toList());
        }
        said.put("bans", links(authority.bans()));
        said.put("rules", links(authority.rules()));
        said.put("shapes", links(authority.shapes()));
        said.put("erasures", links(authority.erasures()));
        said.put("successions", links(authority.successions()));
        said.put("founded", authority.isFounded());
        Set<Bytes> reached = reached(authority);
        said.put("control", counting(control, delta -> reached.contains(delta.link())));
        said.put(
                "branches",
                counting(told, delta -> authority.isOfBranch(delta.link()) && reached.contains(delta.link())));
        said.put("data", counting(data, delta -> reached.contains(delta.link()) && shows(authority, delta)));
        return said;
    }

    /** The same, of the plain reading. */
    SortedMap<String, Object> of(PlainAuthority plain) {
        SortedMap<String, Object> said = new TreeMap<>();
        said.put(
                "grants",
                new TreeSet<>(plain.grants().stream().map(Grant::toString).toList()));
        for (Grant grant : plain.grants()) {
            Stream<Bytes> acts =
                    plain.ends(grant).stream().map(end -> end.said().link());
            List<Bytes> ends = acts.sorted().toList();
            said.put("ends of " + grant.id(), ends);
            said.put("stands " + grant.id(), ends.isEmpty());
        }
        for (ControlDelta delta : held(plain)) {
            plain.invitation(delta.link())
                    .ifPresent(open -> said.put(
                            "invitation " + delta.link().toHex(),
                            open.allowance() + " by " + plain.usersOf(delta.link())));
            plain.invitation(delta.link())
                    .ifPresent(open -> said.put(
                            "ends of " + delta.link().toHex(),
                            plain.endsOfInvitation(delta.link()).stream()
                                    .map(end -> end.said().link())
                                    .sorted()
                                    .toList()));
        }
        said.put("bans", said(plain, Act.Ban.class, Level.ADMIN));
        said.put("rules", inForce(plain, Act.Rule.class, Act.Rule::replaces));
        said.put("shapes", inForce(plain, Act.Shape.class, Act.Shape::replaces));
        said.put("erasures", said(plain, Act.Erase.class, Level.RELAY));
        said.put("successions", said(plain, Act.Succession.class, Level.ADMIN));
        said.put("founded", plain.genesis().isPresent());
        said.put("control", counting(control, plain::counts));
        said.put("branches", counting(told, delta -> plain.isTold(delta) && plain.counts(delta)));
        said.put("data", counting(data, delta -> plain.counts(delta, byLink)));
        return said;
    }

    private List<ControlDelta> held(PlainAuthority plain) {
        return Stream.concat(control.stream(), told.stream().filter(plain::isTold))
                .toList();
    }

    /** Acts of a kind from speakers of a level, if admins such of all of the space, in words. */
    private List<String> said(PlainAuthority plain, Class<? extends Act> kind, Level least) {
        return held(plain).stream()
                .filter(delta -> kind.isInstance(delta.act()))
                .flatMap(delta -> plain
                        .speaker(delta)
                        .filter(voice -> voice.level().isAtLeast(least)
                                && (least != Level.ADMIN
                                        || voice.grant() == null
                                        || voice.grant().allowance().scope().isAll()))
                        .map(voice -> delta.link().toHex() + voice.level() + voice.person())
                        .stream())
                .sorted()
                .toList();
    }

    /** Of these, what no other of the kind names. */
    private <A extends Act> List<String> inForce(
            PlainAuthority plain, Class<A> kind, Function<A, Set<Bytes>> replaces) {
        List<String> said = said(plain, kind, Level.ADMIN);
        Set<String> replaced = held(plain).stream()
                .filter(delta -> said.stream().anyMatch(one -> one.startsWith(name(delta))))
                .flatMap(delta -> replaces.apply(kind.cast(delta.act())).stream())
                .map(Bytes::toHex)
                .collect(Collectors.toSet());
        return said.stream()
                .filter(one -> replaced.stream().noneMatch(one::startsWith))
                .toList();
    }

    private static <T> SortedSet<String> counting(Collection<T> deltas, Predicate<T> counts) {
        return new TreeSet<>(deltas.stream().filter(counts).map(Reading::name).toList());
    }

    private static String name(Object delta) {
        return delta instanceof DataDelta written
                ? written.link().toHex()
                : ((ControlDelta) delta).link().toHex();
    }

    private static List<String> links(Collection<? extends Authority.Said<?>> said) {
        return said.stream()
                .map(one -> one.delta().link().toHex() + one.level() + one.person())
                .sorted()
                .toList();
    }

    /** The links up to which the branches that are held count. */
    private Set<Bytes> reached(Authority authority) {
        Set<Bytes> reached = new HashSet<>();
        control.forEach(delta -> reach(authority, delta.root(), delta.dot().seq(), delta.link(), reached));
        told.stream()
                .filter(delta -> authority.isOfBranch(delta.link()))
                .forEach(delta -> reach(authority, delta.root(), delta.dot().seq(), delta.link(), reached));
        data.forEach(delta -> reach(authority, delta.root(), delta.seq(), delta.link(), reached));
        return reached;
    }

    private void reach(Authority authority, LogRoot root, long head, Bytes link, Set<Bytes> into) {
        if (authority.judge(root) instanceof Verdict.Valid valid) {
            List<Bytes> branch = branch(link, head);
            long reach = valid.reach(head, seq -> branch.get((int) seq - 1));
            into.addAll(branch.subList(0, (int) reach));
        }
    }

    private List<Bytes> branch(Bytes last, long length) {
        List<Bytes> branch = new ArrayList<>();
        for (Bytes at = last; branch.size() < length; at = previous.get(at)) {
            branch.addFirst(at);
        }
        return branch;
    }

    /** As a replica shows it: as far as its branch counts and the quota lasts, and what is within the scope. */
    private boolean shows(Authority authority, DataDelta delta) {
        if (!(authority.judge(delta.root()) instanceof Verdict.Valid valid)) {
            return false;
        }
        long said = branch(delta.link(), delta.seq()).stream()
                .mapToLong(link -> byLink.get(link).bytes())
                .sum();
        long quota = valid.allowance().quotaBytes();
        return (quota == Allowance.UNLIMITED || said <= quota)
                && valid.allowance().scope().permits(delta.edit(), delta.root().id());
    }

    /** Everything a replica may ask, in the order in which it is answered, and each verdict word for word. */
    static List<Object> answers(Authority authority, Collection<LogRoot> roots) {
        List<Object> all = new ArrayList<>(authority.grants());
        authority.grants().forEach(grant -> all.add(authority.endings(grant.id())));
        all.addAll(authority.invitations());
        all.addAll(authority.bans());
        all.addAll(authority.rules());
        all.addAll(authority.shapes());
        all.addAll(authority.erasures());
        all.addAll(authority.successions());
        all.add(authority.doubleUses());
        all.add(authority.genesis());
        roots.forEach(root -> all.add(authority.judge(root)));
        roots.forEach(root -> all.add(authority.grantOf(root.author())));
        for (int i = 0; i < Citizens.PERSONS; i++) {
            all.add(authority.grantOf(Citizens.person(i).device(0)));
        }
        return all;
    }
}
