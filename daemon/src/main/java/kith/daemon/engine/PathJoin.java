package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For each row where a property path leads with its terms. */
final class PathJoin extends Operator {
    private final Operator input;
    private final Walk walk;
    private final Steps steps;
    private final Step path;

    private final Bag ends = new Bag();
    private int row;
    private boolean within;
    private int next;
    private long from;
    private long to;
    private boolean forward;
    /** Where to begin when neither end is bound. */
    private @Nullable LongTable starts;

    private int start;

    /** Whether a way of no steps leads only from one thing of the graph to itself, and not from any term. */
    private final boolean isAmongNodes;

    /** @param given slots that stand for terms: those of a row that a pattern is asked for */
    PathJoin(Operator input, Walk walk, BitSet given) {
        super(input.run, Pattern.PARTS);
        this.input = input;
        this.walk = walk;
        this.isAmongNodes =
                walk.subject() >= 0 && walk.object() >= 0 && !given.get(walk.subject()) && !given.get(walk.object());
        this.steps = new Steps(run, walk.seen());
        this.path = steps.of(walk.path());
        may.or(Operator.with(input.may, walk.binds()));
        must.or(Operator.with(input.must, walk.binds()));
        if (walk.seen().isEach() && !input.must.get(walk.seen().slot())) {
            throw new Refused("a path in a graph that is not known yet");
        }
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = Operator.with(wanted, walk.binds());
        if (walk.seen().isEach()) {
            needed.set(walk.seen().slot());
        }
        input.require(needed);
    }

    @Override
    void open() {
        input.open();
        out = Batch.of(run.width(), carried);
        row = 0;
        within = false;
    }

    @Override
    boolean fill() {
        while (out.count < Batch.ROWS) {
            if (!within) {
                if (row >= input.out.count) {
                    row = 0;
                    if (!input.next()) {
                        input.out.count = 0;
                        break;
                    }
                }
                begin();
            } else if (next < ends.size()) {
                take(ends.at(next++));
            } else if (!nextStart()) {
                within = false;
                row++;
            }
        }
        return out.count > 0;
    }

    private void begin() {
        within = true;
        next = 0;
        ends.clear();
        starts = null;
        Seen seen = walk.seen();
        if (seen.isEach()) {
            steps.enter(input.out.at(seen.slot(), row));
        }
        from = walk.subject() < 0 ? walk.subjectId() : input.out.at(walk.subject(), row);
        to = walk.object() < 0 ? walk.objectId() : input.out.at(walk.object(), row);
        forward = from != Lexicon.UNBOUND || to == Lexicon.UNBOUND;
        if (from != Lexicon.UNBOUND) {
            path.walk(from, true, ends);
        } else if (to != Lexicon.UNBOUND) {
            path.walk(to, false, ends);
        } else {
            Steps.Link first = path.mayStay() ? null : path.first(true);
            starts = first == null ? steps.nodes().all() : first.starts(true);
            start = -1;
        }
    }

    private boolean nextStart() {
        if (starts == null || ++start >= starts.size()) {
            return false;
        }
        next = 0;
        ends.clear();
        path.walk(starts.at(start), true, ends);
        return true;
    }

    private void take(long end) {
        long subject = starts != null ? starts.at(start) : forward ? from : end;
        long object = forward ? end : to;
        boolean bothGiven = from != Lexicon.UNBOUND && to != Lexicon.UNBOUND;
        boolean isSame = walk.subject() >= 0 && walk.subject() == walk.object();
        if ((bothGiven && object != to) || (isSame && subject != object)) {
            return;
        }
        // Where no row was given, the way was begun at all nodes of the graph, and at them alone.
        if (subject == object
                && isAmongNodes
                && starts == null
                && path.mayStay()
                && !steps.nodes().has(subject)) {
            return;
        }
        out.copy(input.out, row, out.count);
        write(walk.subject(), subject);
        write(walk.object(), object);
        out.count++;
    }

    private void write(int slot, long id) {
        if (slot >= 0) {
            long[] column = out.columns[slot];
            if (column != null) {
                column[out.count] = id;
            }
        }
    }

    @Override
    void rewind() {
        input.rewind();
        input.out.count = 0;
        row = 0;
        within = false;
    }

    @Override
    void close() {
        input.close();
    }

    @Override
    boolean isEachOnce(int slot) {
        boolean fromOne =
                (walk.subject() < 0 && walk.object() == slot) || (walk.object() < 0 && walk.subject() == slot);
        return fromOne && path.isEachOnce() && input instanceof Feed feed && feed.isUnit();
    }

    @Override
    String title() {
        return "path " + walk.text();
    }

    @Override
    List<Operator> inputs() {
        return List.of(input);
    }
}
