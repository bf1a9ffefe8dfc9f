package kith.daemon.replica;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kith.daemon.machine.Machine;
import kith.daemon.store.Commit;
import kith.daemon.store.Snapshot;
import kith.daemon.store.SpaceStore;
import kith.ontology.access.Act;
import kith.ontology.access.Authority;
import kith.ontology.access.Claim;
import kith.ontology.access.Cutoff;
import kith.ontology.access.Level;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Dot;
import kith.ontology.delta.Frontier;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.SpaceId;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.SigningKey;
import kith.ontology.merge.Effect;

/**
 * The one lane on which a space changes. What is written here and what comes from peers ends in the same verified deltas
 * and the same commit. Public methods are safe from any thread; changes answer through futures, readers never wait.
 */
public final class Replica {
    private final SpaceStore space;
    private final Durability durability;
    private final Lane lane;
    private final ControlPlane control;
    private final OwnLogs own;
    private final Author author;
    private final ActAuthor acts;
    private final Applying applying;
    private final Works works;
    private final Healing healing;
    private final Adopting adopting;
    private final Intake intake;
    private final Receiving receiving;
    private final Works.Settling settling = new Works.Settling() {
        @Override
        public void acts(List<VerifiedDelta> acts, Authority next) {
            commitControl(acts, next);
        }

        @Override
        public void changed(Effect effect, Map<LogId, Long> heads) {
            tell(effect, heads, false);
        }

        @Override
        public void whenLasting(Runnable act) {
            durability.whenDurable(act);
        }
    };
    private final Erasing erasing;
    private final KeyId self;
    private final Upkeep upkeep;
    private final ReentrantLock writers = new ReentrantLock(true);
    private final Lasting lasting;
    private final Publishing publishing;

    public Replica(SpaceStore space, Durability durability, Machine machine, Self self) {
        this.space = space;
        this.durability = durability;
        this.self = self.node();
        this.lane = new Lane(machine.lane("space-" + space.record().number()), durability);
        this.control = new ControlPlane(space);
        this.own = new OwnLogs(space, machine, durability.watermark(), self, control::authority);
        this.applying = new Applying(space);
        // A crash may have come between an act and the deltas that it lets count, or ends.
        this.erasing = new Erasing(space, applying);
        erasing.resume(control.authority(), control.deltas());
        this.upkeep = new Upkeep(space, machine, lane);
        this.author = new Author(space, own, machine, self);
        this.acts = new ActAuthor(space, control, own, author, machine, self);
        this.works = new Works(space, own, new Waiting(space), control, applying, author, acts);
        this.healing = new Healing(works);
        this.adopting = new Adopting(works);
        this.intake = new Intake(works, settling, healing);
        this.receiving = new Receiving(lane, intake::take);
        this.lasting = new Lasting(space, applying, control.authority());
        this.publishing = new Publishing(space, durability, own, lasting, control::authority);
        lane.execute(() -> {
            letGo();
            healing.goOnWhereClosed(settling);
            upkeep.wake();
        });
        own.onClosed(() -> healing.closeLater(machine, () -> onLane(this::closeForked)));
        healing.closeLater(machine, () -> onLane(this::closeForked));
    }

    void onLane(Runnable act) {
        lane.execute(act);
    }

    /** Tells where own logs end that another copy of this home wrote in; on the lane, a while after that was noticed. */
    void closeForked() {
        healing.close(settling);
    }

    public SpaceId id() {
        return space.id();
    }

    public KeyId self() {
        return self;
    }

    public String name() {
        return space.name();
    }

    public SpaceStore store() {
        return space;
    }

    public Snapshot snapshot() {
        return space.snapshot();
    }

    public Authority authority() {
        return control.authority();
    }

    /** The rules and shapes in force, and what they come to. */
    public Schema schema() {
        return applying.schema();
    }

    /** Up to which acts, by log and number, what was erased is off this disk. */
    public Map<LogId, Long> erased() {
        return erasing.done();
    }

    /** A node says the same of its disk. */
    public void erasedBy(KeyId node, Map<LogId, Long> upTo) {
        upkeep.confirmed(node, upTo);
    }

    /** The act by which a delta that is held was erased. */
    public Optional<Authority.Said<Act.Erase>> erasure(SignedDelta delta) {
        return space.log(delta.dot().log()).flatMap(log -> applying.erasures().of(log.root(), delta));
    }

    /** Own logs that were found to go on elsewhere: this home was set back, or a copy of it runs; since it started. */
    public Set<LogId> writtenElsewhere() {
        return own.writtenElsewhere();
    }

