package kith.daemon.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.Replica;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.VerifyingKey;

/**
 * Takes the deltas of a bundle into a replica as those that a peer sends: verified first, and by the lane's judgement. What
 * is there already changes nothing; what is whole before a fault is kept. One thread at a time.
 */
public final class Unpacking {
    /** Bytes of runs that are verified and that the lane has not answered for yet. */
    static final long MAX_UNDER_WAY_BYTES = 4L << 20;
    /** How often a bundle is read: again where what came later in it lets in what came before. */
    static final int MAX_PASSES = 4;

    private final Replica replica;
    private final Content content;
    private final Course course;
    private final Manifest manifest;
    private final Map<LogId, Tally> tallies = new LinkedHashMap<>();
    private final Deque<Offer> underWay = new ArrayDeque<>();
    private long underWayBytes;

    /** The bytes of a bundle, which can be opened again. */
    public interface Content {
        InputStream open() throws IOException;
    }

    /** Whoever waits. */
    public interface Course {
        /** So many bytes of the bundle are dealt with. */
        void step(long bytes);

        /** Whether nobody waits any more: then it ends, and what was taken stays. */
        boolean isGone();
    }

    private record Offer(Tally tally, BundleReader.Part part, CompletableFuture<Receipt> receipt) {
        long bytes() {
            return part.end() - part.at();
        }
    }

    /** What became of one log. */
    private static final class Tally {
        private final LogRoot root;
        private final VerifyingKey key;
        private final long first;
        private long held;
        private long fresh;
        /** Deltas that the last reading offered; those that another brought are among them. */
        private long offered;

        private long refused;
        /** Deltas that did not reach back to what is held, or are of another branch. */
        private long missed;
        /** How far the log was held when a run did not reach back to that; -1 while all did. */
        private long gap = -1;

        private long fork;

        Tally(LogRoot root, VerifyingKey key, long first, long held) {
            this.root = root;
            this.key = key;
            this.first = first;
            this.held = held;
        }

        /** Whether another reading may take more of it. */
        boolean isOpen() {
            return refused > 0 || (gap >= 0 && reachesBack());
        }

        /** Whether what is missing is in the bundle itself: there was no room for it, or an own log is being healed. */
        boolean reachesBack() {
            return first <= gap + 1;
        }

        boolean isStuck() {
            return gap >= 0 || fork > 0;
        }

        long known() {
            return Math.max(0, offered - fresh - refused - missed);
        }
    }

