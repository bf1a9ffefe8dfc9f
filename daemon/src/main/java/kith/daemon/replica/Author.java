package kith.daemon.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.daemon.machine.Machine;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Grant;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.Entry;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import org.apache.jena.sparql.core.Quad;

/** This device as an author in one space: splits, dates and signs what is written here. On the lane only. */
final class Author {
    /** Operations and payload of one delta of an import. */
    static final int PART_OPERATIONS = 4_096;

    static final int PART_BYTES = 256 * 1024;
    /** Up to here an import shows and lasts whole or not at all; a larger one goes in steps of this size. */
    static final int ATOMIC_OPERATIONS = 262_144;

    private static final int GROUP_BYTES = 16;

    private final SpaceStore space;
    private final OwnLogs own;
    private final Machine machine;
    private final Self self;
    private final Map<LogId, Dot> unnamed = new HashMap<>();
    private final Map<LogId, Long> named = new HashMap<>();
    private long greatestSeen;

    /** One delta to be: its content, and its payload in {@code root}. */
    record Part(Edit edit, LogRoot root, Bytes payload) {}

    /** Where this device may write, and what. */
    private record Way(LogRoot root, Allowance allowance) {}

    Author(SpaceStore space, OwnLogs own, Machine machine, Self self) {
        this.space = space;
        this.own = own;
        this.machine = machine;
        this.self = self;
        long mine = space.logs().stream()
                .filter(log -> own.isOwn(log.root()))
                .mapToLong(log -> log.head().clock())
                .max()
                .orElse(0);
        for (LogState log : space.logs()) {
            boolean later = !own.isOwn(log.root()) && log.head().clock() > mine;
            if (later && log.applied() > 0 && log.root().plane() == Plane.DATA) {
                unnamed.put(log.root().id(), new Dot(log.root().id(), log.applied()));
            }
            notice(log.head().clock());
        }
    }

    /** Takes note of how far logs of others count: the next own delta is dated after what they say, and names it. */
    void saw(Set<LogId> logs) {
        for (LogId id : logs) {
            space.log(id).filter(log -> !own.isOwn(log.root())).ifPresent(this::saw);
        }
    }

    private void saw(LogState log) {
        LogId id = log.root().id();
        boolean further =
                log.applied() > named.getOrDefault(id, 0L) && log.root().plane() == Plane.DATA;
        if (further) {
            unnamed.put(id, new Dot(id, log.applied()));
        } else {
            // It was taken back, as far as it was to be named.
            unnamed.remove(id);
        }
        notice(log.head().clock());
    }

    private void notice(long clock) {
        boolean sane = HybridClock.millis(clock) <= machine.nowMillis() + HybridClock.AHEAD_MILLIS;
        if (sane && clock > greatestSeen) {
            greatestSeen = clock;
        }
    }

    /**
     * The deltas that {@code change} becomes: one, unless it may be split. All of them, so that what cannot be said is
     * known before anything is.
     */
    List<Part> parts(Change change, Authority authority, Applying applying) {
        if (change.isEmpty()) {
            return List.of();
        }
        Edit whole = new Edit(change.asserts(), change.retracts(), Optional.empty(), change.note());
        Optional<KithException> refusal = Optional.empty();
        for (Way way : ways(authority)) {
            LogRoot root = way.root();
            Allowance allowance = way.allowance();
            Optional<Quad> outside = allowance.scope().firstOutside(whole, root.id());
            if (outside.isPresent()) {
                refusal = refusal.or(() -> Optional.of(outOfReach(outside.get(), whole)));
                continue;
            }
            List<Part> parts = parts(change, whole, root);
            long left = applying.left(root.id(), allowance);
            if (bytes(parts) <= left) {
                change.parts().ifPresent(group -> group.made(parts.size()));
                return parts;
            }
            // Of a right that reaches it all it is told what it lacks.
            refusal = Optional.of(noRoom(bytes(parts), left, allowance));
        }
        throw refusal.orElseGet(
                () -> OwnLogs.begunAll("begun in space " + space.name() + " all the logs that it may begin there"));
    }

    /** The rights of this device to write, the strongest first: what one has no room for, another may. */
    private List<Way> ways(Authority authority) {
        allowed(authority, Level.WRITER);
        return authority.grantsOf(self.node()).stream()
                .filter(grant -> grant.level().isAtLeast(Level.WRITER))
                .flatMap(grant ->
                        own.data(self.node(), grant.id()).map(root -> new Way(root, grant.allowance())).stream())
                .toList();
    }

    private KithException noRoom(long bytes, long left, Allowance allowance) {
        return KithException.user(
                Code.NOT_ALLOWED,
                "this change takes " + bytes + " bytes and the right of this device in space " + space.name() + " has "
                        + left + " left of " + allowance.quotaBytes()
                        + "; an admin can give more with kith share grant");
    }

    private static long bytes(List<Part> parts) {
        return parts.stream().mapToLong(part -> part.payload().length()).sum();
    }

    /**
     * An edit that this device has to say again, in a log that nobody else writes in: as much of it as the rights of this
     * device reach now, which may be less than when it was said, and nothing where their quotas are used up.
     */
    List<Part> again(Edit said, Authority authority, Applying applying) {
        List<Part> most = List.of();
        int reached = 0;
        for (Way way : ways(authority)) {
            LogRoot root = way.root();
            Edit edit = way.allowance().scope().within(said, root.id());
            List<Part> parts = edit.operations() > reached ? again(edit, root) : List.of();
            if (!parts.isEmpty() && bytes(parts) <= applying.left(root.id(), way.allowance())) {
                most = parts;
                reached = edit.operations();
            }
            if (reached == said.operations()) {
                break;
            }
        }
        return most;
    }

