package kith.daemon.sim;

import java.util.ArrayDeque;
import java.util.Deque;

/** One connection between two hosts of a {@link Net}, with an end at each. */
final class Cable {
    private final Net net;
    private final CableEnd dialling;
    private final CableEnd dialled;
    /** Nothing passes any more, and nobody is told. */
    private boolean isDead;

    private final Deque<Runnable> heldUp = new ArrayDeque<>();

    /** Who is at an end. */
    record Party(int host, Net.Host at) {}

    Cable(Net net, Party from, Party to) {
        this.net = net;
        this.dialling = new CableEnd(this, from, to, true);
        this.dialled = new CableEnd(this, to, from, false);
    }

    /** Both ends hear that they are joined; gives back that of who called. */
    CableEnd open() {
        dialling.begin();
        dialled.begin();
        return dialling;
    }

    Net net() {
        return net;
    }

    CableEnd other(CableEnd end) {
        return end == dialling ? dialled : dialling;
    }

    boolean isAt(int host) {
        return dialling.host() == host || dialled.host() == host;
    }

    /** Whether nothing will ever happen on it again. */
    boolean isGone() {
        return dialling.isForgotten() && dialled.isForgotten();
    }

    long unsent() {
        return dialling.unsent() + dialled.unsent();
    }

    boolean passes(CableEnd from) {
        return !isDead && !net.isClosed(from.host(), other(from).host());
    }

    /** A process at a host ended; the other end is told, unless all of the host is gone. */
    void abandoned(int host, boolean silently) {
        CableEnd gone = dialling.host() == host ? dialling : dialled;
        gone.forget();
        if (!silently) {
            other(gone).lostLater("the process at the other end is gone");
        }
    }

    void cut(boolean silently) {
        isDead = true;
        heldUp.clear();
        if (!silently) {
            dialling.lostLater("the network ended it");
            dialled.lostLater("the network ended it");
        }
    }

    /** What cannot pass now comes when the road is open again, after all that came before. */
    void holdUp(Runnable arrival) {
        heldUp.add(arrival);
    }

    boolean hasHeldUp() {
        return !heldUp.isEmpty();
    }

    void reopened() {
        if (!isDead) {
            Deque<Runnable> arrivals = new ArrayDeque<>(heldUp);
            heldUp.clear();
            arrivals.forEach(Runnable::run);
            dialling.pump();
            dialled.pump();
        }
    }

    boolean isDead() {
        return isDead;
    }
}