    /**
     * Reads what the bundle begins with.
     *
     * @throws KithException USER: USAGE for what is no bundle, or one of a later version; FAILED for one that is damaged
     */
    public static Manifest manifest(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return new BundleReader(in).manifest();
        }
    }

    public Unpacking(Replica replica, Manifest manifest, Content content, Course course) {
        this.replica = replica;
        this.manifest = manifest;
        this.content = content;
        this.course = course;
    }

    /** Takes what can be taken; everything that was is durable by then. */
    public Unpacked run() throws IOException {
        Optional<String> fault = pass(Set.of());
        for (int passes = 1; passes < MAX_PASSES; passes++) {
            Set<LogId> open = open();
            long before = fresh();
            if (open.isEmpty() || course.isGone()) {
                break;
            }
            pass(open);
            if (fresh() == before) {
                break;
            }
        }
        return result(fault);
    }

    private Set<LogId> open() {
        Set<LogId> open = new HashSet<>();
        tallies.forEach((log, tally) -> {
            if (tally.isOpen()) {
                open.add(log);
            }
        });
        return open;
    }

    private long fresh() {
        return tallies.values().stream().mapToLong(tally -> tally.fresh).sum();
    }

    /** Reads all of the bundle and offers the runs of {@code only} these logs, or of all if they are none. */
    private Optional<String> pass(Set<LogId> only) throws IOException {
        only.forEach(log -> again(log));
        try (InputStream in = content.open()) {
            BundleReader bundle = new BundleReader(in);
            for (Optional<BundleReader.Part> part = bundle.next(); part.isPresent(); part = bundle.next()) {
                if (course.isGone()) {
                    break;
                }
                if (only.isEmpty() || only.contains(part.get().root().id())) {
                    offer(part.get());
                }
                course.step(part.get().end());
            }
            return Optional.empty();
        } catch (DamagedBundle damaged) {
            return Optional.of(String.valueOf(damaged.getMessage()));
        } finally {
            settle(0);
        }
    }

    private void again(LogId log) {
        Tally tally = tallies.get(log);
        if (tally != null) {
            tally.refused = 0;
            tally.missed = 0;
            tally.gap = -1;
            tally.offered = 0;
            tally.held = Math.max(tally.held, replica.held(log));
        }
    }

    private void offer(BundleReader.Part part) {
        Tally tally = tallies.computeIfAbsent(part.root().id(), log -> begun(part));
        if (tally.isStuck()) {
            return;
        }
        List<VerifiedDelta> deltas = verified(tally, part);
        // Where the lane has answered for what came before, nothing goes past a gap in vain.
        underWay.add(new Offer(tally, part, replica.receive(deltas, manifest.maker())));
        underWayBytes += part.end() - part.at();
        settle(MAX_UNDER_WAY_BYTES);
    }

    private Tally begun(BundleReader.Part part) {
        VerifyingKey key = VerifyingKey.of(part.root().author())
                .orElseThrow(() -> DamagedBundle.at(part.at(), "an author whose key is no key"));
        LogId log = part.root().id();
        return new Tally(part.root(), key, part.run().firstSeq(), replica.held(log));
    }

    private static List<VerifiedDelta> verified(Tally tally, BundleReader.Part part) {
        // Verified against the place that the run itself claims; the lane checks that this is where the log stands.
        LogHead claimed = new LogHead(part.run().firstSeq() - 1, part.run().previousLink(), 0);
        try {
            return DeltaCodec.verify(tally.root, tally.key, claimed, part.run());
        } catch (MalformedException forged) {
            throw DamagedBundle.at(part.at(), forged.what());
        }
    }

    /** Waits until the lane has answered for all but so many bytes. */
    private void settle(long mostBytes) {
        while (underWayBytes > mostBytes) {
            Offer offer = underWay.remove();
            underWayBytes -= offer.bytes();
            note(offer, answer(offer.receipt()));
        }
    }

    private static Receipt answer(CompletableFuture<Receipt> receipt) {
        try {
            return receipt.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw KithException.user(
                    Code.INTERRUPTED, "the daemon is ending; import the bundle again when it runs: nothing is lost");
        }
    }

    private static void note(Offer offer, Receipt receipt) {
        Tally tally = offer.tally();
        long first = offer.part().run().firstSeq();
        long count = offer.part().run().entries().size();
        tally.offered += count;
        switch (receipt) {
            case Receipt.Accepted(long seq) -> {
                tally.fresh += Math.max(0, seq - Math.max(tally.held, first - 1));
                tally.held = Math.max(tally.held, seq);
            }
            case Receipt.AlreadyKnown(long seq) -> {
                // It is among what was offered, and that is all.
            }
            // Of several runs under way only the first to miss tells anything new.
            case Receipt.Gap(long held) -> {
                tally.gap = tally.gap < 0 ? held : tally.gap;
                tally.missed += count;
            }
            case Receipt.Forked(long seq) -> {
                tally.fork = tally.fork == 0 ? seq : tally.fork;
                tally.missed += count;
            }
            case Receipt.NoRoom() -> tally.refused += count;
        }
    }

    private Unpacked result(Optional<String> fault) {
        List<Unpacked.Gap> gaps = new ArrayList<>();
        List<Unpacked.Fork> forks = new ArrayList<>();
        long known = 0;
        long waiting = 0;
        long refused = 0;
        for (Map.Entry<LogId, Tally> log : tallies.entrySet()) {
            Tally tally = log.getValue();
            known += tally.known();
            refused += tally.refused + (tally.isOpen() ? tally.missed : 0);
            waiting += Math.max(0, replica.held(log.getKey()) - replica.counted(log.getKey()));
            if (tally.gap >= 0 && !tally.isOpen()) {
                gaps.add(new Unpacked.Gap(log.getKey(), tally.root.author(), tally.gap + 1, tally.first - 1));
            }
            if (tally.fork > 0) {
                forks.add(new Unpacked.Fork(log.getKey(), tally.root.author(), tally.fork));
            }
        }
        return new Unpacked(fresh(), known, waiting, refused, gaps, forks, fault);
    }
}
