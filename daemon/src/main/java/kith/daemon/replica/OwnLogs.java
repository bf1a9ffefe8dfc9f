package kith.daemon.replica;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kith.daemon.machine.Machine;
import kith.daemon.store.LogState;
import kith.daemon.store.SpaceStore;
import kith.daemon.store.Watermark;
import kith.ontology.access.Allowance;
import kith.ontology.access.Authority;
import kith.ontology.access.Grant;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs that this device writes in one space: one a plane and grant, continued while it is certain that nothing later
 * of it exists anywhere, else begun anew. A number of a log is never used twice. On the lane only.
 */
final class OwnLogs {
    private static final Bytes SAID_AGAIN = Bytes.utf8("kith said again 1\0");
    private static final Bytes ADOPTED = Bytes.utf8("kith adopted 1\0");
    private static final Logger LOG = LoggerFactory.getLogger(OwnLogs.class);

    private final Supplier<Authority> authority;
    private final SpaceStore space;
    private final Machine machine;
    private final Watermark watermark;
    private final Set<KeyId> keys;
    private final Map<LogId, LogRoot> begun = new HashMap<>();
    private final Set<LogId> writtenElsewhere = ConcurrentHashMap.newKeySet();
    private Runnable onClosed = () -> {};

    OwnLogs(SpaceStore space, Machine machine, Watermark watermark, Self self, Supplier<Authority> authority) {
        this.authority = authority;
        this.space = space;
        this.machine = machine;
        this.watermark = watermark;
        this.keys = Set.of(self.node(), self.person().id());
        space.logs().stream().filter(log -> isOwn(log.root())).forEach(this::fence);
    }

    private void fence(LogState log) {
        LogId id = log.root().id();
        if (log.head().seq() < watermark.seq(id) && watermark.seq(id) != Watermark.CLOSED) {
            LOG.warn(
                    "the store knows own log {} to {} but it was written to {}: the store was set back; writing goes on"
                            + " in a new log, the missing part comes from peers",
                    id,
                    log.head().seq(),
                    watermark.seq(id));
            writtenElsewhere.add(id);
            closeForGood(id);
        }
    }

    /** Has {@code act} run whenever a log was closed. */
    void onClosed(Runnable act) {
        onClosed = act;
    }

    /** The log of this device to write next in under {@code grant}; empty if it has begun there as many as it may. */
    Optional<LogRoot> data(KeyId device, GrantId grant) {
        return current(device, Plane.DATA, grant, root -> true);
    }

