package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Claim;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.access.Scope;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.Retraction;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.merge.SingleValue;
import kith.ontology.merge.Stamp;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.History;
import kith.ontology.testkit.SomeActs;
import kith.ontology.vocab.Policy;
import kith.ontology.vocab.Terms;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Quad;

/**
 * A space written down delta by delta, by nobody's daemon: a founder, admins, writers, readers and a stranger, who said
 * what honest authors say and what others may. To be delivered to replicas in any order.
 */
final class PaperSpace {
    private static final int FOUNDER = 0;
    private static final int MOST_MEMBERS = 4;
    private static final int MOST_DELTAS = 40;
    private static final int MOST_SCHEMA_ACTS = 6;
    private static final long DAY = 24L * 60 * 60 * 1_000 << 16;
    private static final long DAYS_30 = 30 * DAY;
    private static final long FAR = 1L << 40;
    private static final Bytes UNREADABLE = Bytes.owned(new byte[] {9, 9});

    private final Gen gen;
    private final LogRoot founding;
    private final SpaceId space;
    private final Map<LogId, List<VerifiedDelta>> chains = new LinkedHashMap<>();
    /** How far the data logs count of those who may write. */
    private final Map<LogId, Long> valid = new HashMap<>();

    private final Map<LogRoot, Integer> admins = new LinkedHashMap<>();
    private final List<Invited> tickets = new ArrayList<>();
    private final PaperSchema schema;
    private final Set<Dot> erased = new TreeSet<>();
    private History history;
    private long clock = 1;

    private record Invited(Ticket ticket, Level level, Bytes link) {}

    /** @param about tells spaces of one seed apart */
    PaperSpace(String about, Gen gen) {
        this.gen = gen;
        Bytes born = Bytes.sha256(Bytes.utf8(about + gen.seed()).view()).slice(0, LogRoot.INCARNATION_BYTES);
        founding = LogRoot.founding(SomeActs.device(FOUNDER).id(), born);
        chains.put(founding.id(), new ArrayList<>());
        admins.put(founding, FOUNDER);
        append(founding, FOUNDER, ActCodec.encode(new Act.Genesis("river", SomeActs.certificate(FOUNDER))));
        space = new SpaceId(chains.get(founding.id()).getFirst().delta().link());
        Map<LogId, LogRoot> roots = new LinkedHashMap<>();
        Map<LogId, Integer> authors = new HashMap<>();
        for (int member = 0; member <= gen.count(1, MOST_MEMBERS); member++) {
            LogRoot root = begin(member);
            roots.put(root.id(), root);
            authors.put(root.id(), member);
            chains.put(root.id(), new ArrayList<>());
        }
        history = said(History.of(gen, List.copyOf(roots.keySet()), MOST_DELTAS), roots, authors);
        schema = new PaperSchema(gen, history.quads());
        for (int act = gen.count(0, MOST_SCHEMA_ACTS); act > 0; act--) {
            schema.said(said(gen.pick(List.copyOf(admins.keySet())), schema.next()));
        }
        chains.values().removeIf(List::isEmpty);
        valid.keySet().retainAll(chains.keySet());
        valid.replaceAll((log, all) -> (long) chain(log).size());
        roots.values().stream()
                .filter(root -> !root.grant().equals(GrantId.ofGenesis(space)))
                .filter(root -> gen.oneIn(3))
                .forEach(this::cut);
        valid.values().removeIf(reach -> reach == 0);
    }

