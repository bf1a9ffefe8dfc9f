package kith.daemon.index;

import org.jspecify.annotations.Nullable;

/** Tuples of the runs of one order with those of the overlay between them. */
final class RangeTuples implements Tuples {
    private final Reading reading;
    private final Order order;
    private final Runs runs;
    private final long[] key;
    private final boolean visibleOnly;
    private final Row[] over;
    private final int lastRun;

    private int overAt;
    private int runAt;
    private @Nullable Block block;
    /** Where it stands in the block, and where the range ends in it. */
    private int at;

    private int end;
    private boolean ended;
    /** Whether the current tuple is one of the overlay. */
    private boolean isOver;

    RangeTuples(View view, Reading reading, Order order, long[] key, boolean visibleOnly) {
        this.reading = reading;
        this.order = order;
        this.runs = view.runs(order);
        this.key = key;
        this.visibleOnly = visibleOnly;
        this.over = view.overlay().range(order, key);
        this.lastRun = runs.size() == 0 ? -1 : runs.lastNotAbove(0, key);
        begin(key);
    }

    private void begin(long[] from) {
        if (lastRun >= 0) {
            runAt = Math.min(lastRun, runs.lastBelow(runAt, from));
            enter();
            at = Math.min(end, mustBlock().lower(at, from));
        }
        settle();
    }

    private void enter() {
        Block entered = reading.block(order, runs.run(runAt));
        block = entered;
        at = 0;
        end = runAt < lastRun ? entered.size() : entered.upper(0, key);
    }

    private Block mustBlock() {
        Block here = block;
        if (here == null) {
            throw new IllegalStateException("no run is open");
        }
        return here;
    }

    /** Finds the tuple to stand at, from here on. */
    private void settle() {
        while (true) {
            while (at >= end && runAt < lastRun) {
                runAt++;
                enter();
            }
            boolean inRuns = at < end;
            if (overAt < over.length) {
                int difference = inRuns ? compareOver() : -1;
                if (difference <= 0) {
                    at += difference == 0 ? 1 : 0;
                    if (isMeant(over[overAt])) {
                        isOver = true;
                        return;
                    }
                    overAt++;
                    continue;
                }
            }
            isOver = false;
            if (!inRuns) {
                ended = true;
                return;
            }
            if (!visibleOnly || mustBlock().isVisible(at)) {
                return;
            }
            at++;
        }
    }

    private boolean isMeant(Row row) {
        return visibleOnly ? row.isVisible() : !row.isGone();
    }

    private int compareOver() {
        Row row = over[overAt];
        Block here = mustBlock();
        for (int place = 0; place < Order.PLACES; place++) {
            int difference = Long.compareUnsigned(row.at(order, place), here.at(place, at));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    @Override
    public boolean isAtEnd() {
        return ended;
    }

    @Override
    public long at(int place) {
        return isOver ? over[overAt].at(order, place) : mustBlock().at(place, at);
    }

    /** What is kept of the quad that it stands at; in the order of subjects only. */
    Row row() {
        if (isOver) {
            return over[overAt];
        }
        Block here = mustBlock();
        byte[] kept = here.kept(at);
        long[] ids = {here.at(3, at), here.at(0, at), here.at(1, at), here.at(2, at)};
        return Row.of(ids, kept).above(Row.isVisible(kept));
    }

    @Override
    public void next() {
        if (isOver) {
            overAt++;
        } else {
            at++;
        }
        if (isPlain() && at < end) {
            isOver = false;
            return;
        }
        settle();
    }

    /** Whether from here on only runs have tuples, and all of this one count. */
    private boolean isPlain() {
        return overAt >= over.length && block != null && (!visibleOnly || block.isAllVisible());
    }

    @Override
    public void seek(long a, long b, long c, long d) {
        if (ended) {
            return;
        }
        long[] target = {a, b, c, d};
        if (standsAtLeast(target)) {
            return;
        }
        if (overAt < over.length) {
            int found = Layer.search(order, over, target, 0);
            overAt = Math.max(overAt, found);
        }
        if (at < end) {
            seekRuns(target);
        }
        settle();
    }

    private void seekRuns(long[] target) {
        Block here = mustBlock();
        if (runAt < lastRun && here.compare(end - 1, target) < 0) {
            int next = Math.min(lastRun, runs.lastBelow(runAt, target));
            if (next > runAt) {
                runAt = next;
                enter();
                here = mustBlock();
            }
        }
        at = Math.min(end, here.lower(at, target));
    }

    private boolean standsAtLeast(long[] target) {
        for (int place = 0; place < Order.PLACES; place++) {
            int difference = Long.compareUnsigned(at(place), target[place]);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    @Override
    public int read(long[] @Nullable [] into, int most) {
        int count = 0;
        while (count < most && !ended) {
            if (!isOver && isPlain()) {
                int some = Math.min(most - count, end - at);
                Block here = mustBlock();
                for (int place = 0; place < Order.PLACES; place++) {
                    long[] column = into[place];
                    if (column != null) {
                        here.copy(place, at, some, column, count);
                    }
                }
                at += some;
                count += some;
                settle();
            } else {
                for (int place = 0; place < Order.PLACES; place++) {
                    long[] column = into[place];
                    if (column != null) {
                        column[count] = at(place);
                    }
                }
                count++;
                next();
            }
        }
        return count;
    }

    @Override
    public void close() {
        ended = true;
    }
}
