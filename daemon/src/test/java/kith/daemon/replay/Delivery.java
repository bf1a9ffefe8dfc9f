package kith.daemon.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import kith.daemon.replica.Keeper;
import kith.daemon.replica.Receipt;
import kith.daemon.replica.Replica;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.testkit.Gen;

/** Hands logs to a replica delta by delta, all mixed, each in its own order. */
public final class Delivery {
    /** Deltas that share one sync, as on a busy day. */
    private static final int BATCH = 64;

    private final Keeper keeper;
    private final Replica replica;
    private long refused;

    public Delivery(Keeper keeper, Replica replica) {
        this.keeper = keeper;
        this.replica = replica;
    }

    /** What finds no room yet, or comes after such a one, is sent again later, as a peer does. */
    public void deliver(List<List<VerifiedDelta>> chains, Gen order) {
        List<Integer> all = new ArrayList<>();
        for (int chain = 0; chain < chains.size(); chain++) {
            all.addAll(Collections.nCopies(chains.get(chain).size(), chain));
        }
        Deque<Integer> turns = new ArrayDeque<>(order.shuffled(all));
        int[] next = new int[chains.size()];
        while (!turns.isEmpty()) {
            List<Integer> batch = new ArrayList<>();
            List<List<VerifiedDelta>> runs = new ArrayList<>();
            while (batch.size() < BATCH && !turns.isEmpty()) {
                int chain = turns.removeFirst();
                batch.add(chain);
                runs.add(List.of(chains.get(chain).get(next[chain]++)));
            }
            List<Receipt> receipts = keeper.take(replica, runs);
            for (int i = 0; i < batch.size(); i++) {
                if (!(receipts.get(i) instanceof Receipt.Accepted)) {
                    refused++;
                    next[batch.get(i)]--;
                    turns.addLast(batch.get(i));
                }
            }
        }
    }

    /** How often something had to be sent again. */
    public long refused() {
        return refused;
    }
}