    /** The data log of a member, which founded, was let in to write, to read, or not at all. */
    private LogRoot begin(int member) {
        Level level = member == FOUNDER
                ? Level.OWNER
                : gen.pickOf(Level.ADMIN, Level.WRITER, Level.WRITER, Level.READER, Level.RELAY);
        GrantId grant = switch (level) {
            case OWNER -> GrantId.ofGenesis(space);
            case RELAY -> new GrantId(gen.bytes(GrantId.BYTES));
            default -> admit(member, level);
        };
        LogRoot root = new LogRoot(
                space, SomeActs.device(member).id(), gen.bytes(LogRoot.INCARNATION_BYTES), Plane.DATA, grant);
        if (level.isAtLeast(Level.WRITER)) {
            valid.put(root.id(), 0L);
        }
        if (level == Level.ADMIN) {
            LogRoot control =
                    new LogRoot(space, root.author(), gen.bytes(LogRoot.INCARNATION_BYTES), Plane.CONTROL, grant);
            chains.put(control.id(), new ArrayList<>());
            admins.put(control, member);
        }
        return root;
    }

    /** By any admin; now and then with a ticket that let another one in, of whom this admin did not know. */
    private GrantId admit(int member, Level level) {
        Invited invited = tickets.stream()
                .filter(open -> open.level() == level && gen.oneIn(2))
                .findFirst()
                .orElseGet(() -> invite(level));
        Claim claim = Claim.make(invited.ticket(), SomeActs.certificate(member), "device", SomeActs.device(member));
        VerifiedDelta admission = said(gen.pick(List.copyOf(admins.keySet())), new Act.Admit(claim, invited.link()));
        return new GrantId(admission.delta().link());
    }

    private Invited invite(Level level) {
        Ticket ticket = SomeActs.ticket(gen, space);
        LogRoot inviter = level == Level.ADMIN ? founding : gen.pick(List.copyOf(admins.keySet()));
        VerifiedDelta invitation = said(inviter, new Act.Invite(ticket.key().id(), level, FAR));
        Invited invited = new Invited(ticket, level, invitation.delta().link());
        tickets.add(invited);
        return invited;
    }

    /** Ends what a member may, by the founder: of the data log a beginning stands; of a control log all that was said. */
    private void cut(LogRoot root) {
        List<Cutoff> kept = new ArrayList<>();
        for (List<VerifiedDelta> chain : chains.values()) {
            LogRoot log = chain.getFirst().root();
            boolean data = log.plane() == Plane.DATA;
            int reach = data ? gen.from(0, chain.size()) : chain.size();
            if (log.grant().equals(root.grant()) && !log.isFounding()) {
                boolean known = reach > 0 && (!data || !gen.oneIn(6));
                if (reach > 0) {
                    Bytes link = chain.get(reach - 1).delta().link();
                    kept.add(new Cutoff(new Dot(log.id(), reach), known ? link : gen.bytes(LogId.BYTES)));
                }
                valid.computeIfPresent(log.id(), (same, before) -> known ? Math.min(before, reach) : 0);
            }
        }
        said(founding, new Act.Cut(root.grant(), true, kept, ""));
        if (gen.oneIn(4)) {
            cut(root);
        }
    }

    private VerifiedDelta said(LogRoot control, Act act) {
        return append(control, Objects.requireNonNull(admins.get(control)), ActCodec.encode(act));
    }

    /** Signs a history; now and then a delta is one that nobody can read, and says nothing. */
    private History said(History told, Map<LogId, LogRoot> roots, Map<LogId, Integer> authors) {
        List<History.Said> readable = new ArrayList<>();
        for (History.Said one : told.said()) {
            LogId log = one.dot().log();
            boolean garbled = gen.oneIn(15);
            append(roots.get(log), authors.get(log), garbled ? UNREADABLE : EditCodec.encode(one.edit(), log));
            if (!garbled) {
                readable.add(one);
            }
        }
        return new History(readable);
    }