    /**
     * The log of {@code author}, a key of ours, to say an act in.
     *
     * @throws KithException USER, NOT_ALLOWED if that key has said there all that it may
     */
    LogRoot acts(KeyId author, GrantId grant, Bytes payload) {
        Optional<Allowance> allowance = authority.get().grant(grant).map(Grant::allowance);
        LogRoot root = current(
                        author,
                        Plane.CONTROL,
                        grant,
                        log -> allowance
                                .filter(given -> !MemberLogs.fit(space, log, given, payload))
                                .isEmpty())
                .orElseThrow(() -> begunAll("said in space " + space.name() + " all that it may say there"));
        if (isOfMember(grant) && payload.length() > MemberLogs.MAX_BYTES) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "this act takes " + payload.length() + " bytes, and one who is no admin has " + MemberLogs.MAX_BYTES
                            + " for it; do it in parts");
        }
        return root;
    }

    /** To be told when there is no further log. */
    static KithException begunAll(String what) {
        return KithException.user(
                Code.NOT_ALLOWED,
                "this key has " + what + " under its right; an admin can give a new one with kith share grant");
    }

    private Optional<LogRoot> current(KeyId author, Plane plane, GrantId grant, Predicate<LogRoot> hasRoom) {
        Predicate<LogRoot> mine = root -> isOf(root, author, plane, grant) && isOpen(root.id()) && hasRoom.test(root);
        Optional<LogRoot> continued = space.logs().stream()
                .filter(log -> mine.test(log.root()) && countsWhole(log))
                .max(Comparator.comparingLong(log -> log.head().clock()))
                .map(LogState::root);
        return continued
                .or(() -> begun.values().stream()
                        .filter(mine.and(root -> space.log(root.id()).isEmpty()))
                        .findFirst())
                .or(() -> begin(author, plane, grant));
    }

    /** Whether what is said next in a log will count: not where another copy of this home let it end. */
    private boolean countsWhole(LogState log) {
        return !log.isWaiting() && authority.get().judge(log.root()) instanceof Verdict.Valid valid && valid.isWhole();
    }

    private boolean isOf(LogRoot root, KeyId author, Plane plane, GrantId grant) {
        boolean granted = root.cited(space.id()).equals(grant);
        return root.author().equals(author) && root.plane() == plane && granted;
    }

    private boolean isOpen(LogId log) {
        return watermark.seq(log) != Watermark.CLOSED;
    }

    private Optional<LogRoot> begin(KeyId author, Plane plane, GrantId grant) {
        Optional<LogRoot> root = isNumbered(plane, grant)
                ? any(free(author, plane, grant))
                : Optional.of(new LogRoot(space.id(), author, machine.random(LogRoot.INCARNATION_BYTES), plane, grant));
        root.ifPresent(begins -> begun.put(begins.id(), begins));
        return root;
    }

    /** Another copy of this home, of which we do not know, should rarely take the same. */
    private Optional<LogRoot> any(List<LogRoot> free) {
        int any = Byte.toUnsignedInt(machine.random(1).view()[0]);
        return free.isEmpty() ? Optional.empty() : Optional.of(free.get(any % free.size()));
    }

    private boolean isNumbered(Plane plane, GrantId grant) {
        return authority
                .get()
                .grant(grant)
                .filter(given -> given.allowance().isNumbered(plane))
                .isPresent();
    }

    private boolean isOfMember(GrantId grant) {
        return isNumbered(Plane.CONTROL, grant);
    }

    /** Whether what a log of acts of ours says can be told in a new one, and the branches that it tells in another. */
    boolean mayTell(LogRoot root, GrantId grant) {
        return !isOfMember(grant)
                || (mayBegin(root.author(), Plane.CONTROL, grant, 2) && MemberLogs.mayBeTold(space, root));
    }

    /** Whether a key of ours may begin as many further logs under a grant. */
    boolean mayBegin(KeyId author, Plane plane, GrantId grant, int logs) {
        return !isNumbered(plane, grant) || free(author, plane, grant).size() >= logs;
    }

    private List<LogRoot> free(KeyId author, Plane plane, GrantId grant) {
        return IntStream.range(0, Allowance.MAX_MEMBER_LOGS)
                .mapToObj(i -> new LogRoot(space.id(), author, Allowance.incarnation(i), plane, grant))
                .filter(root -> space.log(root.id()).isEmpty() && watermark.seq(root.id()) == 0)
                .toList();
    }

    /**
     * Never writes in {@code log} again: something of it came from outside, so more may be out there. Where store and
     * watermark were set back together, or a copy of this home runs, this is the first that we hear of it.
     */
    void close(LogId log) {
        if (isOpen(log)) {
            if (!isComingBack(log)) {
                writtenElsewhere.add(log);
                LOG.warn(
                        "this home was set back or copied: own log {} of space {} was written further elsewhere; writing"
                                + " goes on in a new log, nothing is lost; let only one copy run",
                        log,
                        space.name());
            }
            closeForGood(log);
        }
    }

    /** Whether all of a log comes that was written here: its space was left, and is joined once more. */
    private boolean isComingBack(LogId log) {
        return space.log(log).isEmpty() && watermark.seq(log) > 0;
    }

    private void closeForGood(LogId log) {
        watermark.note(log, Watermark.CLOSED);
        watermark.save();
        onClosed.run();
    }

    /**
     * Never writes in any log begun so far: a copy of this home is about, and does not know where we stand.
     *
     * @param found the log that told
     */
    void closeAll(LogId found) {
        writtenElsewhere.add(found);
        space.logs().stream()
                .map(LogState::root)
                .filter(this::isOwn)
                .map(LogRoot::id)
                .filter(this::isOpen)
                .forEach(log -> watermark.note(log, Watermark.CLOSED));
        begun.clear();
        watermark.save();
        onClosed.run();
    }

    /** Notes that own deltas were said again in another log: once is enough, for ever. Any thread. */
    void saidAgain(List<Bytes> links) {
        links.forEach(link -> watermark.note(marked(SAID_AGAIN, link), Watermark.CLOSED));
        watermark.save();
    }

    boolean wasSaidAgain(Bytes link) {
        return watermark.seq(marked(SAID_AGAIN, link)) == Watermark.CLOSED;
    }

    /** Notes that deltas of others, and what of their logs came before and did not count, became own words. Any thread. */
    void adopted(Set<Bytes> links) {
        links.forEach(link -> watermark.note(marked(ADOPTED, link), Watermark.CLOSED));
        watermark.save();
    }

    boolean wasAdopted(Bytes link) {
        return watermark.seq(marked(ADOPTED, link)) == Watermark.CLOSED;
    }

    /** No log has this id, for it is a hash of something else. */
    private static LogId marked(Bytes how, Bytes link) {
        return new LogId(Bytes.sha256(how.view(), link.toArray()));
    }

    /** Own logs that were found, since the daemon started, to go on elsewhere as they do not here. Safe from any thread. */
    Set<LogId> writtenElsewhere() {
        return Set.copyOf(writtenElsewhere);
    }

    boolean isClosed(LogRoot root) {
        return isOwn(root) && !isOpen(root.id());
    }

    boolean isOwn(LogRoot root) {
        return keys.contains(root.author());
    }
}
