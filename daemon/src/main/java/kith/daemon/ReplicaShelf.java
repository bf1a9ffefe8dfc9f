package kith.daemon;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import kith.daemon.replica.Admission;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Self;
import kith.daemon.store.LogState;
import kith.daemon.sync.Journal;
import kith.daemon.sync.Message;
import kith.daemon.sync.Shelf;
import kith.daemon.sync.Supply;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.access.Ticket;
import kith.ontology.access.Verdict;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.HybridClock;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.KithException;
import kith.ontology.identity.KeyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A replica as sessions see it. Safe from any thread. */
final class ReplicaShelf implements Shelf {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaShelf.class);

    private final Replica replica;
    private final Self self;
    private final Journal journal;
    private final Supply supply = new Supply();
    private final Map<LogId, Long> forks = new ConcurrentHashMap<>();
    private volatile Optional<Ticket> ticket;
    /** A member said that our right has ended, we do not know it yet, and have come with a ticket since. */
    private volatile boolean comesAnew;

    private final Map<KeyId, String> refusals = new ConcurrentHashMap<>();

    /** @param journal an empty one */
    ReplicaShelf(Replica replica, Self self, Journal journal) {
        this.replica = replica;
        this.self = self;
        this.journal = journal;
        replica.onMoving(journal::moved);
        replica.onCommitted(committed -> journal.settled());
        this.ticket = kept(replica);
    }

    /** The ticket that the space was joined with; one that cannot be read must not keep the daemon from starting. */
    private static Optional<Ticket> kept(Replica replica) {
        String text = replica.store().record().ticket();
        try {
            return text.isEmpty() ? Optional.<Ticket>empty() : Optional.of(Ticket.parse(text));
        } catch (KithException unusable) {
            LOG.warn("the ticket for {} is passed over: {}", replica.name(), unusable.getMessage());
            return Optional.empty();
        }
    }

    Replica replica() {
        return replica;
    }

    Optional<Ticket> ticket() {
        return ticket;
    }

    /** Comes with another ticket from now on, or with the same once more; why it was refused before says nothing of it. */
    void holds(Ticket another) {
        ticket = Optional.of(another);
        comesAnew = !isWithoutRight();
    }

    void forgetRefusal() {
        refusals.clear();
    }

    /** Whether this device still waits for its right. */
    boolean isJoining() {
        return ticket.isPresent() && (isWithoutRight() || comesAnew);
    }

    boolean isWithoutRight() {
        return !mayRead(self.node());
    }

    /**
     * Logs whose authors said two things at one place, and at which delta that was seen first; since the daemon started.
     */
    Map<LogId, Long> forks() {
        return Map.copyOf(forks);
    }

    private Outcome forked(LogId log, long seq) {
        if (forks.putIfAbsent(log, seq) == null) {
            LOG.warn("two branches, the one that came first is kept: {}", told(log));
        }
        return new Outcome.Forked();
    }

    /** Which log forks where, in words. */
    String told(LogId log) {
        return "log " + log.value().slice(0, 4).toHex() + " of node "
                + root(log).map(root -> root.author().brief()).orElse("?") + " in space " + replica.name()
                + " at delta "
                + forks.getOrDefault(log, 0L);
    }

    /** Why a peer that we believe speaks no more of the space with us, or never did. */
    Optional<String> refusal() {
        return refusals.values().stream().findAny();
    }

    @Override
    public SpaceId space() {
        return replica.id();
    }

    @Override
    public boolean mayRead(KeyId device) {
        return replica.authority().grantOf(device).isPresent();
    }

    @Override
    public boolean isJoiningThrough(KeyId node) {
        return isJoining() && ticket.map(Ticket::node).filter(node::equals).isPresent();
    }

    @Override
    public Optional<Claim> claim() {
        return isJoining()
                ? ticket.map(held -> Claim.make(held, self.certificate(), self.name(), self.device()))
                : Optional.<Claim>empty();
    }

    @Override
    public void admit(Claim claim, Consumer<Optional<String>> then) {
        var unused = replica.admit(claim).thenAccept(admission -> {
            switch (admission) {
                case Admission.Admitted() -> then.accept(Optional.empty());
                case Admission.Refused(String why) ->
                    then.accept(Optional.of(ended(claim.device().device()).orElse(why)));
                case Admission.Unproven() -> {
                    // One who proves nothing is owed no answer.
                }
            }
        });
    }

    @Override
    public void refused(KeyId by, String why) {
        refusals.put(by, why);
    }

    @Override
    public void welcomed(KeyId by) {
        refusals.remove(by);
        if (ticket.map(Ticket::node).filter(by::equals).isPresent()) {
            comesAnew = false;
        }
    }

    @Override
    public Journal journal() {
        return journal;
    }

    @Override
    public int givenUp() {
        return replica.givenUp();
    }

    @Override
    public Frontier frontier() {
        return replica.frontier();
    }

    @Override
    public long counted(LogId log) {
        return replica.counted(log);
    }

    @Override
    public long held(LogId log) {
        return replica.held(log);
    }

    @Override
    public long sought(LogRoot log) {
        return switch (replica.authority().judge(log)) {
            case Verdict.Valid valid -> valid.sought();
            case Verdict.Waiting(GrantId missing) -> Long.MAX_VALUE;
            case Verdict.Void(String why) -> 0;
        };
    }

    @Override
    public Optional<String> ended(KeyId device) {
        return mayRead(device)
                ? Optional.<String>empty()
                : replica.authority().grants().stream()
                        .filter(grant -> grant.device().equals(device))
                        .flatMap(grant -> replica.authority().endings(grant.id()).stream())
                        .max(Comparator.comparingLong(Authority.Ending::clock))
                        .map(ending -> "your right in this space was ended on "
                                + HybridClock.instant(ending.clock())
                                + (ending.reason().isEmpty() ? "" : ": " + ending.reason()));
    }

    @Override
    public Optional<Bytes> link(LogId log, long seq) {
        return replica.link(log, seq);
    }

    @Override
    public boolean isHealed(LogId log) {
        return root(log)
                .filter(root -> root.author().equals(self.node())
                        || root.author().equals(self.person().id()))
                .isPresent();
    }

    @Override
    public void branched(LogId log, long seq) {
        forked(log, seq);
    }

    @Override
    public void reunited(LogId log) {
        forks.remove(log);
    }

    @Override
    public Optional<LogRoot> root(LogId log) {
        return replica.store().log(log).map(LogState::root);
    }

    @Override
    public Map<LogId, Long> erased() {
        return replica.erased();
    }

    @Override
    public void erasedBy(KeyId peer, Map<LogId, Long> upTo) {
        if (mayRead(peer)) {
            replica.erasedBy(peer, upTo);
        }
    }

    @Override
    public Optional<DeltaRun> read(LogId log, long fromSeq) {
        return replica.run(log, fromSeq);
    }

    @Override
    public Optional<Message.Proof> proof() {
        return replica.authority()
                .grantOf(self.node())
                .flatMap(grant -> replica.makerOf(grant.id()))
                .flatMap(maker -> {
                    Optional<DeltaRun> run = replica.run(maker.log(), 1);
                    return run.filter(whole -> whole.lastSeq() >= maker.seq())
                            .map(whole -> new Message.Proof(root(maker.log()).orElseThrow(), whole));
                });
    }

    @Override
    public void offer(List<VerifiedDelta> run, KeyId from, Consumer<Outcome> then) {
        LogId log = run.getFirst().root().id();
        var unused = replica.receive(run, from)
                .thenAccept(receipt -> then.accept(
                        switch (receipt) {
                            case Receipt.Accepted(long seq) -> new Outcome.Stored(seq);
                            case Receipt.AlreadyKnown(long seq) -> new Outcome.Stored(seq);
                            case Receipt.Gap(long held) -> new Outcome.Gap(held);
                            case Receipt.Forked(long seq) -> forked(log, seq);
                            case Receipt.NoRoom() -> new Outcome.NoRoom();
                        }));
    }

    @Override
    public void prove(List<VerifiedDelta> run, KeyId from, Runnable then) {
        var unused = replica.receiveProof(run, from).thenAccept(receipt -> {
            if (receipt instanceof Receipt.Forked(long seq)) {
                forked(run.getFirst().root().id(), seq);
            }
            then.run();
        });
    }

    @Override
    public Supply supply() {
        return supply;
    }
}