    private List<Part> again(Edit edit, LogRoot root) {
        Optional<Part> one = EditCodec.encodeWithin(DeltaCodec.MAX_PAYLOAD_BYTES, edit, root.id())
                .map(payload -> new Part(edit, root, payload));
        return one.map(List::of)
                .orElseGet(() -> splitting(root, new Change.Parts(false)).split(edit));
    }

    private Splitting splitting(LogRoot root, Change.Parts group) {
        return new Splitting(root, group.id(() -> machine.random(GROUP_BYTES)), group.made());
    }

    /** The most of an edit that a right of this device reaches, whatever room it has. */
    Edit reached(Edit said, Authority authority) {
        return ways(authority).stream()
                .map(way -> way.allowance().scope().within(said, way.root().id()))
                .max(Comparator.comparingInt(Edit::operations))
                .orElse(new Edit(List.of(), List.of(), Optional.empty(), Optional.empty()));
    }

    private List<Part> parts(Change change, Edit whole, LogRoot root) {
        if (change.parts().isEmpty()) {
            return List.of(new Part(whole, root, EditCodec.encode(whole, root.id())));
        }
        Change.Parts group = change.parts().get();
        boolean mayBeOne = !group.isInSteps() && whole.operations() <= PART_OPERATIONS;
        Optional<Part> one = mayBeOne ? Splitting.part(whole, root) : Optional.empty();
        return one.map(List::of).orElseGet(() -> splitting(root, group).split(whole));
    }

    private KithException outOfReach(Quad quad, Edit edit) {
        boolean taken = edit.retracts().stream().anyMatch(each -> each.quad().equals(quad));
        return KithException.user(
                Code.NOT_ALLOWED,
                "the right of this device in space " + space.name() + " does not reach "
                        + (taken ? "taking back " : "") + quad.getSubject() + " " + quad.getPredicate()
                        + "; kith member list shows what it reaches");
    }

    /** Parts in groups that are committed as one. */
    static List<List<Part>> batches(List<Part> parts) {
        List<List<Part>> batches = new ArrayList<>();
        List<Part> batch = new ArrayList<>();
        int operations = 0;
        for (Part part : parts) {
            if (operations + part.edit().operations() > ATOMIC_OPERATIONS && !batch.isEmpty()) {
                batches.add(batch);
                batch = new ArrayList<>();
                operations = 0;
            }
            batch.add(part);
            operations += part.edit().operations();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    /** Signs parts as the next deltas of their log. */
    List<VerifiedDelta> sign(List<Part> parts) {
        LogRoot root = parts.getFirst().root();
        LogHead head = head(root);
        List<VerifiedDelta> signed = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Entry entry = entry(false, head, deps(), part.payload());
            VerifiedDelta delta = DeltaCodec.sign(root, head, entry, self.device());
            head = LogHead.of(delta.delta());
            signed.add(delta);
        }
        return signed;
    }

    /**
     * A delta of an own log, signed now if it was not: what came from outside is signed at its end alone, and without
     * that nobody could be told of the part that stays.
     */
    Optional<SignedDelta> unsigned(LogRoot root, long seq) {
        return seq > 0 && own.isOwn(root)
                ? space.delta(new Dot(root.id(), seq))
                        .filter(delta -> delta.signature().isEmpty())
                        .map(delta -> DeltaCodec.signed(delta, key(root.author())))
                : Optional.empty();
    }

    /** Ours for {@code author}, a key of ours. */
    SigningKey key(KeyId author) {
        return author.equals(self.node()) ? self.device() : self.person();
    }

    /** Signs an act as the next delta of a log, with the key of that log. */
    VerifiedDelta sign(LogRoot root, SigningKey key, Bytes act) {
        LogHead head = head(root);
        return DeltaCodec.sign(root, head, entry(true, head, List.of(), act), key);
    }

    /**
     * The strongest right of this device.
     *
     * @throws KithException USER, NOT_ALLOWED if it is weaker than {@code needed}
     */
    Grant allowed(Authority authority, Level needed) {
        Optional<Grant> grant = authority.grantOf(self.node());
        if (grant.isEmpty() || !grant.get().level().isAtLeast(needed)) {
            boolean ended =
                    authority.grants().stream().anyMatch(had -> had.device().equals(self.node()));
            String may = grant.map(Grant::level)
                    .map(level -> level.isAtLeast(Level.WRITER) ? "read and write" : "only read")
                    .orElse(ended ? "do nothing any more" : "not yet do anything");
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "this device may " + may + " in space " + space.name() + "; it takes the right to "
                            + (needed == Level.WRITER ? "write" : "administer"));
        }
        return grant.get();
    }

    private LogHead head(LogRoot root) {
        LogId log = root.id();
        return space.log(log).map(LogState::head).orElse(LogHead.start(log));
    }

    private Entry entry(boolean act, LogHead head, List<Dot> deps, Bytes payload) {
        long clock = HybridClock.next(Math.max(head.clock(), greatestSeen), machine.nowMillis());
        return new Entry(act, clock, deps, machine.random(DeltaCodec.SALT_BYTES), payload);
    }

    private List<Dot> deps() {
        List<Dot> deps =
                unnamed.values().stream().sorted().limit(DeltaCodec.MAX_DEPS).toList();
        for (Dot dep : deps) {
            unnamed.remove(dep.log());
            named.put(dep.log(), dep.seq());
        }
        return deps;
    }
}