    private VerifiedDelta append(LogRoot root, int author, Bytes payload) {
        List<VerifiedDelta> chain = chains.get(root.id());
        LogHead head = chain.isEmpty()
                ? LogHead.start(root.id())
                : LogHead.of(chain.getLast().delta());
        // Some clocks run ahead, by days or years.
        long ahead = root.plane() == Plane.DATA && gen.oneIn(8) ? gen.from(1, 400) * DAY : 0;
        long now = Math.max(head.clock() + 1, (clock++ << 16) + ahead);
        Entry entry =
                new Entry(root.plane() == Plane.CONTROL, now, List.of(), gen.bytes(DeltaCodec.SALT_BYTES), payload);
        SigningKey key = SomeActs.device(author);
        VerifiedDelta delta = DeltaCodec.sign(root, head, entry, key);
        chain.add(delta);
        return delta;
    }

    /** Has the founder erase some deltas, a few with each act, and now and then one twice. */
    PaperSpace erasing() {
        for (int acts = gen.from(1, 4); acts > 0; acts--) {
            Set<VerifiedDelta> doomed = new HashSet<>();
            for (List<VerifiedDelta> chain : chains.values()) {
                chain.stream()
                        .filter(delta -> !delta.entry().control() && gen.oneIn(5))
                        .forEach(doomed::add);
            }
            erase(doomed);
        }
        return this;
    }

    private void erase(Set<VerifiedDelta> doomed) {
        doomed.forEach(delta -> erased.add(delta.dot()));
        Map<Dot, SortedSet<Integer>> restated = new HashMap<>();
        List<Retraction> kept = new ArrayList<>();
        for (History.Said said : history.said()) {
            if (doomed.stream().anyMatch(delta -> delta.dot().equals(said.dot()))) {
                for (Retraction retraction : said.edit().retracts()) {
                    retraction.seen().forEach(dot -> restate(dot, retraction.quad(), restated, kept));
                }
            }
        }
        VerifiedDelta act = append(
                founding,
                FOUNDER,
                ActCodec.encode(new Act.Erase(
                        doomed.stream().map(delta -> Cutoff.at(delta.delta())).toList(), restated)));
        List<History.Said> left = new ArrayList<>(history.said());
        left.removeIf(said -> erased.contains(said.dot()));
        kept.forEach(retraction -> left.add(new History.Said(
                act.dot(), new Edit(List.of(), List.of(retraction), Optional.empty(), Optional.empty()))));
        history = new History(left);
    }

    private void restate(Dot dot, Quad quad, Map<Dot, SortedSet<Integer>> restated, List<Retraction> kept) {
        for (History.Said said : history.said()) {
            // As its payload has them: sorted by their bytes, not as they were said.
            List<Quad> asserts = said.dot().equals(dot) && chains.containsKey(dot.log())
                    ? Applying.read(
                                    chains.get(dot.log())
                                            .get((int) dot.seq() - 1)
                                            .delta(),
                                    Scope.ALL)
                            .map(Edit::asserts)
                            .orElse(List.of())
                    : List.of();
            if (asserts.contains(quad)) {
                restated.computeIfAbsent(dot, first -> new TreeSet<>()).add(asserts.indexOf(quad));
                kept.add(new Retraction(quad, List.of(dot)));
            }
        }
    }

    /** The deltas that are erased. */
    Set<Dot> erased() {
        return erased;
    }

    SpaceId space() {
        return space;
    }

    History history() {
        return history;
    }

    /** What is to be seen: of each field of one value that value, of all others all that holds. */
    Set<Quad> shown() {
        Set<Quad> holding = history.holding(this::counts);
        Set<Quad> shown = new HashSet<>();
        for (Quad quad : holding) {
            Policy policy = schema.policy(quad.getPredicate(), types(quad.getSubject(), holding));
            List<SingleValue.Candidate> field = holding.stream()
                    .filter(other -> other.getGraph().equals(quad.getGraph())
                            && other.getSubject().equals(quad.getSubject())
                            && other.getPredicate().equals(quad.getPredicate()))
                    .map(this::candidate)
                    .toList();
            if (policy == Policy.ALL || SingleValue.shown(policy, field).value().equals(quad.getObject())) {
                shown.add(quad);
            }
        }
        return shown;
    }

