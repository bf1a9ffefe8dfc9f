package kith.daemon;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import kith.daemon.machine.Machine;
import kith.daemon.peers.BackOff;
import kith.daemon.peers.PeerBook;
import kith.daemon.wire.CloseCode;
import kith.daemon.wire.Ending;
import kith.ontology.identity.KeyId;
import org.jspecify.annotations.Nullable;

/** How it goes with each node: whether it is being called, when it may be next, and what went wrong last. Thread-safe. */
final class Calls {
    /** Nodes remembered; those in no book are forgotten by and by, for keys cost their makers nothing. */
    static final int MAX_NODES = 2 * PeerBook.MAX_PEERS;

    private final Machine machine;
    private final Map<KeyId, Calling> calls = new LinkedHashMap<>();

    /**
     * How calling a node goes.
     *
     * @param turn which of its addresses is next
     */
    private record Calling(BackOff backOff, int turn, boolean under, String problem) {
        static final Calling FRESH = new Calling(BackOff.NONE, 0, false, "");
    }

    Calls(Machine machine) {
        this.machine = machine;
    }

    /** There is a new reason to call everybody. */
    synchronized void wake() {
        calls.replaceAll(
                (node, call) -> new Calling(call.backOff().woken(), call.turn(), call.under(), call.problem()));
    }

    /** There is a new reason to call this node. */
    synchronized void wake(KeyId node) {
        Calling call = of(node);
        note(node, new Calling(call.backOff().woken(), call.turn(), call.under(), call.problem()));
    }

    /** Nothing is known of the node any more but what it did against the protocol. */
    synchronized void forget(KeyId node) {
        Calling call = of(node);
        note(node, new Calling(call.backOff().woken(), 0, call.under(), ""));
    }

    /** When the node may be called next, in ms since 1970; not before now. */
    synchronized long nextMillis(KeyId node) {
        BackOff backOff = of(node).backOff();
        return Math.max(machine.nowMillis(), Math.max(backOff.notBeforeMillis(), backOff.barredUntilMillis()));
    }

    /** Begins a call, if one is due: which of the node's addresses to take, counted on and on. */
    synchronized OptionalInt begin(KeyId node) {
        Calling call = of(node);
        if (call.under() || !call.backOff().isDue(machine.nowMillis())) {
            return OptionalInt.empty();
        }
        note(node, new Calling(call.backOff(), call.turn() + 1, true, call.problem()));
        return OptionalInt.of(call.turn());
    }

    /** The call has ended, with a link if there is no problem. */
    synchronized void answered(KeyId node, @Nullable Throwable problem) {
        Calling call = of(node);
        BackOff next = problem == null ? call.backOff() : call.backOff().failed(machine.nowMillis(), machine.random(1));
        String says = problem == null ? "" : String.valueOf(problem.getMessage());
        note(node, new Calling(next, call.turn(), false, says));
    }

    /** A link stands. Whether it is of any use is not known yet, so what failed before still counts. */
    synchronized void linked(KeyId node) {
        note(node, new Calling(of(node).backOff(), 0, false, ""));
    }

    /** A conversation has gone well for a while: what was before it is forgotten. */
    synchronized void settled(KeyId node) {
        Calling call = of(node);
        if (!call.backOff().equals(BackOff.NONE)) {
            note(node, new Calling(BackOff.NONE, call.turn(), call.under(), call.problem()));
        }
    }

    /** The link to a node has ended. */
    synchronized void ended(KeyId node, Ending ending) {
        long now = machine.nowMillis();
        Calling call = of(node);
        boolean broken = ending.by() == Ending.By.US && ending.code() == CloseCode.VIOLATION;
        BackOff next = broken
                ? call.backOff().violated(now, machine.random(1))
                : call.backOff().failed(now, machine.random(1));
        String says = ending.by() == Ending.By.US || ending.text().isEmpty() ? "" : ending.text();
        note(node, new Calling(next.notBefore(now + ending.retryAfter().toMillis()), call.turn(), false, says));
    }

    /** Whether a node broke the protocol so lately that it may not come. */
    synchronized boolean isBarred(KeyId node) {
        return of(node).backOff().isBarred(machine.nowMillis());
    }

    synchronized boolean isUnder(KeyId node) {
        return of(node).under();
    }

    /** What the last call or link ended with; empty if with nothing to tell. */
    synchronized String problem(KeyId node) {
        return of(node).problem();
    }

    private Calling of(KeyId node) {
        return calls.getOrDefault(node, Calling.FRESH);
    }

    private void note(KeyId node, Calling call) {
        calls.put(node, call);
        if (calls.size() > MAX_NODES) {
            calls.remove(calls.keySet().iterator().next());
        }
    }
}