    /** Refuses early, NOT_ALLOWED, what {@link #write} or {@link #act} would refuse to one below that level. */
    public void mustMay(Level needed) {
        author.allowed(authority(), needed);
    }

    /** As {@link #mustMay}, for a change of data. */
    public void mustMayWrite() {
        mustMay(Level.WRITER);
    }

    /** Ends, on the lane, what this space does: {@code last} runs after all that was asked before. */
    CompletableFuture<Void> end(Runnable last) {
        return CompletableFuture.runAsync(last, lane);
    }

    /** Held by whoever works a change out, so that local changes see one another; remote ones come in between. */
    public ReentrantLock writers() {
        return writers;
    }

    /** Told, on some lane, of everything that lasts from now on; must not block. */
    public void onCommitted(Consumer<Committed> listener) {
        publishing.onCommitted(listener);
    }

    /** Told, as {@link #onCommitted} is, which logs are about to count further, or less far. */
    public void onMoving(Consumer<Set<LogId>> watcher) {
        publishing.onMoving(watcher);
    }

    /** How far every log counts and lasts: what we tell peers that we have. Costs nothing. */
    public Frontier frontier() {
        return lasting.frontier();
    }

    /** The same of one plane; costs O(logs). */
    public Frontier frontier(Plane plane) {
        return lasting.frontier(plane);
    }

    /** The link of a delta that is held, seen or unseen. */
    public Optional<Bytes> link(LogId log, long seq) {
        return lasting.link(log, seq);
    }

    /** Of one log, how far it is held, seen or unseen: from there on we want more. */
    public long held(LogId log) {
        return lasting.held(log);
    }

    /** How often something that was held was given up for another branch, since the start. */
    public int givenUp() {
        return applying.givenUp();
    }

    /** The control delta that made a grant, if it is held. */
    public Optional<Dot> makerOf(GrantId grant) {
        return control.makerOf(grant);
    }

    /** Of one log, how far it counts and lasts, with what proves that it does. */
    public long counted(LogId log) {
        return lasting.counted(log);
    }

    /** Deltas of a log that count and last, as a run that ends in a signature; empty if there are none from there on. */
    public Optional<DeltaRun> run(LogId log, long fromSeq) {
        return lasting.run(log, fromSeq);
    }

    /** Writes a change as signed deltas, here if it is whole; refused with NOT_ALLOWED for one who may not write. */
    public Pending write(Change change) {
        Supplier<Pending.Written> work = () -> written(change);
        return change.parts().isEmpty() ? lane.now(work) : lane.pending(work);
    }

    private Pending.Written written(Change change) {
        List<Author.Part> parts = author.parts(change, authority(), applying);
        Effects effects = new Effects();
        String last = "";
        for (List<Author.Part> batch : Author.batches(parts)) {
            List<VerifiedDelta> signed = author.sign(batch);
            effects.add(commitData(signed, batch));
            last = signed.getLast().delta().briefId();
        }
        return new Pending.Written(last, parts.size(), effects.joined());
    }

    private Effect commitData(List<VerifiedDelta> signed, List<Author.Part> parts) {
        try (Commit commit = applying.begin(signed.getFirst().root())) {
            for (int i = 0; i < signed.size(); i++) {
                applying.append(commit, signed.get(i), Optional.of(parts.get(i).edit()), true);
            }
            Dot last = signed.getLast().dot();
            return tell(Effects.joined(List.of(commit.write())), Map.of(last.log(), last.seq()), false);
        }
    }

    /** Takes in the first delta of this space, made a moment ago; completes when durable. */
    CompletableFuture<String> found(VerifiedDelta genesis) {
        return lane.pending(() -> said(new ActAuthor.Said(genesis, control.with(List.of(genesis)))))
                .durable()
                .thenApply(Pending.Written::delta);
    }

    /** Says an act, by this device or its person's key, else NOT_ALLOWED; answers, when durable, with the delta's brief id. */
    public CompletableFuture<String> act(Act act) {
        return saying(() -> acts.say(act));
    }

    /** Says an act with the key on paper that stands above all owners; refused with NOT_ALLOWED if it is another key. */
    public CompletableFuture<String> act(Act act, SigningKey paper) {
        return saying(() -> acts.say(act, paper));
    }

    /** Says an act with the key of this device's person; refused with NOT_ALLOWED where that key is elsewhere. */
    public CompletableFuture<String> actAsPerson(Act act) {
        return saying(() -> acts.sayAsPerson(act));
    }

    /** As {@link #actAsPerson(Act)}, under the right {@code family} of the person's own. */
    public CompletableFuture<String> actAsPerson(Act act, GrantId family) {
        return saying(() -> acts.sayAsPerson(act, family));
    }

