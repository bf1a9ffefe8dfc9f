package kith.daemon.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads out of a peer's symbols, less our own, what differs: a symbol of one item names it, and without it others are of
 * one item. Whatever they say, no more items are taken out than there are symbols, and none twice: so they cannot have us
 * go round in circles.
 */
final class Peeling {
    private final SketchKey key;
    private final Sketch ours;
    private final Symbols left = new Symbols();
    private final List<Found> found = new ArrayList<>();
    private final Set<Name> names = new HashSet<>();
    private int something;
    private boolean hopeless;

    /** An item that one side has. */
    private record Found(SketchItem item, int sign) {}

    private record Name(long tag, long print) {}

    Peeling(SketchKey key, Sketch ours) {
        this.key = key;
        this.ours = ours;
    }

    int size() {
        return left.size();
    }

    /** Takes the next symbols of the peer's in. */
    void take(List<Message.Sketch.Symbol> theirs) {
        int from = left.size();
        left.grow(from + theirs.size());
        ours.sum(left, -1);
        for (Found known : found) {
            Sketch.walk(known.item(), left, -known.sign());
        }
        Deque<Integer> perhaps = new ArrayDeque<>();
        for (int i = 0; i < theirs.size(); i++) {
            left.add(from + i, theirs.get(i));
            something += left.isNothing(from + i) ? 0 : 1;
            perhaps.add(from + i);
        }
        while (!perhaps.isEmpty() && !hopeless) {
            peel(perhaps.remove(), perhaps);
        }
    }

    private void peel(int at, Deque<Integer> perhaps) {
        int sign = left.count(at);
        if (sign != 1 && sign != -1) {
            return;
        }
        SketchItem single = left.single(at, key);
        if (!left.is(at, single)) {
            return;
        }
        if (found.size() == left.size() || !names.add(new Name(single.tag(), single.print()))) {
            hopeless = true;
            return;
        }
        while (single.place() < left.size()) {
            int place = single.place();
            something -= left.isNothing(place) ? 0 : 1;
            left.put(single, -sign);
            something += left.isNothing(place) ? 0 : 1;
            perhaps.add(place);
            single.step();
        }
        found.add(new Found(single, sign));
    }

    /** Whether all that differs was read. */
    boolean isDone() {
        return !hopeless && something == 0 && left.size() > 0;
    }

    /** Whether no more symbols would help: they contradict themselves. */
    boolean isHopeless() {
        return hopeless;
    }

    /** Tags of what the peer has and we have not, or not so. */
    Set<Long> theirs() {
        return tags(1);
    }

    /** Tags of what we have and the peer has not, or not so. */
    Set<Long> ours() {
        return tags(-1);
    }

    private Set<Long> tags(int sign) {
        Set<Long> tags = new HashSet<>();
        for (Found one : found) {
            if (one.sign() == sign) {
                tags.add(one.item().tag());
            }
        }
        return tags;
    }
}
