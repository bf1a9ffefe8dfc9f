package kith.daemon;

import java.time.Duration;
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

    /** The longest pause before a node is called again that is only out of reach, if there are few of them. */
    static final Duration LONGEST_OUT_OF_REACH = Duration.ofSeconds(15);

    private final Machine machine;
    private final ForwardClock clock;
    private final Map<KeyId, Calling> calls = new LinkedHashMap<>();

    /**
     * How calling a node goes.
     *
     * @param turn which of its addresses is next; 0 where a round is over
     */
    private record Calling(BackOff backOff, int turn, boolean under, String problem) {
        static final Calling FRESH = new Calling(BackOff.NONE, 0, false, "");
    }

    Calls(Machine machine) {
        this.machine = machine;
        this.clock = new ForwardClock(machine);
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
        long left = Math.max(backOff.notBeforeMillis(), backOff.barredUntilMillis()) - clock.nowMillis();
        return machine.nowMillis() + Math.max(0, left);
    }

    /** Begins a call, if one is due: which of the node's addresses to take, one after another. */
    synchronized OptionalInt begin(KeyId node, int addresses) {
        Calling call = of(node);
        if (call.under() || !call.backOff().isDue(clock.nowMillis())) {
            return OptionalInt.empty();
        }
        int turn = call.turn() % addresses;
        note(node, new Calling(call.backOff(), (turn + 1) % addresses, true, call.problem()));
        return OptionalInt.of(turn);
    }

    /** The call has ended, with a link if there is no problem. A node has failed once all its addresses have. */
    synchronized void answered(KeyId node, @Nullable Throwable problem) {
        Calling call = of(node);
        boolean failed = problem != null && call.turn() == 0;
        BackOff next = failed ? failed(call, outOfReach()) : call.backOff();
        String says = problem == null ? "" : String.valueOf(problem.getMessage());
        note(node, new Calling(next, call.turn(), false, says));
    }

    /**
     * Networks fail for minutes and for nights, and who was together before is to be so again soon after. So the pause
     * stays short, but where many are called it grows, so that no more than about one call is begun in a second.
     */
    private Duration outOfReach() {
        return Duration.ofSeconds(
                Math.clamp(calls.size(), LONGEST_OUT_OF_REACH.toSeconds(), BackOff.LONGEST.toSeconds()));
    }

    private BackOff failed(Calling call, Duration longest) {
        return call.backOff().failed(clock.nowMillis(), longest, machine.random(1));
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

    /**
     * The link to a node has ended.
     *
     * @param wasOfUse whether a space was shared on it: then what ended it is no sign that the node does not want us
     */
    synchronized void ended(KeyId node, Ending ending, boolean wasOfUse) {
        long now = clock.nowMillis();
        Calling call = of(node);
        boolean broken = ending.by() == Ending.By.US && ending.code() == CloseCode.VIOLATION;
        boolean isWelcome = wasOfUse || ending.code() == CloseCode.DUPLICATE;
        BackOff next = broken
                ? call.backOff().violated(now, machine.random(1))
                : failed(call, isWelcome ? outOfReach() : BackOff.LONGEST);
        String says = ending.by() == Ending.By.US || ending.text().isEmpty() ? "" : ending.text();
        note(node, new Calling(next.notBefore(now + ending.retryAfter().toMillis()), call.turn(), false, says));
    }

    /** Whether a node broke the protocol so lately that it may not come. */
    synchronized boolean isBarred(KeyId node) {
        return of(node).backOff().isBarred(clock.nowMillis());
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