    /** What authority would be if {@link #act(Act)} said this; nothing is said. Refused as {@code act} would be. */
    public CompletableFuture<Authority> foresee(Act act) {
        return foreseeing(() -> acts.say(act));
    }

    /** What authority would be after {@link #actAsPerson(Act, GrantId)}. */
    public CompletableFuture<Authority> foreseeAsPerson(Act act, GrantId family) {
        return foreseeing(() -> acts.sayAsPerson(act, family));
    }

    /** As {@link #foresee(Act)}, with the key on paper. */
    public CompletableFuture<Authority> foresee(Act act, SigningKey paper) {
        return foreseeing(() -> acts.say(act, paper));
    }

    private CompletableFuture<Authority> foreseeing(Supplier<ActAuthor.Said> saying) {
        return CompletableFuture.supplyAsync(() -> saying.get().next(), lane);
    }

    /** What an end of {@code grants} keeps of their logs: all that counts, but nothing dated after {@code clock}. */
    public List<Cutoff> kept(Set<GrantId> grants, long clock) {
        return Kept.of(space, authority(), grants, clock);
    }

    /** What {@link #adopt} would come to; nothing is said. Refused as that would be. */
    public CompletableFuture<Pending.Adopted> foreseeAdopted(Set<GrantId> grants) {
        return CompletableFuture.supplyAsync(() -> adopting.foresee(grants), lane);
    }

    /**
     * Says again, as this device's own word, what the ends of {@code grants} made void and is held here, once. Completes
     * when durable; refused with NOT_ALLOWED for one who is no admin, with CONFLICT for more than 10,000 deltas.
     */
    public CompletableFuture<Pending.Adopted> adopt(Set<GrantId> grants) {
        return lane.lastingly(() -> adopting.adopt(grants, settling));
    }

    private CompletableFuture<String> saying(Supplier<ActAuthor.Said> saying) {
        return lane.pending(() -> said(saying.get())).durable().thenApply(Pending.Written::delta);
    }

    private Pending.Written said(ActAuthor.Said act) {
        commitControl(List.of(act.delta()), act.next());
        return new Pending.Written(act.delta().delta().briefId(), 1, Effect.NONE);
    }

    /** Lets the bearer of a ticket in, if the claim holds and this daemon may; completes when durable. */
    public CompletableFuture<Admission> admit(Claim claim) {
        return lane.lastingly(() -> {
            ActAuthor.Weighed weighed = acts.weigh(claim);
            weighed.act().ifPresent(this::said);
            return weighed.admission();
        });
    }

    /** What {@link #admit} would come to; nobody is let in. */
    public CompletableFuture<Admission> foreseeAdmitted(Claim claim) {
        return CompletableFuture.supplyAsync(() -> acts.weigh(claim).admission(), lane);
    }

    /** Takes in what a peer sent, already verified; completes when durable. */
    public CompletableFuture<Receipt> receive(List<VerifiedDelta> run, KeyId from) {
        return receiving.receive(run, from);
    }

    /**
     * Takes in acts by which {@code from} shows that it has a right here: kept only if they count and it has. Else
     * whoever knows the id of a space could leave with us what nobody can judge.
     */
    public CompletableFuture<Receipt> receiveProof(List<VerifiedDelta> run, KeyId from) {
        return lane.lastingly(() -> intake.takeProof(run, from));
    }

    /** Packs all that was said lately. */
    public CompletableFuture<Void> fold() {
        return CompletableFuture.runAsync(space::fold, lane);
    }

    private void commitControl(List<VerifiedDelta> deltas, Authority next) {
        LogRoot root = deltas.getFirst().root();
        control.settle(deltas, next);
        try (Commit commit = applying.begin(root)) {
            deltas.forEach(delta -> commit.append(delta, Optional.empty(), false));
            commit.write();
        }
        Map<LogId, Long> before = new HashMap<>();
        space.logs().forEach(log -> before.put(log.root().id(), log.applied()));
        Applying.Settled settled = erasing.settleAll(next);
        // An ended log is told of again each time, which is no reason for anybody to bring more that waits.
        if (settled.heads().entrySet().stream().anyMatch(log -> !log.getValue().equals(before.get(log.getKey())))) {
            works.waiting().rejudged();
        }
        letGo();
        tell(settled.effect(), settled.heads(), true);
        healing.goOnWhereClosed(settling);
    }

    private Effect tell(Effect effect, Map<LogId, Long> heads, boolean authorityChanged) {
        author.saw(heads.keySet());
        upkeep.wake();
        return publishing.publish(effect, heads, authorityChanged);
    }

    private void letGo() {
        intake.giveUpOtherBranches();
        healing.leaveTold(settling);
    }
}