    private static Set<String> types(Node subject, Set<Quad> holding) {
        return holding.stream()
                .filter(quad -> quad.getSubject().equals(subject)
                        && quad.getPredicate().getURI().equals(Terms.RDF_TYPE))
                .filter(quad -> quad.getObject().isURI())
                .map(quad -> quad.getObject().getURI())
                .collect(Collectors.toSet());
    }

    private SingleValue.Candidate candidate(Quad quad) {
        List<Stamp> stamps =
                history.live(quad, this::counts).stream().map(this::stamp).toList();
        return new SingleValue.Candidate(quad.getObject(), Collections.min(stamps), Collections.max(stamps));
    }

    /** A clock is believed up to 30 days past the one before it in its log, or past the act that let its author in. */
    private Stamp stamp(Dot dot) {
        List<VerifiedDelta> chain = chain(dot.log());
        long admitted = chains.values().stream()
                .flatMap(List::stream)
                .filter(delta -> delta.delta()
                        .link()
                        .equals(chain.getFirst().root().grant().value()))
                .mapToLong(delta -> delta.entry().clock())
                .findFirst()
                .orElseThrow();
        long believed = admitted;
        for (VerifiedDelta delta : chain.subList(0, (int) dot.seq())) {
            long most = Math.max(admitted, believed) + DAYS_30;
            believed = Math.min(most, delta.entry().clock());
        }
        return new Stamp(believed, chain.get((int) dot.seq() - 1).entry().clock());
    }

    /** Logs whose authors might write, and how far they count. */
    Map<LogId, Long> valid() {
        return valid;
    }

    private boolean counts(Dot dot) {
        return dot.log().equals(founding.id()) || dot.seq() <= valid.getOrDefault(dot.log(), 0L);
    }

    /** Every log from its start; the founder's control log first. */
    List<List<VerifiedDelta>> chains() {
        return List.copyOf(chains.values());
    }

    List<VerifiedDelta> chain(LogId log) {
        return chains.get(log);
    }

    /** Every delta, in runs: whole, in pieces, overlapping, twice; each log from its start, all logs mixed. */
    List<List<VerifiedDelta>> parcels(Gen order) {
        List<List<List<VerifiedDelta>>> piles = new ArrayList<>();
        chains.values().forEach(chain -> piles.add(pieces(order, chain)));
        List<List<VerifiedDelta>> parcels = new ArrayList<>();
        while (!piles.isEmpty()) {
            List<List<VerifiedDelta>> pile = order.pick(piles);
            parcels.add(verified(pile.removeFirst()));
            piles.removeIf(List::isEmpty);
        }
        return parcels;
    }

    private static List<List<VerifiedDelta>> pieces(Gen order, List<VerifiedDelta> chain) {
        List<List<VerifiedDelta>> pieces = new ArrayList<>();
        int held = 0;
        while (held < chain.size()) {
            int from = order.oneIn(3) ? order.from(0, held) : held;
            int to = order.from(from + 1, chain.size());
            pieces.add(chain.subList(from, to));
            held = Math.max(held, to);
        }
        return pieces;
    }

    /** A piece as one who got it from a peer has it: verified by the signature of its last delta alone. */
    List<VerifiedDelta> verified(List<VerifiedDelta> piece) {
        VerifiedDelta first = piece.getFirst();
        List<VerifiedDelta> chain = chains.get(first.dot().log());
        int before = (int) first.dot().seq() - 1;
        Bytes previous = before == 0
                ? first.dot().log().value()
                : chain.get(before - 1).delta().link();
        DeltaRun run = new DeltaRun(
                first.dot().seq(),
                previous,
                piece.stream().map(VerifiedDelta::entry).toList(),
                piece.getLast().delta().signature().orElseThrow());
        VerifyingKey key = VerifyingKey.of(first.root().author()).orElseThrow();
        return DeltaCodec.verify(first.root(), key, new LogHead(before, previous, 0), run);
    }
}
