package kith.daemon.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import kith.ontology.delta.Plane;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/**
 * Runs that peers brought, on their way to the lane. Those that follow one another in a log are taken as one, for a commit
 * costs as much as hundreds of small deltas. Safe from any thread.
 */
final class Receiving {
    /** Payload of runs that are taken as one. */
    static final long MAX_BYTES_TOGETHER = 1 << 20;

    private final Lane lane;
    private final Taking taking;
    private final Queue<Arrival> waiting = new ConcurrentLinkedQueue<>();

    /** What the lane does with a run; takes all of it or says why not. */
    interface Taking {
        Receipt take(List<VerifiedDelta> run, KeyId from);
    }

    private record Arrival(List<VerifiedDelta> run, KeyId from, CompletableFuture<Receipt> answer) {
        boolean isFollowedBy(Arrival next) {
            VerifiedDelta last = run.getLast();
            return last.root().plane() == Plane.DATA
                    && last.root().equals(next.run.getFirst().root())
                    && last.dot().seq() + 1 == next.run.getFirst().dot().seq()
                    && from.equals(next.from);
        }

        long bytes() {
            return run.stream()
                    .mapToLong(delta -> delta.entry().payload().length())
                    .sum();
        }
    }

    Receiving(Lane lane, Taking taking) {
        this.lane = lane;
        this.taking = taking;
    }

    /** Takes a run in, after all that came before; answers when that lasts. */
    CompletableFuture<Receipt> receive(List<VerifiedDelta> run, KeyId from) {
        Arrival arrival = new Arrival(run, from, new CompletableFuture<>());
        waiting.add(arrival);
        lane.execute(this::takeNext);
        return arrival.answer();
    }

    /** On the lane, once for each run; what one of these took with it the next finds no more, and waits for no disk. */
    private void takeNext() {
        Arrival first = waiting.poll();
        if (first != null) {
            List<Arrival> together = together(first);
            CompletableFuture<List<Receipt>> lasting = new CompletableFuture<>();
            var unused = lasting.whenComplete((receipts, fault) -> answer(together, receipts, fault));
            lane.lastingly(() -> take(together), lasting);
        }
    }

    private List<Arrival> together(Arrival first) {
        List<Arrival> together = new ArrayList<>(List.of(first));
        long bytes = first.bytes();
        Arrival next = waiting.peek();
        while (next != null && together.getLast().isFollowedBy(next) && bytes + next.bytes() <= MAX_BYTES_TOGETHER) {
            bytes += next.bytes();
            together.add(waiting.remove());
            next = waiting.peek();
        }
        return together;
    }

    private List<Receipt> take(List<Arrival> together) {
        return together.size() == 1 ? List.of(take(together.getFirst())) : takeAll(together);
    }

    private Receipt take(Arrival arrival) {
        return taking.take(arrival.run(), arrival.from());
    }

    private List<Receipt> takeAll(List<Arrival> together) {
        List<VerifiedDelta> all = new ArrayList<>();
        together.forEach(arrival -> all.addAll(arrival.run()));
        Receipt receipt = taking.take(all, together.getFirst().from());
        List<Receipt> receipts = new ArrayList<>();
        for (Arrival arrival : together) {
            long last = arrival.run().getLast().dot().seq();
            receipts.add(
                    switch (receipt) {
                        case Receipt.Accepted(long seq) -> new Receipt.Accepted(last);
                        case Receipt.AlreadyKnown(long seq) -> new Receipt.AlreadyKnown(last);
                        // Of what does not go in whole, the first runs may.
                        case Receipt.Gap gap -> take(arrival);
                        case Receipt.Forked branch -> take(arrival);
                        case Receipt.NoRoom full -> take(arrival);
                    });
        }
        return receipts;
    }

    private static void answer(List<Arrival> together, @Nullable List<Receipt> receipts, @Nullable Throwable fault) {
        for (int i = 0; i < together.size(); i++) {
            CompletableFuture<Receipt> answer = together.get(i).answer();
            if (receipts == null) {
                answer.completeExceptionally(fault);
            } else {
                answer.complete(receipts.get(i));
            }
        }
    }
}
